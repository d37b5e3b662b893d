"""The clock that stands still while the process does. Time is a number; the last test asks the real event loop."""

import pytest
import trio

from offhook.engine.host.steady_clock import PAUSE_S, SteadyClock
from offhook.engine.host.world import run_on_steady_clock


class Real:
    """The seconds that pass outside."""

    def __init__(self) -> None:
        self.now = 5000.0

    def read(self) -> float:
        return self.now


def steady(now: float = 100.0) -> tuple[SteadyClock, Real]:
    real = Real()
    return SteadyClock(now, real.read), real


def test_ordinary_time_passes_as_it_does() -> None:
    """Waiting as long as one meant to, or a little longer, is no pause."""
    clock, real = steady()
    for _ in range(100):
        clock.deadline_to_sleep_time(clock.current_time() + 7)
        real.now += 7 + PAUSE_S * 0.9
    assert clock.current_time() == pytest.approx(100 + 100 * (7 + PAUSE_S * 0.9))
    assert clock.paused_s == 0


def test_a_pause_while_waiting_takes_nothing_from_a_deadline() -> None:
    """Stopped 2 s before a deadline and continued 12 s later, there are still those 2 s at most to go by."""
    clock, real = steady()
    clock.deadline_to_sleep_time(110)
    real.now += 8 + 12
    assert clock.current_time() == 110
    assert clock.paused_s == 10


def test_a_pause_while_working_takes_nothing_either() -> None:
    """Stopped between two looks at the clock, nothing has passed."""
    clock, real = steady()
    real.now += 3600
    assert clock.current_time() == 100
    real.now += 0.5
    assert clock.current_time() == 100.5
    assert clock.paused_s == 3600


def test_waiting_for_ever_is_no_pause() -> None:
    """Where there is no deadline, whoever comes, comes when he likes."""
    clock, real = steady()
    clock.deadline_to_sleep_time(float("inf"))
    real.now += 3600
    assert clock.current_time() == 3700
    assert clock.paused_s == 0


def test_it_never_goes_back() -> None:
    """Whatever happens, a later look tells a later time."""
    clock, real = steady()
    seen = [clock.current_time()]
    for step in (0.1, 5, 0.1, 0.01, 100, 0.9, 1.1, 0.2):
        real.now += step
        seen.append(clock.current_time())
        clock.deadline_to_sleep_time(seen[-1] + step)
    assert seen == sorted(seen)


async def test_the_event_loop_goes_by_it() -> None:
    """Time goes on where it was, and what was waiting with a deadline is woken by it."""
    before = trio.current_time()
    clock = run_on_steady_clock()
    assert trio.lowlevel.current_clock() is clock is run_on_steady_clock()
    assert 0 <= trio.current_time() - before < 1
    with trio.move_on_after(0.01) as scope:
        await trio.sleep_forever()
    assert scope.cancelled_caught


async def test_a_modelled_clock_is_left_alone(autojump_clock: trio.testing.MockClock) -> None:
    """Virtual time is nobody's to change."""
    assert run_on_steady_clock() is None
    assert trio.lowlevel.current_clock() is autojump_clock
