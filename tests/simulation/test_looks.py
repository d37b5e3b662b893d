"""Waiting for a condition in virtual time: as if it were looked at every few milliseconds, for less than that takes."""

from collections.abc import Awaitable, Callable

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from offhook.simulation.looks import look_until
from offhook.simulation.seeded import simulate

EVERY_S = 0.005
Wait = Callable[[Callable[[], bool], float], Awaitable[None]]


async def look_each_time(what: Callable[[], bool], every_s: float) -> None:
    while not what():  # noqa: ASYNC110  # what the other way is held against
        await trio.sleep(every_s)


async def busy(wait: Wait) -> list[tuple[float, str, int]]:
    """Tasks that change a number in the instants of looks and between them, and several that wait for its values."""
    number, told = 0, list[tuple[float, str, int]]()

    def tell(who: str) -> None:
        told.append((trio.current_time(), who, number))

    async def count(name: str, every_s: float) -> None:
        nonlocal number
        for _ in range(20):
            await trio.sleep(every_s)
            number += 1
            tell(name)

    async def look(name: str, step: int) -> None:
        for value in range(step, 60, step):
            await wait(lambda value=value: number >= value, EVERY_S)  # type: ignore[misc]  # a lambda's default
            tell(name)
            await trio.sleep(0.001)

    async with trio.open_nursery() as nursery:
        for name, every_s in (("twice", 2 * EVERY_S), ("apart", 0.0173), ("seldom", 0.25)):
            nursery.start_soon(count, name, every_s)
        for name, step in (("one", 7), ("two", 7), ("three", 11)):
            nursery.start_soon(look, name, step)
    return told


@pytest.mark.parametrize("seed", range(20))
def test_it_is_as_if_each_look_were_taken(seed: int) -> None:
    """The same instants to the last digit, and the same order in each of them: the scheduler's dice fall as before."""
    (each_time, all_looks), (told, some_looks) = (
        simulate(busy, wait, seed=seed) for wait in (look_each_time, look_until)
    )
    assert told == each_time
    assert len(some_looks.steps) < len(all_looks.steps) / 3


async def test_a_long_wait_takes_no_steps(autojump_clock: MockClock) -> None:
    """An hour is 720,000 looks."""
    came = trio.Event()

    async def come() -> None:
        await trio.sleep(3600)
        came.set()

    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        return came.is_set()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(come)
        await look_until(look, EVERY_S)
    assert 3600 <= trio.current_time() <= 3600 + EVERY_S
    assert looks < 20


async def test_a_condition_that_cannot_be_looked_at_is_an_error_of_who_waits(autojump_clock: MockClock) -> None:
    things: list[int] = []

    async def spoil() -> None:
        await trio.sleep(1)
        things.append(0)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(spoil)
        with pytest.raises(ZeroDivisionError):
            await look_until(lambda: bool(things and 1 / things[0]), EVERY_S)


async def test_who_waits_may_be_told_to_stop(autojump_clock: MockClock) -> None:
    """By a deadline, or by whoever cancels; the others go on."""
    with trio.move_on_after(0.5) as given_up:
        await look_until(lambda: False, EVERY_S)
    assert given_up.cancelled_caught
    assert trio.current_time() == 0.5
    await look_until(lambda: trio.current_time() >= 0.5, EVERY_S)


async def test_all_tasks_blocked_is_before_the_next_look(autojump_clock: MockClock) -> None:
    done = False

    async def look() -> None:
        await look_until(lambda: done, EVERY_S)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(look)
        await wait_all_tasks_blocked()
        assert trio.current_time() == 0.0
        done = True
    assert trio.current_time() == EVERY_S


async def test_what_a_thread_does_is_seen(autojump_clock: MockClock) -> None:
    """Virtual time goes on as before while nothing in it will happen: a look at a time."""
    done: list[int] = []

    async def work() -> None:
        await trio.to_thread.run_sync(done.append, 1)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(work)
        await look_until(lambda: bool(done), EVERY_S)


async def test_on_the_real_clock_it_looks_each_time() -> None:
    looks: list[float] = []

    def look() -> bool:
        looks.append(trio.current_time())
        return len(looks) == 3

    await look_until(look, 0.001)
    assert looks[2] - looks[0] >= 0.002
