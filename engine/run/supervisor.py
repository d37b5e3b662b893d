"""Keeps one call's actors running, like a supervisor of Erlang/OTP.

Starts them in order, restarts the ones that crash, stops them in reverse order.

    SupervisionError
    +-- RestartBudgetExceeded    too many restarts; the call ends with an apology
    +-- ActorLost                an actor that cannot be restarted has crashed; the call ends at once
    +-- ActorHung                an actor missed its own deadline for an item; counts as a crash
"""

import enum
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import trio

from offhook.engine.decide.budget import Budget
from offhook.engine.run.item_watch import LOOK_EVERY_S, ItemWatch, new_watch
from offhook.engine.run.mailbox import Wake
from offhook.engine.run.timetable import Appointment


class SupervisionError(Exception):
    """Supervision of the actors failed."""


class RestartBudgetExceeded(SupervisionError):
    """More restarts than the call allows itself."""


class ActorLost(SupervisionError):
    """A significant actor that is never restarted has crashed."""


class ActorHung(SupervisionError):
    """An item took longer than its actor said it may."""


class Restart(enum.Enum):
    PERMANENT = enum.auto()  # restart after a crash and after a return
    TRANSIENT = enum.auto()  # restart after a crash only
    TEMPORARY = enum.auto()  # never restart


@dataclass(frozen=True, slots=True)
class ActorSpec:
    """How one actor is started, whether it is restarted, and whether its end is the end of the call."""

    name: str
    run: Callable[[trio.TaskStatus[None]], Awaitable[None]]
    restart: Restart = Restart.PERMANENT
    significant: bool = False  # the call ends when it ends for good
    stop_within_s: float = 0.25


@dataclass(slots=True)
class _Child:
    spec: ActorSpec
    scope: trio.CancelScope = field(default_factory=trio.CancelScope)
    stopped: Wake = field(default_factory=Wake)
    stopping: bool = False
    watch: ItemWatch = field(default_factory=ItemWatch)
    hung: ActorHung | None = None


class _Readiness:
    """Forwards the first `started()` only: `nursery.start` accepts no second one, of a restarted actor."""

    __slots__ = ("_status",)

    def __init__(self, status: trio.TaskStatus[None]) -> None:
        self._status: trio.TaskStatus[None] | None = status

    def started(self, value: None = None) -> None:
        if self._status is not None:
            status, self._status = self._status, None  # it would keep the nursery of `nursery.start`, 1 KB, with it
            status.started()


class Supervisor:
    """Runs the actors until `stop`, until a significant actor ends, or until the restart budget is spent."""

    __slots__ = ("_budget", "_children", "_failure", "_next_look", "_on_crash", "_starting", "_stopping")

    def __init__(self, specs: Sequence[ActorSpec], budget: Budget, on_crash: Callable[[str, Exception], None]) -> None:
        self._children = [_Child(spec) for spec in specs]
        self._budget = budget
        self._on_crash = on_crash
        self._starting = trio.CancelScope()  # so that an actor that hangs while it starts cannot delay the end
        self._stopping = trio.Event()
        self._failure: SupervisionError | None = None
        self._next_look = Appointment(self._look_for_hangs)

    @property
    def has_ended_well(self) -> bool:
        """Whether the actors are stopped, or being stopped, and none was given up."""
        return self._stopping.is_set() and self._failure is None

    def stop(self) -> None:
        """Ask all actors to stop, in reverse order. Synchronous; may be called at any time, and more than once."""
        self._stopping.set()
        self._starting.cancel(reason="asked to stop")

    async def run(self) -> None:
        """Run until all actors are stopped. Raises RestartBudgetExceeded or ActorLost then."""
        try:
            self._look_for_hangs()
            async with trio.open_nursery() as nursery:
                begun: list[_Child] = []
                with self._starting:
                    for child in self._children:
                        if self._stopping.is_set():
                            break
                        begun.append(child)
                        await nursery.start(self._keep_running, child, name=child.spec.name)
                await self._stopping.wait()
                for child in reversed(begun):
                    await self._stop(child)
        finally:
            self._next_look.cancel()
        if self._failure is not None:
            raise self._failure

    def _look_for_hangs(self) -> None:
        """Cancel whoever hangs, and look again in time. All calls of a process look at the same moments."""
        now = trio.current_time()
        look_at = (now // LOOK_EVERY_S + 1) * LOOK_EVERY_S
        for child in self._children:
            if child.hung is None and child.watch.due_at <= now:
                child.hung = ActorHung(f"{child.watch.item} not done within {child.watch.within_s:g} s")
                child.scope.cancel(reason=f"{child.spec.name} hangs")
            elif child.hung is None:
                look_at = min(look_at, child.watch.due_at)
        self._next_look.set(look_at)

    async def _stop(self, child: _Child) -> None:
        child.stopping = True
        child.scope.cancel(reason=f"{child.spec.name} asked to stop")
        with trio.move_on_after(child.spec.stop_within_s):
            await child.stopped.wait()

    async def _keep_running(self, child: _Child, task_status: trio.TaskStatus[None]) -> None:  # noqa: ASYNC128  # `ready` does
        ready = _Readiness(task_status)
        del task_status
        try:
            while not child.stopping:  # a stop may come between a crash and the restart
                crash = await self._run_once(child, ready)
                if crash is not None:  # also while it is being stopped: a bug in cleaning up is a bug
                    self._on_crash(child.spec.name, crash)
                if child.stopping or not _wants_restart(child.spec, crash):
                    self._note_loss(child, crash)
                    break
                if not self._budget.spend(trio.current_time()):
                    self._fail(RestartBudgetExceeded(f"{child.spec.name} was restarted too often"), crash)
                    break
                await trio.lowlevel.checkpoint()
        finally:
            ready.started()  # if it never got ready, `nursery.start` must not wait for ever
            child.stopped.ring()
            if child.spec.significant:
                self.stop()

    @staticmethod
    async def _run_once(child: _Child, ready: _Readiness) -> Exception | None:
        try:
            child.scope, child.watch, child.hung = trio.CancelScope(), new_watch(), None
            with child.scope:
                await child.spec.run(ready)
            if child.hung is not None and child.scope.cancelled_caught and not child.stopping:
                raise child.hung
        except Exception as exc:  # noqa: BLE001  # an actor may crash in any way; outside its scope, so that
            return exc  # the scope has removed its own Cancelled first, and an outer one passes
        return None

    def _note_loss(self, child: _Child, crash: Exception | None) -> None:
        if crash is not None and child.spec.significant and not child.stopping:
            self._fail(ActorLost(f"{child.spec.name} crashed, and nothing can take its place"), crash)

    def _fail(self, failure: SupervisionError, crash: Exception | None) -> None:
        self._failure = failure
        self._failure.__cause__ = crash
        self.stop()


def _wants_restart(spec: ActorSpec, crash: Exception | None) -> bool:
    match spec.restart:
        case Restart.PERMANENT:
            return True
        case Restart.TRANSIENT:
            return crash is not None
        case Restart.TEMPORARY:
            return False
