"""Generates what telephone networks themselves put on a line, from a seed: comfort noise, concealed losses, tones."""

import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw

Sound = NDArray[np.float64]

RATE_HZ = mulaw.SAMPLE_RATE_HZ
LINE_SOUNDS = ("comfort_noise", "concealment", "fax", "modem", "ringback")
LOSS_S = 0.02
BIT_S = 1 / 300  # ITU-T V.21


def line_sound(name: str, chance: np.random.Generator, samples: int) -> Sound:
    """So many samples of the sound of that name."""
    match name:
        case "comfort_noise":
            return _switched(chance, chance.standard_normal(samples))
        case "concealment":
            return _concealed(chance, _smooth(chance.standard_normal(samples)))
        case "fax":
            return _in_turns(samples, ((0.5, _tones(chance, samples, 1100)), (3.0, np.zeros(samples))))  # T.30, CNG
        case "modem":
            return _shift_keyed(chance, samples)
        case "ringback":
            return _in_turns(samples, ((2.0, _tones(chance, samples, 440, 480)), (4.0, np.zeros(samples))))
        case _:
            raise ValueError(f"there is no sound {name!r}; there are {', '.join(LINE_SOUNDS)}")


def _switched(chance: np.random.Generator, sound: Sound) -> Sound:
    """A network that detects voices sends its noise in pieces of 0.2 to 2 s, with digital silence between them."""
    at, sounds = 0, True
    while at < len(sound):
        until = at + int(chance.uniform(0.2, 2.0) * RATE_HZ)
        if not sounds:
            sound[at:until] = 0
        at, sounds = until, not sounds
    return sound


def _concealed(chance: np.random.Generator, sound: Sound) -> Sound:
    """One frame in five is lost, often several at once; the last period before them is repeated, and fades."""
    frame = int(LOSS_S * RATE_HZ)
    at = frame
    while at + 4 * frame < len(sound):
        if chance.random() < 0.1:
            period, lost = int(chance.uniform(40, 120)), int(chance.integers(1, 4)) * frame
            fading = np.linspace(1.0, 0.3, lost)
            sound[at : at + lost] = np.resize(sound[at - period : at], lost) * fading
            at += lost
        at += frame
    return sound


def _smooth(sound: Sound) -> Sound:
    return np.convolve(sound, np.ones(8) / 8, mode="same")


def _tones(chance: np.random.Generator, samples: int, *hz: float) -> Sound:
    time_s = np.arange(samples) / RATE_HZ + chance.random()
    return np.asarray(sum(np.sin(2 * np.pi * each * time_s) for each in hz))


def _in_turns(samples: int, parts: tuple[tuple[float, Sound], ...]) -> Sound:
    """The first part for so many seconds, then the next one, over and over."""
    sound = np.zeros(samples)
    at, number = 0, 0
    while at < samples:
        seconds, part = parts[number % len(parts)]
        until = min(at + int(seconds * RATE_HZ), samples)
        sound[at:until] = part[at:until]
        at, number = until, number + 1
    return sound


def _shift_keyed(chance: np.random.Generator, samples: int) -> Sound:
    """A fax machine that tells what it can: bits as 1650 and 1850 Hz, for 3 s, with 2 s between."""
    bits = chance.integers(0, 2, int(samples / RATE_HZ / BIT_S) + 2)
    hz = np.where(bits == 1, 1650.0, 1850.0)[(np.arange(samples) / RATE_HZ / BIT_S).astype(int)]
    sound = np.sin(2 * np.pi * np.cumsum(hz) / RATE_HZ)
    return _in_turns(samples, ((3.0, sound), (2.0, np.zeros(samples))))
