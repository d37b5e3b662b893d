"""When a late event loop turns new callers away. Pure: looks are given one by one."""

import pytest

from offhook.engine.decide.loop_lag import IN_TIME, LATE, LoopLag


def test_one_late_moment_says_nothing() -> None:
    """Nor do many, with one in time between them."""
    lag = LoopLag(0.25)
    for _ in range(20):
        assert [lag.look(late_s) for late_s in (0.9, 0.9, 0.001)] == [False] * 3
    assert not lag.is_too_late


def test_late_again_and_again_is_too_late_and_passes() -> None:
    """The decision changes once in each direction, and takes longer to be lifted than to be made."""
    lag = LoopLag(0.25)
    assert [lag.look(0.3) for _ in range(LATE + 5)].count(True) == 1
    assert lag.is_too_late
    assert not any(lag.look(0.0) for _ in range(IN_TIME - 1))
    assert lag.look(0.3) is False  # late once more: the row begins anew
    assert not any(lag.look(0.0) for _ in range(IN_TIME - 1))
    assert lag.is_too_late
    assert lag.look(0.0)
    assert not lag.is_too_late


@pytest.mark.parametrize(("limit_s", "late_s"), [(0.25, 0.25), (0.0, 60.0)])
def test_up_to_the_limit_is_in_time_and_without_one_always(limit_s: float, late_s: float) -> None:
    """`admission.lag_ms = 0` turns nobody away."""
    lag = LoopLag(limit_s)
    assert not any(lag.look(late_s) for _ in range(100))
    assert not lag.is_too_late
