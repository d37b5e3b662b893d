"""The sliding allowance. Time is a number that the tests choose."""

from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.budget import Budget


def test_as_many_as_allowed_fall_inside_the_window() -> None:
    """Three in ten seconds are allowed, the fourth is not."""
    budget = Budget(3, 10.0)
    assert [budget.spend(now) for now in (0.0, 1.0, 2.0, 3.0)] == [True, True, True, False]


def test_the_window_slides() -> None:
    """What is exactly ten seconds old no longer counts, a moment earlier it does."""
    budget = Budget(1, 10.0)
    assert budget.spend(0.0)
    assert not budget.spend(9.5)
    assert budget.spend(19.5)


def test_refusals_count_too() -> None:
    """Who goes on after a refusal is refused again until it is quiet for a window."""
    budget = Budget(1, 10.0)
    assert [budget.spend(now) for now in (0.0, 9.0, 18.0, 27.0, 37.0)] == [True, False, False, False, True]


def test_an_allowance_of_none_refuses_the_first() -> None:
    """Zero restarts means that the first crash is the last."""
    assert not Budget(0, 10.0).spend(5.0)


@given(st.integers(0, 5), st.integers(1, 50), st.lists(st.integers(0, 30), max_size=40))
def test_it_counts_what_a_full_list_would_count(limit: int, window: int, pauses: list[int]) -> None:
    """Keeping only the newest events never changes an answer."""
    budget, now, spent = Budget(limit, window), 0, []
    for pause in pauses:
        now += pause
        spent.append(now)
        inside = sum(at > now - window for at in spent)
        assert budget.spend(now) is (inside <= limit)
