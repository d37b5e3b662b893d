"""Contexts that are held by tasks of their own. Virtual time."""

from contextlib import nullcontext

import trio
from trio.testing import MockClock

from offhook.actors.held import open_holder


async def test_whoever_is_cancelled_already_holds_nothing(autojump_clock: MockClock) -> None:
    """As after an interruption in the very moment in which another service is asked: a context that begins without
    waiting is left again, and nobody waits for it."""
    with trio.fail_after(1):
        async with open_holder(0.5) as holder:
            with trio.CancelScope() as scope:
                scope.cancel()
                await holder.hold(nullcontext(), "nothing")
    assert scope.cancelled_caught
