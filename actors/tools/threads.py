"""Runs what blocks in threads: a few for each tool, so that one which hangs holds up no other tool and no call."""

import enum
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import trio

from offhook.engine.host.world import World
from offhook.engine.run.tool import ToolFailed

T = TypeVar("T")
THREADS = 8
"""For each tool. Calls of it beyond that wait for one another."""
COST_S = 0.002


class _State(enum.Enum):
    WAITING = enum.auto()
    RUNNING = enum.auto()
    GIVEN_UP = enum.auto()  # before it began, so it never will


class _Thread:
    """One lane of the world: a thread that does its works one after the other."""

    def __init__(self, lane: str) -> None:
        self.lane = lane
        self.works = 0
        """How many it has, the running one included."""
        self.is_hung = False
        """It runs a work that nobody waits for any more."""


class ToolThreads:
    """Those of one tool."""

    def __init__(self, world: World, name: str, most: int = THREADS) -> None:
        self._world = world
        self._threads = [_Thread(f"{name}/{number}") for number in range(most)]
        self._lock = Lock()  # the threads and the event loop share the counts

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in the thread that has least to do. After a cancellation the work goes on, if it has begun;
        otherwise it never begins. Raises ToolFailed at once if all threads hang."""
        thread = self._freest()
        state = _State.WAITING

        def in_thread() -> T:
            nonlocal state
            with self._lock:
                if state is _State.GIVEN_UP:
                    raise ToolFailed("Nobody waits for it any more.")
                state = _State.RUNNING
            try:
                return work()
            finally:
                with self._lock:
                    thread.works -= 1
                    thread.is_hung = False

        try:
            return await self._world.run_blocking(in_thread, cost_s=COST_S, lane=thread.lane)
        except trio.Cancelled:
            with self._lock:
                if state is _State.WAITING:
                    state = _State.GIVEN_UP
                    thread.works -= 1
                else:
                    thread.is_hung = True
            raise

    def _freest(self) -> _Thread:
        with self._lock:
            usable = [thread for thread in self._threads if not thread.is_hung]
            if not usable:
                raise ToolFailed(f"It was not begun: {len(self._threads)} earlier calls of it have not come back.")
            thread = min(usable, key=lambda each: each.works)
            thread.works += 1
            return thread
