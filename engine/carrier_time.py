"""How late this process reads what the carrier wrote, as far as the carrier's own times tell. Pure.

A process that is late learns late that its audio has played, and that the caller has hung up: meanwhile it would
believe that its audio plays on. But what it reads last says when the carrier wrote it.
"""

FRAME_S = 0.02
BEHIND_S = 0.1  # less than that is the network's doing
LEAP_S = 1.0  # the carrier's clock was set, or its time is wrong: nothing follows from it
DRIFT = 0.001  # seconds a second: more than two clocks ever drift apart


class CarrierTime:
    """One call's."""

    def __init__(self) -> None:
        self._at_best: float | None = None  # our time minus the carrier's, when nothing was late
        self._newest = 0.0  # the same of the newest audio
        self._read_at = 0.0

    def read(self, at_ms: int, now: float) -> None:
        """Audio was read that the carrier says is of `at_ms`."""
        behind = now - at_ms / 1000
        if self._at_best is None or abs(behind - self._newest) > LEAP_S:
            self._at_best = behind
        else:
            self._at_best = min(behind, self._at_best + (now - self._read_at) * DRIFT)
        self._newest, self._read_at = behind, now

    @property
    def late_s(self) -> float:
        """How late the newest audio was read; 0 for what a network does."""
        late_s = 0.0 if self._at_best is None else self._newest - self._at_best
        return late_s if late_s > BEHIND_S else 0.0

    def ended_at(self, now: float) -> float:
        """When the line ended whose end is read now: right after the newest audio, if that was read late."""
        return min(now, self._read_at - self.late_s + FRAME_S) if self.late_s else now
