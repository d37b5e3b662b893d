"""A clock that stands still while this process does.

A process may be stopped for seconds: a virtual machine that is moved, a container that is frozen, Ctrl-Z. When it goes
on, every deadline of every call has passed, and what would have kept them waits in sockets and pipes. A watchdog that
judged then would end all calls ("carrier silent"), restart every actor and kill every worker program. So time in which
nobody could look does not pass: each deadline is left what it had.
"""

from collections.abc import Callable

import trio

PAUSE_S = 1.0
"""What is shorter, deadlines bear; and audio is paced by this clock, which the carrier's knows nothing of."""


class SteadyClock(trio.abc.Clock):
    """Counts on from `now` in the seconds of `read`, pauses left out."""

    def __init__(self, now: float, read: Callable[[], float]) -> None:
        self._read = read
        self._read_at = read()
        self._offset = now - self._read_at
        self._may_sleep_s = 0.0
        self.paused_s = 0.0
        """How long the process has stood still so far."""

    def start_clock(self) -> None:
        """It runs already."""

    def current_time(self) -> float:
        at = self._read()
        late_s = at - self._read_at - self._may_sleep_s
        if late_s >= PAUSE_S:
            self.paused_s += late_s
            self._offset -= late_s
        self._read_at, self._may_sleep_s = at, 0.0
        return at + self._offset

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """Asked by Trio before it waits: what passes until the deadline is no pause."""
        sleep_s = deadline - self.current_time()
        self._may_sleep_s = max(0.0, sleep_s)
        return sleep_s
