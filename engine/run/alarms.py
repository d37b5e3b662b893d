"""What is to be done at certain times, in one task for all of them: a task for each would cost a call 3 KB."""

import math
from collections.abc import Callable

import trio

from offhook.engine.run.mailbox import Wake


class Alarms:
    """Calls functions when their times come. One that raises ends the task."""

    __slots__ = ("_at", "_changed", "_looks_at")

    def __init__(self) -> None:
        self._at: dict[Callable[[], None], float] = {}
        self._looks_at = math.inf
        self._changed = Wake()

    def set(self, act: Callable[[], None], at: float) -> None:
        """Call it once at that time, instead of the one that was set for it before; at infinity never."""
        self._at[act] = at
        if at < self._looks_at:  # the floor puts its deadlines off all the time
            self._changed.ring()

    def clear(self) -> None:
        """Nothing is to be done any more."""
        self._at.clear()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._looks_at = min(self._at.values(), default=math.inf)
            with trio.move_on_at(self._looks_at):
                await self._changed.wait()
            now = trio.current_time()
            for act in [act for act, at in self._at.items() if at <= now]:
                del self._at[act]
                act()
