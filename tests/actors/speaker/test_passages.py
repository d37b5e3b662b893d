"""Where long texts are cut. No clock, no faults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.speaker.passages import passages


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), longest=st.integers(1, 40))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, longest: int) -> None:
    """Whatever the text, its words come out whole and in order, within the limit."""
    found = list(passages(text, longest))
    parts = [part for _, part in found]
    assert all(text[begins_at:].startswith(part) for begins_at, part in found)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < len(part) <= longest for part in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is open. Come in, please do", ["It is open.", "Come in, please do"]),
        ("Come in right now, please do come", ["Come in right now,", "please do come"]),
        ("no mark in all of these words", ["no mark in all of", "these words"]),
        ("x" * 25, ["x" * 20, "x" * 5]),
        ("आप कैसे हैं। मैं ठीक हूँ धन्यवाद", ["आप कैसे हैं।", "मैं ठीक हूँ धन्यवाद"]),
        ("你好。我可以帮你预约今天下午的时间吗", ["你好。", "我可以帮你预约今天下午的时间吗"]),
        ("It costs 3.50 and 2.80 today", ["It costs 3.50 and", "2.80 today"]),
    ],
)
def test_a_long_text_is_cut_at_the_best_place_to_breathe(text: str, expected: list[str]) -> None:
    """A sentence end is better than a comma, a comma better than a blank; a blank is better than a torn word."""
    longest = 20 if text != "你好。我可以帮你预约今天下午的时间吗" else 16
    assert [part for _, part in passages(text, longest)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is open all day, so please do come in", ["It is open all day,", "so please do come in"]),
        ("It is open. Come in whenever you would like to, please", ["It is open. Come in whenever you would like to,"]),
        ("Yes, this is one clause that goes on and on", ["Yes, this is one clause that goes on and on"]),
        ("It is open all day, please", ["It is open all day, please"]),
    ],
    ids=["the end of a clause", "the last one", "too short", "short enough as it is"],
)
def test_the_first_passage_may_be_a_clause(text: str, expected: list[str]) -> None:
    """So that a long sentence begins sooner; but not so short that its sound is over before the rest is there."""
    first = 30 if "whenever" not in text else 50
    assert [part for _, part in passages(text, 80, first)][: len(expected)] == expected


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "\ud83d"])
def test_nothing_to_say_gives_no_passage(text: str) -> None:
    """Blanks, control characters and torn surrogates are not worth a request."""
    assert list(passages(text, 20)) == []


def test_what_no_library_takes_is_replaced() -> None:
    """A NUL would end the text inside a C library, and half a surrogate cannot be encoded: both become blanks."""
    ((_, passage),) = passages("be\x00fore \ud83dafter", 40)
    assert passage == "be fore  after"
    passage.encode()
