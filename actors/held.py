"""Holds contexts of services: each in a task of its own, where it has to be.

A service may open nurseries and cancel scopes in its contexts, and Trio lets only the same task leave them, in order.
So each is entered and left by a task that does nothing else. One can be left while others stay, in any order, and under
any deadline of whoever uses it; and one that hangs while it closes costs the others nothing. Many services return a
`nullcontext`, or one that waits for nothing (`at_once.py`): those get no task.

A context may end by itself: a task of the service in it has crashed. Then whoever waits for something from it is told.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Generic, TypeVar

import trio

from offhook.actors.at_once import AtOnce
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.run.mailbox import Wake

T = TypeVar("T")


class ContextEnded(Exception):
    """A context has ended by itself, without an error."""


class HolderClosed(ServiceFailed):
    """Whatever was held is being left, such as at the end of a call: nothing more is entered."""

    def __init__(self) -> None:
        super().__init__("it was over before this had begun", only_this=True)


Over = Callable[["Hold"], None]


class Hold:
    """A context that was entered, and how to leave it."""

    __slots__ = ("_closed", "_context", "_over", "_scope", "_users", "failure", "is_closed", "is_dropped", "let_go")

    def __init__(
        self, scope: trio.CancelScope | None, context: AtOnce[object] | None = None, over: Over | None = None
    ) -> None:
        """`scope` is that of the task which holds the context. Without one, the context is left here; there is none to
        leave of a `nullcontext`. `over` is told when it is left."""
        self.failure: Exception | None = None
        """What the context has raised when it was left, or when it ended by itself."""
        self.let_go = Wake()
        self.is_closed = self.is_dropped = False
        self._closed: trio.Event | None = None  # only where somebody waits for it
        self._scope, self._context, self._over = scope, context, over
        self._users: list[trio.CancelScope] = []

    def use(self, scope: trio.CancelScope) -> None:
        """Something from the context is waited for in this scope, which is cancelled if the context ends."""
        self._users.append(scope)
        if self.is_closed:
            scope.cancel(reason="the context has ended")

    def no_longer_use(self, scope: trio.CancelScope) -> None:
        self._users.remove(scope)

    def leave(self, within_s: float) -> None:
        """Leave the context as after a `with` block that was not disturbed; after `within_s` it is cancelled."""
        if self._scope is None:
            self._leave_at_once(whole=True)
            return
        self.let_go.ring()
        self._scope.deadline = min(self._scope.deadline, trio.current_time() + within_s)

    def drop(self) -> None:
        """Cancel whatever it does, and leave."""
        self.is_dropped = True
        if self._scope is None:
            self._leave_at_once(whole=False)
            return
        self._scope.cancel(reason="it is not wanted any more")

    def _leave_at_once(self, *, whole: bool) -> None:
        if self.is_closed:
            return
        try:
            if self._context is not None:
                (self._context.leave if whole else self._context.drop)()
        except Exception as exc:  # noqa: BLE001  # whatever it is, whoever has used the context is told
            self.failure = exc
        self.has_closed()

    async def wait_closed(self) -> None:  # noqa: ASYNC910  # most are closed by now
        if not self.is_closed:
            self._closed = self._closed or trio.Event()
            await self._closed.wait()

    def has_closed(self) -> None:
        self.is_closed = True
        if self._over is not None:
            self._over(self)
        if self._closed is not None:
            self._closed.set()
        for user in self._users:
            user.cancel(reason="the context has ended")


class Held(Hold, Generic[T]):
    """The same with its value."""

    __slots__ = ("value",)

    def __init__(
        self,
        value: T,
        scope: trio.CancelScope | None = None,
        context: AtOnce[T] | None = None,
        over: Over | None = None,
    ) -> None:
        super().__init__(scope, context, over)
        self.value = value


class Holder:
    """Holds contexts until they are dropped, or `leave_all`."""

    __slots__ = ("_entering", "_held", "_is_closed", "_leave_within_s", "_nursery")

    def __init__(self, nursery: trio.Nursery, leave_within_s: float) -> None:
        self._nursery, self._leave_within_s = nursery, leave_within_s
        self._held: list[Hold] = []
        self._entering: list[trio.CancelScope] = []
        self._is_closed = False

    async def hold(self, context: AbstractAsyncContextManager[T], name: str) -> Held[T]:
        """Enter a context. Raises whatever entering raises, and HolderClosed if all is left before that is done."""
        await trio.lowlevel.checkpoint_if_cancelled()
        held = self.hold_at_once(context)
        if held is None:
            held = await self._nursery.start(self._hold, context, name=name)
        return held

    def hold_at_once(self, context: AbstractAsyncContextManager[T]) -> Held[T] | None:
        """The same for a context that waits for nothing; None for any other."""
        if self._is_closed:
            raise HolderClosed
        if isinstance(context, nullcontext):
            return Held(context.enter_result)
        if not isinstance(context, AtOnce):
            return None
        held: Held[T] = Held(context.enter(), context=context, over=self._held.remove)
        self._held.append(held)
        return held

    def leave_all(self) -> None:
        self._is_closed = True
        for held in tuple(self._held):
            held.leave(self._leave_within_s)
        for scope in self._entering:  # nobody would ever leave it
            scope.cancel(reason="all is left")

    async def _hold(  # noqa: ASYNC114  # `hold` starts it
        self, context: AbstractAsyncContextManager[T], task_status: trio.TaskStatus[Held[T]]
    ) -> None:
        held: Held[T] | None = None
        try:
            with trio.CancelScope() as scope:
                self._entering.append(scope)
                async with context as value:
                    # Whoever waits for it may be cancelled already. Then nobody would ever leave it.
                    await trio.lowlevel.checkpoint_if_cancelled()
                    self._entering.remove(scope)
                    held = Held(value, scope, over=self._held.remove)
                    self._held.append(held)
                    scope.shield = True  # until the deadline that `leave` sets
                    task_status.started(held)
                    del task_status  # it would keep the nursery of `nursery.start`, 1 KB, with it
                    await held.let_go.wait()
        except Exception as exc:
            if held is None:
                raise
            held.failure = exc
        finally:
            if held is not None:
                held.has_closed()
            else:
                self._entering.remove(scope)
        if held is None:
            raise HolderClosed  # to whoever waits for it


@asynccontextmanager
async def open_holder(leave_within_s: float) -> AsyncIterator[Holder]:
    """What is held in here is left when this is, however this is left: all at once, within `leave_within_s`."""
    raised: BaseException | None = None
    try:
        async with trio.open_nursery() as nursery:
            holder = Holder(nursery, leave_within_s)
            try:
                yield holder
            except BaseException as exc:
                raised = exc
                raise
            finally:
                holder.leave_all()
    except BaseExceptionGroup as group:
        # The tasks that hold contexts raise nothing of their own, unless the process is to end.
        if raised is None or group.exceptions != (raised,):
            raise
        raise raised from raised.__cause__
