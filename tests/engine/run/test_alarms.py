"""What is to be done at certain times is done then, once, however often the time was moved before."""

import math

import trio
from trio.testing import MockClock

from offhook.engine.run.alarms import Alarms


class Called:
    def __init__(self) -> None:
        self.at: list[float] = []

    def __call__(self) -> None:
        self.at.append(trio.current_time())


async def test_an_alarm_rings_once_when_its_time_has_come(autojump_clock: MockClock) -> None:
    """Put off, brought forward, or never to ring: the last word counts."""
    alarms = Alarms()
    put_off, brought_forward, never = Called(), Called(), Called()
    began_at = trio.current_time()
    alarms.set(put_off, began_at + 2.0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarms.run)
        await trio.sleep(1.0)
        alarms.set(put_off, began_at + 5.0)
        alarms.set(brought_forward, began_at + 9.0)
        alarms.set(never, began_at + 8.0)
        await trio.sleep(2.0)
        alarms.set(brought_forward, began_at + 4.0)
        alarms.set(never, math.inf)
        await trio.sleep(20.0)
        nursery.cancel_scope.cancel()
    assert [put_off.at, brought_forward.at, never.at] == [[began_at + 5.0], [began_at + 4.0], []]


async def test_what_is_done_may_set_the_next_time(autojump_clock: MockClock) -> None:
    alarms, times = Alarms(), list[float]()

    def again() -> None:
        times.append(trio.current_time() - began_at)
        alarms.set(again, trio.current_time() + len(times))

    began_at = trio.current_time()
    alarms.set(again, began_at)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarms.run)
        await trio.sleep(6.5)
        nursery.cancel_scope.cancel()
    assert times == [0.0, 1.0, 3.0, 6.0]


async def test_none_rings_after_they_were_cleared(autojump_clock: MockClock) -> None:
    alarms, called = Alarms(), Called()
    alarms.set(called, trio.current_time() + 1.0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarms.run)
        await trio.sleep(0.5)
        alarms.clear()
        await trio.sleep(5.0)
        nursery.cancel_scope.cancel()
    assert called.at == []
