"""Keys become answers. Time is a number that the tests choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.keypad import Entry, Keypad, Pressed, TimePassed
from offhook.engine.words.expectation import Expectation

FOUR = Expectation(max_digits=4, entry=1)
NEXT = Expectation(max_digits=4, entry=2)


def press(keypad: Keypad, keys: str, expected: Expectation | int, now: float = 0.0) -> list[str]:
    """The entries that these keys completed."""
    wanted = Expectation(max_digits=expected) if isinstance(expected, int) else expected
    return [entry.keys for key in keys if (entry := keypad.handle(Pressed(key, now, wanted), now)) is not None]


def test_one_key_is_an_answer_where_one_is_expected() -> None:
    """A menu needs neither # nor a pause, and # and * are keys of it."""
    keypad = Keypad(3.0)
    assert press(keypad, "17", 1) == ["1", "7"]
    assert press(keypad, "*", 1) == ["*"]
    assert keypad.next_deadline is None


def test_as_many_keys_as_expected_are_an_answer() -> None:
    """The last of four completes it, and the next entry begins empty."""
    assert press(Keypad(3.0), "12345678", 4) == ["1234", "5678"]


def test_the_end_key_completes_a_short_entry() -> None:
    """# says that this was all; the # itself is no part of it."""
    assert press(Keypad(3.0), "12#34#", 4) == ["12", "34"]


def test_the_end_key_alone_says_nothing() -> None:
    """Pressed once too often it is not an answer."""
    keypad = Keypad(3.0)
    assert press(keypad, "#1234##", 4) == ["1234"]
    assert keypad.next_deadline is None


def test_the_erase_key_begins_anew() -> None:
    """* takes back what was pressed, and with it the pause that was running."""
    keypad = Keypad(3.0)
    assert press(keypad, "12*", 4) == []
    assert keypad.next_deadline is None
    assert keypad.handle(TimePassed(Expectation()), 100.0) is None
    assert press(keypad, "3456", 4) == ["3456"]


def test_the_erase_key_with_nothing_to_erase_is_handed_over() -> None:
    """A caller who presses * to hear the question again is not left in silence."""
    keypad = Keypad(3.0)
    assert press(keypad, "*", FOUR) == ["*"]
    assert press(keypad, "12**", FOUR) == ["*"]
    assert keypad.next_deadline is None


def test_keys_of_a_question_that_is_over_answer_no_other() -> None:
    """Two keys, then the answer by voice: they turn up neither three seconds later nor before the next key."""
    keypad = Keypad(3.0)
    press(keypad, "42", FOUR)
    assert keypad.handle(TimePassed(NEXT), 3.0) is None
    assert keypad.next_deadline is None
    press(keypad, "42", FOUR)
    assert press(keypad, "7#", NEXT) == ["7"]
    press(keypad, "42", FOUR)
    assert press(keypad, "*", NEXT) == ["*"]
    press(keypad, "42", FOUR)
    assert press(keypad, "#", NEXT) == []
    press(keypad, "42", FOUR)
    assert press(keypad, "1", Expectation(max_digits=1, entry=2)) == ["1"]


@pytest.mark.parametrize(
    ("keys", "entries"),
    [
        ("71", ["71"]),  # the rest
        ("4271", ["4271"]),  # all of it anew
        ("42", []),  # the rest, or the first half of all: the pause or # tells
        ("42#", ["42"]),
        ("43", ["43"]),
    ],
)
def test_keys_complete_what_is_there_or_begin_anew(keys: str, entries: list[str]) -> None:
    """With "four two" said before, two keys are enough, unless they are those two once more."""
    assert press(Keypad(3.0), keys, Expectation(max_digits=4, held="42")) == entries


def test_a_pause_completes_an_entry() -> None:
    """Three seconds after the last key, counted from each key anew, and once."""
    keypad = Keypad(3.0)
    press(keypad, "1", FOUR, now=10.0)
    press(keypad, "2", FOUR, now=12.0)
    assert keypad.next_deadline == 15.0
    assert keypad.handle(TimePassed(FOUR), 14.9) is None
    assert keypad.handle(TimePassed(FOUR), 15.0) == Entry("12", number=1)
    assert keypad.next_deadline is None
    assert keypad.handle(TimePassed(FOUR), 30.0) is None


def test_fewer_expected_keys_than_pressed_complete_the_entry() -> None:
    """When the same question wants fewer meanwhile, the next key hands over everything."""
    keypad = Keypad(3.0)
    assert press(keypad, "12", 6) == []
    assert press(keypad, "3", 2) == ["123"]


@pytest.mark.parametrize("key", "0123456789ABCD")
def test_every_other_key_is_a_digit(key: str) -> None:
    """The letters that some telephones have count like figures."""
    assert press(Keypad(3.0), key * 3, 3) == [key * 3]


@given(st.text("0123456789*#", max_size=40), st.integers(2, 8))
def test_no_key_is_lost_or_said_twice(keys: str, max_digits: int) -> None:
    """The entries, put together, are the keys pressed but for the control keys and what * took back."""
    keypad = Keypad(3.0)
    entries = press(keypad, keys, max_digits)
    left = keypad.handle(TimePassed(Expectation()), 3.0)
    expected, pressed = list[str](), ""
    for key in keys:
        if key == "*":
            expected += [] if pressed else ["*"]
            pressed = ""
        elif key == "#":
            expected += [pressed] if pressed else []
            pressed = ""
        else:
            pressed += key
            if len(pressed) == max_digits:
                expected.append(pressed)
                pressed = ""
    assert (entries, left.keys if left is not None else "") == (expected, pressed)
