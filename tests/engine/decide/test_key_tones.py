"""The sound of a telephone's keys, and what is none. Tones by ITU-T Q.23; what receivers accept by Q.24."""

import random
from itertools import product

import pytest

from offhook.engine.decide.key_tones import KeyTones, is_key_tone
from offhook.simulation.caller_voice import hiss, key_tone, speech
from tests.fakes.clips import AUDIO, clip

KEYS = "0123456789*#ABCD"
FRAME_BYTES = 160
HISS = hiss(random.Random(1))


def frames(sound: bytes) -> list[bytes]:
    return [sound[at : at + FRAME_BYTES] for at in range(0, len(sound) - FRAME_BYTES + 1, FRAME_BYTES)]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_known_however_it_is_sent(key: str) -> None:
    """From -30 to 0 dBm0, the high tone 4 dB louder to 8 dB softer than the low one, each up to 1.8 % off."""
    for dbm0, twist_db, low_off, high_off in product(
        (-30.0, -13.0, 0.0), (-8.0, 0.0, 4.0), (-0.018, 0.0, 0.018), (-0.018, 0.0, 0.018)
    ):
        tone = key_tone(key, 0.04, dbm0=dbm0, twist_db=twist_db, off=(low_off, high_off))
        assert all(map(is_key_tone, frames(tone))), (dbm0, twist_db, low_off, high_off)


@pytest.mark.parametrize("name", sorted(path.stem for path in AUDIO.glob("*.wav")))
def test_no_recorded_voice_is_taken_for_a_key(name: str) -> None:
    """Wherever in it the frames begin."""
    for skipped in range(0, FRAME_BYTES, 20):
        assert not any(map(is_key_tone, frames(clip(name)[skipped:])))


@pytest.mark.parametrize(
    "sound",
    [
        b"".join(HISS),
        b"\xff" * 1600,
        speech(2.0, random.Random(3)),
        key_tone("1", 0.1, dbm0=-60.0),
        key_tone("1", 0.1, twist_db=15.0),
        key_tone("1", 0.1, twist_db=-15.0),
        key_tone("1", 0.1, off=(0.04, 0.04)),
    ],
    ids=["hiss", "silence", "a vowel", "too soft", "one high tone", "one low tone", "other tones"],
)
def test_other_sounds_are_no_keys(sound: bytes) -> None:
    """What is not nearly all of two such tones is heard as it is."""
    assert not any(map(is_key_tone, frames(sound)))


def test_a_tone_is_taken_out_with_its_end() -> None:
    """In its place stands the line as it was before, up to two frames after it; then the line is heard again."""
    tone, keys = key_tone("7", 0.1), KeyTones()
    line = [*HISS[:10], *frames(tone), *HISS[10:20]]
    taken_out = [keys.taken_out(frame) for frame in line]
    assert taken_out[:10] == [None] * 10
    assert all(rest in HISS[:10] for rest in taken_out[10:17])
    assert taken_out[17:] == [None] * 8
