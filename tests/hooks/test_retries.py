"""When a message is sent again. Pure."""

import random

import pytest

from offhook.hooks.retries import JITTER, LONGEST_RETRY_AFTER_S, PAUSES_S, pause_s, retry_after_s

NOW = 1_800_000_000.0


def test_pauses_grow_and_are_never_the_same_for_all() -> None:
    """Each within a fifth of the table's; about three days together, and then no more."""
    chance = random.Random(1)
    for tries, wanted in enumerate(PAUSES_S, start=1):
        drawn = [pause_s(tries, chance) or 0.0 for _ in range(100)]
        assert wanted * (1 - JITTER) <= min(drawn) < max(drawn) <= wanted * (1 + JITTER)
    assert pause_s(len(PAUSES_S) + 1, chance) is None
    assert 2.5 < sum(PAUSES_S) / 86_400 < 3.5
    assert list(PAUSES_S) == sorted(PAUSES_S)


def test_the_receivers_wish_lengthens_a_pause_and_is_bounded() -> None:
    chance = random.Random(1)
    assert pause_s(1, chance, 60.0) == 60.0
    assert pause_s(1, chance, 1e9) == LONGEST_RETRY_AFTER_S
    assert (pause_s(4, chance, 1.0) or 0.0) >= PAUSES_S[3] * (1 - JITTER)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Fri, 15 Jan 2027 08:02:00 GMT", 120.0),
        ("Fri, 15 Jan 2021 08:00:00 GMT", 0.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("1.5", 0.0),
        ("\u0663", 0.0),
        ("9" * 500, 999_999_999_999.0),
        ("Fri, 99 Jan 99999 08:02:00 GMT", 0.0),
    ],
)
def test_a_retry_after_is_seconds_or_a_date(header: str, seconds: float) -> None:
    """Whatever else stands there asks for nothing."""
    assert retry_after_s(header, NOW) == seconds
