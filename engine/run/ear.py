"""A function that a waiting task lends to whoever brings the next item: a frame of audio then waits for no scheduler.

Without it a frame takes a turn of Trio's scheduler from the connection to the receiver and another one to the VAD, each
of which costs as much as the receiver's own work (docs/performance.md).
"""

from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

import trio

T = TypeVar("T")
Hear = Callable[[T], bool]
"""Takes an item, without waiting. True: the task that lent it wants to go on."""


class Ear(Generic[T]):
    """One task lends its function, another one calls it. What the function raises is raised where it was lent: the one
    who brings an item has no part in it."""

    __slots__ = ("_failure", "_hear", "_task")

    def __init__(self) -> None:
        self._hear: Hear[T] | None = None
        self._task: trio.lowlevel.Task | None = None
        self._failure: Exception | None = None

    @property
    def listens(self) -> bool:
        """Whether an item may be told now."""
        return self._hear is not None

    async def lend(self, hear: Hear[T]) -> None:
        """Wait until `hear` has returned True, or `wake`. Raises what `hear` raises, and what `fail` is given."""
        assert self._task is None, "one at a time"
        self._hear, self._task = hear, trio.lowlevel.current_task()
        await trio.lowlevel.wait_task_rescheduled(self._take_back)
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def tell(self, item: T) -> bool:
        """Hand over an item. Returns whether somebody listened. Nobody does while an item is being told: what comes
        meanwhile has to be queued."""
        hear, task = self._hear, self._task
        if hear is None or task is None:
            return False
        self._hear = None
        try:
            goes_on = task.context.run(hear, item)
        except Exception as exc:  # noqa: BLE001  # a bug of the task's function is that task's crash, and not ours
            if self._task is task:
                self._failure = exc
                self._wake()
            return True
        if self._task is task:  # else it was cancelled by what the function did
            if goes_on:
                self._wake()
            else:
                self._hear = hear
        return True

    def wake(self) -> None:
        """The task that listens goes on without an item. Does nothing if nobody listens."""
        if self._task is not None:
            self._wake()

    def fail(self, exc: Exception) -> None:
        """Nothing more will come. Does nothing if nobody listens."""
        if self._task is not None:
            self._failure = exc
            self._wake()

    def _wake(self) -> None:
        task, self._hear, self._task = self._task, None, None
        assert task is not None
        trio.lowlevel.reschedule(task)

    def _take_back(self, raise_cancel: Callable[[], NoReturn]) -> trio.lowlevel.Abort:
        del raise_cancel
        self._hear = self._task = None
        return trio.lowlevel.Abort.SUCCEEDED
