"""The tones of keys, measured by a detector that shares no code with what makes them."""

import math

import numpy as np
import pytest

from offhook.engine.decide.key_tones import is_key_tone
from offhook.protocol import mulaw
from offhook.protocol.dtmf import SENDABLE, key_sounds, keys_left, next_key_at, sound_of
from offhook.simulation.caller_voice import key_hz

ALL_HZ = (697, 770, 852, 941, 1209, 1336, 1477, 1633)


def level_dbm0(sound: bytes, hz: float) -> float:
    """By the definition of the Fourier transform. A sine that fills mu-law has 3.17 dBm0."""
    samples = mulaw.decode(sound).astype(np.float64)
    part = samples @ np.exp(-1j * math.tau * hz / 8000 * np.arange(len(samples)))
    amplitude = 2 * abs(part) / len(samples)
    return 20 * math.log10(max(float(amplitude), 1.0) / 32124) + 3.17


@pytest.mark.parametrize("key", sorted(SENDABLE - {"w"}))
def test_a_key_is_its_two_tones_and_nothing_else(key: str) -> None:
    """Q.24: 40 ms of each tone are enough, neither may be much louder than the other, and the pause is silent."""
    (sound,) = key_sounds(key)
    mulaw_of_key = sound_of(sound)
    assert (len(mulaw_of_key), sound.sounds_for) == (1600, 800)
    tone = mulaw_of_key[:800]
    low, high = key_hz(key)
    assert level_dbm0(tone, low) == pytest.approx(-9, abs=0.5)
    assert level_dbm0(tone, high) == pytest.approx(-7, abs=0.5)
    assert all(level_dbm0(tone, hz) < -30 for hz in ALL_HZ if hz not in (low, high))
    assert mulaw_of_key[800:] == mulaw.SILENCE * 800
    assert all(is_key_tone(tone[at : at + 160]) for at in range(0, 800, 160))


def test_a_pause_is_half_a_second_of_silence() -> None:
    first, pause, last = key_sounds("1w2")
    assert sound_of(pause) == mulaw.SILENCE * 4000
    assert [first.begins_at, pause.begins_at, last.begins_at] == [0, 1600, 5600]


@pytest.mark.parametrize(
    ("heard", "goes_on_at", "left"),
    [(0, 0, "1w2"), (319, 0, "1w2"), (320, 1600, "w2"), (5599, 1600, "w2"), (5600, 5600, "2"), (5920, 7200, "")],
)
def test_no_key_comes_twice(heard: int, goes_on_at: int, left: str) -> None:
    """A receiver takes a key after 40 ms of its tone; what is cut off before that comes again."""
    assert (next_key_at("1w2", heard), keys_left("1w2", heard)) == (goes_on_at, left)
