"""Contexts that are held for whoever uses them, by tasks of their own or without one. Virtual time."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, nullcontext

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.at_once import at_once
from offhook.actors.held import Holder, HolderClosed, open_holder
from offhook.engine.host.errors_in_words import leaves


async def test_whoever_is_cancelled_already_holds_nothing(autojump_clock: MockClock) -> None:
    """As after an interruption in the very moment in which another service is asked: a context that begins without
    waiting is left again, and nobody waits for it."""
    with trio.fail_after(1):
        async with open_holder(0.5) as holder:
            with trio.CancelScope() as scope:
                scope.cancel()
                await holder.hold(nullcontext(), "nothing")
    assert scope.cancelled_caught


async def test_what_is_being_entered_when_all_is_left_is_not_waited_for(autojump_clock: MockClock) -> None:
    """Nobody would ever leave it. Whoever waits for it is told; and so is whoever comes later."""

    @asynccontextmanager
    async def slow() -> AsyncIterator[None]:
        await trio.sleep(60)
        yield

    async def hold(holder: Holder) -> None:
        with pytest.raises(HolderClosed):
            await holder.hold(slow(), "slow")
        with pytest.raises(HolderClosed):
            await holder.hold(nullcontext(), "late")
        told.set()

    told = trio.Event()
    async with trio.open_nursery() as nursery:
        with trio.fail_after(2):
            async with open_holder(0.5) as holder:
                nursery.start_soon(hold, holder)
                await trio.sleep(1)
            await told.wait()


class Stop(BaseException):
    """As SystemExit: nobody may swallow it."""


@asynccontextmanager
async def stopping() -> AsyncIterator[None]:
    """A task of this context ends the process."""

    async def stop() -> None:
        await trio.sleep(1)
        raise Stop

    async with trio.open_nursery() as nursery:
        nursery.start_soon(stop)
        yield


def test_what_ends_the_process_is_not_swallowed() -> None:
    """A service calls `sys.exit`, or somebody presses Ctrl-C: it reaches the top, and not a cancellation instead."""

    async def main() -> None:
        async with open_holder(0.5) as holder:
            await holder.hold(stopping(), "stopping")
            await trio.sleep(10)

    caught: list[BaseException] = []
    try:
        trio.run(main, clock=MockClock(autojump_threshold=0))
    except (Stop, trio.Cancelled, BaseExceptionGroup) as exc:  # noqa: ASYNC103  # Trio has finished
        caught += leaves(exc)
    assert [type(exc) for exc in caught] == [Stop]


async def test_an_error_of_the_user_comes_as_it_is(autojump_clock: MockClock) -> None:
    """Not in a group: whoever holds a context must be able to tell errors apart."""
    error = ValueError("of the user")

    async def use() -> None:
        async with open_holder(0.5) as holder:
            await holder.hold(nullcontext(), "something")
            raise error

    with pytest.raises(ValueError, match="of the user") as raised:
        await use()
    assert raised.value is error


class Noted:
    """A context without a task, and what became of it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.left: list[str] = []
        self._error = error

    @at_once
    def context(self) -> Generator[str]:
        try:
            yield "value"
            self.left.append("whole")
            if self._error is not None:
                raise self._error
        finally:
            self.left.append("left")


async def test_what_waits_for_nothing_is_held_without_a_task(autojump_clock: MockClock) -> None:
    """It is entered and left where it is asked for; once, however often it is left."""
    whole, dropped = Noted(), Noted()
    async with open_holder(0.5) as holder:
        tasks_before = trio.lowlevel.current_statistics().tasks_living
        first, second = await holder.hold(whole.context(), "first"), await holder.hold(dropped.context(), "second")
        assert trio.lowlevel.current_statistics().tasks_living == tasks_before
        assert (first.value, second.value) == ("value", "value")
        first.leave(0.5)
        second.drop()
        assert first.is_closed
        assert second.is_closed
        first.drop()
        second.leave(0.5)
    assert whole.left == ["whole", "left"]
    assert dropped.left == ["left"]


async def test_what_was_not_left_is_left_with_the_holder(autojump_clock: MockClock) -> None:
    """And nothing is entered any more."""
    noted = Noted()
    async with open_holder(0.5) as holder:
        held = await holder.hold(noted.context(), "something")
        holder.leave_all()
        with pytest.raises(HolderClosed):
            holder.hold_at_once(noted.context())
    assert held.is_closed
    assert noted.left == ["whole", "left"]


async def test_an_error_of_leaving_is_kept_for_whoever_has_used_it(autojump_clock: MockClock) -> None:
    """As of a context with a task: it is no error of whoever lets go of it."""
    error = ValueError("a planted error")
    async with open_holder(0.5) as holder:
        held = await holder.hold(Noted(error).context(), "something")
        held.leave(0.5)
        assert held.failure is error
        assert held.is_closed


async def test_an_error_of_entering_reaches_whoever_asked(autojump_clock: MockClock) -> None:
    """Nothing is held then."""

    @at_once
    def broken() -> Generator[None]:
        raise ValueError("a planted error")
        yield

    async with open_holder(0.5) as holder:
        with pytest.raises(ValueError, match="a planted error"):
            await holder.hold(broken(), "broken")


async def test_one_that_waits_for_nothing_is_a_context_like_any_other(autojump_clock: MockClock) -> None:
    """With `async with` and `with`. After an error, what stands behind the `yield` is not done, and it goes on."""
    noted, disturbed = Noted(), Noted()
    async with noted.context() as value:
        assert value == "value"
    assert noted.left == ["whole", "left"]
    with pytest.raises(ValueError, match="a planted error"), disturbed.context():
        raise ValueError("a planted error")
    assert disturbed.left == ["left"]
