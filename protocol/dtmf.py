"""Makes the tones of telephone keys (DTMF): 8 kHz mu-law (ITU-T Q.23; durations and levels as Q.24 wants them).

A key sounds as two tones at once. Receivers have to take one that lasts 40 ms, and a pause of 40 ms; here both last
100 ms, which is what exchanges send. `w` is a pause of half a second, as in Twilio's `sendDigits`.
"""

import math
from typing import NamedTuple

import numpy as np

from offhook.protocol import mulaw
from offhook.protocol.telephone_audio import BYTES_PER_S

KEYS = ("123A", "456B", "789C", "*0#D")
PAUSE = "w"
SENDABLE = frozenset("".join(KEYS) + PAUSE)
LOW_HZ, HIGH_HZ = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
LOW_DBM0, HIGH_DBM0 = -9.0, -7.0  # the higher tone is weakened more on its way
FULL_SCALE_DBM0 = 3.17  # a sine that just fits into mu-law (ITU-T G.711)
_FULL_SCALE = 32124  # its largest sample, of 16 bits
TONE_BYTES = GAP_BYTES = BYTES_PER_S // 10
PAUSE_BYTES = BYTES_PER_S // 2
TAKEN_BYTES = BYTES_PER_S * 40 // 1000
"""How much of a tone a receiver has to take for the key."""


class KeySound(NamedTuple):
    """One key, and the silence behind it; or a pause."""

    key: str
    begins_at: int
    """In bytes."""
    sounds_for: int
    lasts: int

    @property
    def is_taken_at(self) -> int:
        """From this byte on, whoever listens has it."""
        return self.begins_at + (TAKEN_BYTES if self.sounds_for else self.lasts)


def key_sounds(keys: str) -> list[KeySound]:
    """When each key of `keys` sounds. All must be SENDABLE."""
    sounds: list[KeySound] = []
    at = 0
    for key in keys:
        sounds_for, lasts = (0, PAUSE_BYTES) if key == PAUSE else (TONE_BYTES, TONE_BYTES + GAP_BYTES)
        sounds.append(KeySound(key, at, sounds_for, lasts))
        at += lasts
    return sounds


def next_key_at(keys: str, heard: int) -> int:
    """Where to go on when so many bytes of the sound of `keys` were heard, so that no key comes twice."""
    sounds = key_sounds(keys)
    end = sounds[-1].begins_at + sounds[-1].lasts if sounds else 0
    return next((sound.begins_at for sound in sounds if heard < sound.is_taken_at), end)


def keys_left(keys: str, heard: int) -> str:
    """Those that nobody has taken then."""
    return "".join(sound.key for sound in key_sounds(keys) if heard < sound.is_taken_at)


def sound_of(sound: KeySound) -> bytes:
    """Its audio."""
    return (_tone(sound.key) if sound.sounds_for else b"") + mulaw.SILENCE * (sound.lasts - sound.sounds_for)


def _tone(key: str) -> bytes:
    row = next(number for number, keys in enumerate(KEYS) if key in keys)
    instants = np.arange(TONE_BYTES) * (2 * math.pi / BYTES_PER_S)
    low = _loudest(LOW_DBM0) * np.sin(LOW_HZ[row] * instants)
    high = _loudest(HIGH_DBM0) * np.sin(HIGH_HZ[KEYS[row].index(key)] * instants)
    return mulaw.encode((low + high).astype(np.int16))


def _loudest(dbm0: float) -> float:
    return float(_FULL_SCALE * 10 ** ((dbm0 - FULL_SCALE_DBM0) / 20))
