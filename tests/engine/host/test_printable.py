"""Strangers' text on a terminal. Pure, but for one that looks at the clock."""

import time
from collections.abc import Callable

import pytest

from offhook.engine.host.printable import printable
from offhook.engine.record.printable_json import printable_json

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


@pytest.mark.parametrize("made", [printable, printable_json])
def test_a_long_record_with_one_umlaut_delays_no_call(made: Callable[[str], str]) -> None:
    """Whoever looks at a call of hours waits on the loop that other calls wait on: a megabyte takes milliseconds.

    The processor's own time, best of three, and a bound five times what it takes.
    """
    document = '{"text":"a word more"},' * 50_000 + '"Grüße\u202e"'
    took_s = []
    for _ in range(3):
        began = time.process_time()
        assert made(document) == document.replace("\u202e", "\\u202e")
        took_s.append(time.process_time() - began)
    assert min(took_s) < 0.05
