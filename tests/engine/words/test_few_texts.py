"""The few texts of an expectation."""

import pytest

from offhook.engine.words.expectation import Expectation
from offhook.engine.words.few_texts import few_texts


@pytest.mark.parametrize(
    ("phrases", "texts"),
    [
        (("नमस्ते [प्लीज़]",), ("नमस्ते",)),
        (("[please] (open | close) the door [now]", "stop"), ("open the door", "close the door", "stop")),
        (("stop", "stop [it]"), ("stop",)),
        (("a room for <day>", "stop"), ()),  # the day is any of many
        (("(one | two | three | four | five)",), ()),  # more than four
        (("[well]",), ()),  # nothing is left of it
        ((), ()),
    ],
)
def test_what_may_be_left_out_is_and_too_much_is_nothing(phrases: tuple[str, ...], texts: tuple[str, ...]) -> None:
    assert few_texts(Expectation("en", phrases), most=4) == texts


def test_a_pattern_of_thousands_is_not_written_out() -> None:
    """Twelve choices of nine words, alone or in a group: it gives up after a few."""
    digits = " ".join(["(one | two | three | four | five | six | seven | eight | nine)"] * 12)
    assert few_texts(Expectation("en", (digits,)), most=8) == ()
    assert few_texts(Expectation("en", (f"call ({digits} | nobody)",)), most=8) == ()
