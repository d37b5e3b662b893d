"""Silence before the first sound is left out. No clock."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.speaker.first_sound import FRAME_BYTES, LEAD_FRAMES, FirstSound
from offhook.protocol import mulaw

HISS = mulaw.encode(np.tile(np.array([60, -60], dtype=np.int16), 4000))
TONE = mulaw.encode(np.tile(np.array([3000, -3000], dtype=np.int16), 800))


def test_what_comes_before_the_first_sound_is_left_out_but_for_its_last_moment() -> None:
    """A soft first consonant is in that moment. Afterwards everything passes, silence too."""
    first = FirstSound()
    assert first.feed(HISS) == b""
    assert first.feed(TONE) == HISS[-LEAD_FRAMES * FRAME_BYTES :] + TONE
    assert first.sounds
    assert first.left_out == len(HISS) - LEAD_FRAMES * FRAME_BYTES
    assert first.feed(HISS) == HISS


def test_a_sound_from_the_first_sample_on_passes_whole() -> None:
    """Nothing waits for a silence that does not come."""
    first = FirstSound()
    assert first.feed(TONE) == TONE
    assert first.left_out == 0


def test_silence_alone_never_sounds() -> None:
    """However long it is, little of it is kept."""
    first = FirstSound()
    assert [first.feed(HISS) for _ in range(50)] == [b""] * 50
    assert not first.sounds
    assert first.left_out > 49 * len(HISS)


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=20))
def test_the_pieces_do_not_matter(lengths: list[int]) -> None:
    """However the sound is cut, what passes is the same."""
    sound, first, passed, at = HISS + TONE + HISS, FirstSound(), b"", 0
    for length in [*lengths, len(sound)]:
        passed += first.feed(sound[at : at + length])
        at += length
    assert passed == (HISS + TONE + HISS)[len(HISS) - LEAD_FRAMES * FRAME_BYTES :]
