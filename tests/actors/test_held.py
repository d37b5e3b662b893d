"""Contexts that are held by tasks of their own. Virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import pytest
import trio
from trio.testing import MockClock

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
