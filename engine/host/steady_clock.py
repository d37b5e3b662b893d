"""A clock that stops while this process is stopped.

A process may be stopped for seconds: a virtual machine that is moved, a frozen container, Ctrl-Z. When it continues,
every deadline of every call has passed, although the messages that would have met them wait in sockets and pipes. The
watchdogs would end all calls ("carrier silent"), restart every actor and kill every worker program. So the time of a
pause does not count: each deadline keeps the time that it had left.
"""

from collections.abc import Callable

import trio

PAUSE_S = 1.0
"""Shorter pauses count: deadlines can bear them, and audio is paced by this clock, while the carrier's runs on."""


class SteadyClock(trio.abc.Clock):
    """Starts at `now` and advances as `read` does, without the pauses."""

    def __init__(self, now: float, read: Callable[[], float]) -> None:
        self._read = read
        self._read_at = read()
        self._offset = now - self._read_at
        self._may_sleep_s = 0.0
        self.paused_s = 0.0
        """How long the process has been stopped so far, in all."""

    def start_clock(self) -> None:
        """Nothing to do: it runs already."""

    def current_time(self) -> float:
        at = self._read()
        late_s = at - self._read_at - self._may_sleep_s
        if late_s >= PAUSE_S:
            self.paused_s += late_s
            self._offset -= late_s
        self._read_at, self._may_sleep_s = at, 0.0
        return at + self._offset

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """Trio asks this before it waits: time that passes until the deadline is not a pause."""
        sleep_s = deadline - self.current_time()
        self._may_sleep_s = max(0.0, sleep_s)
        return sleep_s
