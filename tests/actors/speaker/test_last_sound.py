"""The silence behind the last sound. No clock, no faults."""

import numpy as np
import pytest

from offhook.actors.speaker.last_sound import KEPT_BYTES, LastSound
from offhook.protocol import mulaw

QUIET = mulaw.encode(np.zeros(8000, dtype=np.int16))
TONE = mulaw.encode((8000 * np.sin(np.arange(8000) * 0.4)).astype(np.int16))


@pytest.mark.parametrize("length", [1, 79, 80, 333, 1_000_000])
def test_the_agent_has_finished_when_its_voice_has(length: int) -> None:
    """Two seconds that a voice sends behind its sentence are not waited for; a moment is kept."""
    out = _fed(TONE + QUIET * 2, length)
    assert len(TONE) + KEPT_BYTES <= len(out) <= len(TONE) + KEPT_BYTES + 160
    assert out == (TONE + QUIET)[: len(out)]


@pytest.mark.parametrize("length", [1, 79, 80, 333, 1_000_000])
def test_pauses_inside_a_sentence_stay(length: int) -> None:
    """Short ones at once, long ones with the sound behind them."""
    sentence = TONE + QUIET[:1600] + TONE + QUIET * 3 + TONE
    assert _fed(sentence, length) == sentence


def test_a_short_pause_waits_for_nothing() -> None:
    """The line has it to play while the server makes the next word."""
    last = LastSound()
    assert last.feed(TONE) == TONE
    assert last.feed(QUIET[:1600]) == QUIET[:1600]
    assert last.feed(b"") == b""


def _fed(sound: bytes, length: int) -> bytes:
    last = LastSound()
    return b"".join(last.feed(sound[start : start + length]) for start in range(0, len(sound), length))
