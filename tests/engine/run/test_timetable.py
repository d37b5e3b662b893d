"""Appointments are kept exactly, wherever they were put off to, and leave nothing behind."""

import math

import pytest
import trio

from offhook.engine.run.timetable import TICK_S, Appointment, sleep_until


def tasks_alive() -> int:
    return trio.lowlevel.current_statistics().tasks_living


class Noted:
    """Notes when its appointment was kept."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.appointment = Appointment(lambda: self.at.append(trio.current_time()))


async def test_is_kept_once_and_exactly_on_time(autojump_clock: trio.testing.MockClock) -> None:
    noted = Noted()
    noted.appointment.set(1.2345)
    await trio.sleep(5)
    assert noted.at == [1.2345]


@pytest.mark.parametrize("by", [0.001, TICK_S / 2, TICK_S, 0.07, 3.3])
async def test_one_that_is_put_off_is_kept_exactly_at_its_last_time(
    autojump_clock: trio.testing.MockClock, by: float
) -> None:
    noted = Noted()
    for _ in range(20):
        due_at = trio.current_time() + 0.2 + by
        noted.appointment.set(due_at)
        await trio.sleep(by / 2)
    await trio.sleep(10)
    assert noted.at == [due_at]


async def test_one_that_is_set_earlier_is_kept_then(autojump_clock: trio.testing.MockClock) -> None:
    noted, other = Noted(), Noted()
    noted.appointment.set(9.0)
    other.appointment.set(0.5)
    await trio.sleep(0.1)
    noted.appointment.set(0.25)
    await trio.sleep(20)
    assert (noted.at, other.at) == ([0.25], [0.5])


async def test_the_past_is_kept_at_once(autojump_clock: trio.testing.MockClock) -> None:
    await trio.sleep(3)
    noted = Noted()
    noted.appointment.set(-math.inf)
    await trio.testing.wait_all_tasks_blocked()
    assert noted.at == [3.0]


async def test_a_kept_one_may_be_set_again_by_what_it_does(autojump_clock: trio.testing.MockClock) -> None:
    at: list[float] = []

    def act() -> None:
        at.append(trio.current_time())
        if len(at) < 4:
            appointment.set(trio.current_time() + 0.5)

    appointment = Appointment(act)
    appointment.set(0.5)
    await trio.sleep(10)
    assert at == [0.5, 1.0, 1.5, 2.0]


async def test_at_infinity_and_after_cancel_nothing_happens(autojump_clock: trio.testing.MockClock) -> None:
    never, cancelled = Noted(), Noted()
    for noted in (never, cancelled):
        noted.appointment.set(1.0)
    never.appointment.set(math.inf)
    cancelled.appointment.cancel()
    cancelled.appointment.set(1.5)
    await trio.sleep(10)
    assert (never.at, cancelled.at) == ([], [])


async def test_those_for_one_moment_are_kept_in_the_order_in_which_they_were_set(
    autojump_clock: trio.testing.MockClock,
) -> None:
    order: list[int] = []
    appointments = [Appointment(lambda number=number: order.append(number)) for number in range(5)]  # type: ignore[misc]
    for appointment in appointments:
        appointment.set(2.0)
    await trio.sleep(3)
    assert order == [0, 1, 2, 3, 4]


async def test_no_task_is_left_where_nothing_is_to_be_done(autojump_clock: trio.testing.MockClock) -> None:
    before = tasks_alive()
    kept, cancelled = Noted(), Noted()
    kept.appointment.set(1.0)
    cancelled.appointment.set(100.0)
    await trio.sleep(2)
    assert tasks_alive() == before + 1
    cancelled.appointment.cancel()
    await trio.testing.wait_all_tasks_blocked()
    assert tasks_alive() == before
    kept.appointment.set(trio.current_time() + 1.0)
    await trio.sleep(5)
    assert kept.at == [1.0, 3.0]
    assert tasks_alive() == before


async def test_a_sleeper_that_is_cancelled_is_not_woken(autojump_clock: trio.testing.MockClock) -> None:
    before = tasks_alive()
    with trio.move_on_after(1.0) as waiting:
        await sleep_until(4.0)
    assert waiting.cancelled_caught
    await trio.sleep(10)
    await sleep_until(12.5)
    assert trio.current_time() == 12.5
    await trio.testing.wait_all_tasks_blocked()
    assert tasks_alive() == before
