"""What is to be done at certain times, in one task for all of them: a task for each would cost a call 3 KB."""

import math
from collections.abc import Callable

import trio

from offhook.engine.run.mailbox import Wake
from offhook.engine.run.timetable import Appointment


class Alarms:
    """Calls functions when their times come. One that raises ends the task."""

    __slots__ = ("_at", "_due", "_next")

    def __init__(self) -> None:
        self._at: dict[Callable[[], None], float] = {}
        self._due = Wake()
        self._next = Appointment(self._due.ring)

    def set(self, act: Callable[[], None], at: float) -> None:
        """Call it once at that time, instead of the one that was set for it before; at infinity never."""
        self._at[act] = at
        self._next.set(min(self._at.values()))

    def clear(self) -> None:
        """Nothing is to be done any more."""
        self._at.clear()
        self._next.cancel()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._due.wait()
            now = trio.current_time()
            for act in [act for act, at in self._at.items() if at <= now]:
                del self._at[act]
                act()
            self._next.set(min(self._at.values(), default=math.inf))
