"""Strangers' text on a terminal. Pure."""

import pytest

from engine.printable import printable

STEERING = {
    "clear the screen": ("CA\x1b[2J", "CA\\x1b[2J"),
    "a title and a bell": ("CA\x1b]0;owned\x07", "CA\\x1b]0;owned\\x07"),
    "backspaces": ("CA\b\b", "CA\\x08\\x08"),
    "C1": ("CA\u009b2J", "CA\\x9b2J"),
    "DEL": ("CA\x7f", "CA\\x7f"),
    "NUL": ("CA\0x", "CA\\x00x"),
    "bidi": ("CA\u202eevil", "CA\\u202eevil"),
    "an isolate": ("a\u2066b", "a\\u2066b"),
    "line ends": ("a\r\n\x0b\x0c\u2028\u0085b", "a\\r\\n\\x0b\\x0c\\u2028\\x85b"),
    "invisible": ("a\u200bb\ufeffc", "a\\u200bb\\ufeffc"),
    "half a pair": ("a\ud800b", "a\\ud800b"),
}


@pytest.mark.parametrize(("text", "shown"), STEERING.values(), ids=STEERING)
def test_a_stranger_steers_no_terminal(text: str, shown: str) -> None:
    """What would act on the terminal, or hide text, is written as its escape."""
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["", "plain words", "Zoë Grüße", "نمی\u200cخواهم", "\U0001f469\u200d\U0001f4bb", "日本語"]
)
def test_what_people_write_is_left_alone(text: str) -> None:
    """Letters of any script, the joiners that some of them need, and emoji."""
    assert printable(text) == text


def test_texts_of_several_lines_keep_them() -> None:
    """A traceback stays one; what steers is escaped in it too."""
    assert printable("a\nb\x1bc", keep_lines=True) == "a\nb\\x1bc"
