"""The caller of the demo: who speaks freely, and when. Pure."""

import json
from itertools import pairwise

import pytest

from bench.free_sentences import KNOWN
from offhook.telephone.demo_caller import INTERRUPT_AFTER_S, SENTENCE, hears_sentences, script
from tests.actors.speaker.listening import level_db

NOISE = [b"Running on http://127.0.0.1:1", b"{", b"[]", b'{"event": "service in use", "service": "speaker.piper"}']


@pytest.mark.parametrize(
    ("recognizers", "expected"),
    [
        (["pocketsphinx"], False),
        (["pocketsphinx", "whisper"], True),
        (["deepgram", "pocketsphinx"], True),
        (["scripted"], False),
    ],
)
def test_the_caller_speaks_freely_where_that_is_understood(recognizers: list[str], expected: bool) -> None:
    """By what the server says of itself when it is ready."""
    ready = json.dumps({"event": "services ready", "recognizer": recognizers, "speaker": ["piper"]}).encode()
    assert hears_sentences([*NOISE, ready]) is expected


def test_of_a_server_that_says_nothing_little_is_expected() -> None:
    assert not hears_sentences(NOISE)


def test_a_sentence_takes_the_place_of_what_it_says() -> None:
    """It is one that the front desk understands (`test_free_speech.py`), and the call goes on with what is missing."""
    assert KNOWN[0].text == SENTENCE
    freely = script(freely=True)
    assert freely[0].barge_in_after_s == INTERRUPT_AFTER_S
    assert [item.label for item in freely] == ["room_for_two.wav", "1900", "digits_4271.wav", "1", "1", "9"]


def test_all_recordings_are_as_loud_as_the_agent() -> None:
    """Which speaks with -20 dB of full scale: nobody turns the volume up and down."""
    items = {item.label: item for item in (*script(), *script(freely=True)) if item.label.endswith(".wav")}
    levels = [level_db(b"".join(_loud_frames(item.frames))) for item in items.values()]
    assert len(levels) == 4
    assert all(level == pytest.approx(-20, abs=3) for level in levels)
    assert all(abs(one - other) < 3 for one, other in pairwise(levels))


def _loud_frames(frames: tuple[bytes, ...]) -> list[bytes]:
    levels = [level_db(frame) for frame in frames]
    return [frame for frame, level in zip(frames, levels, strict=True) if level > max(levels) - 35]
