"""A circuit breaker: a service that fails again and again is left alone for a while. Pure: `now` is passed in.

    closed     every request is allowed; failures in a row are counted
    open       none is allowed, until the rest is over
    half open  one request at a time is allowed, as a probe: its success closes the breaker, its failure opens it for
               twice as long; other requests that were on their way say nothing meanwhile

One breaker is shared by all calls, so that the second call need not wait for what the first one has found out.
"""

FAILURES = 3  # in a row; one is often the fault of one request or one connection
FIRST_REST_S = 5.0
LONGEST_REST_S = 60.0
PROBE_WITHIN_S = 10.0  # a probe of which nothing is heard any more does not stop the next one for longer


class Breaker:
    """The breaker of one service."""

    def __init__(self) -> None:
        self._failures = 0
        self._rests_until: float | None = None  # None: closed
        self._rest_s = FIRST_REST_S  # the next one
        self._probe: object | None = None
        """Whoever makes it."""
        self._probe_until = 0.0

    @property
    def is_closed(self) -> bool:
        return self._rests_until is None

    def allows(self, now: float) -> bool:
        """Whether the service may be asked now. Changes nothing."""
        return self._rests_until is None or (now >= self._rests_until and not self._is_probed(now))

    def ask(self, now: float, asker: object) -> bool:
        """The service is to be asked. Returns whether it may be: while the breaker is not closed, only as the probe.
        Between `allows` and this, others may have asked."""
        if not self.allows(now):
            return False
        if self._rests_until is not None:
            self._probe, self._probe_until = asker, now + PROBE_WITHIN_S
        return True

    def withdraw(self, asker: object) -> None:
        """What was asked for is not wanted any more, before it was known whether the service works."""
        if self._probe is asker:
            self._probe = None

    def succeed(self) -> bool:
        """The service works. Returns whether it has recovered."""
        recovered = self._rests_until is not None
        self._failures, self._rests_until, self._rest_s, self._probe = 0, None, FIRST_REST_S, None
        return recovered

    def fail(self, now: float, rest_s: float = 0.0, asker: object = None) -> float:
        """The service failed. `rest_s` is how long it has said that it must be left alone; then it is believed at once.

        Returns for how long it is left alone; 0 if it is not, or was already.
        """
        if self._is_probed(now) and self._probe is not asker:
            return 0.0
        self._failures += 1
        self._probe = None
        rests = self._rests_until is not None and now < self._rests_until
        if rests or (self._rests_until is None and self._failures < FAILURES and not rest_s):
            return 0.0
        rest_s = min(max(self._rest_s, rest_s), LONGEST_REST_S)
        self._rests_until, self._rest_s = now + rest_s, min(self._rest_s * 2, LONGEST_REST_S)
        return rest_s

    def _is_probed(self, now: float) -> bool:
        return self._probe is not None and now < self._probe_until
