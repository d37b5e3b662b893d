"""Generates sounds of a caller that are not words, from a seed: coughs, clearing one's throat, knocks, hums, breaths.

Each is a short burst in the telephone band, as loud as a voice.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw

Sound = NDArray[np.float64]

RATE_HZ = mulaw.SAMPLE_RATE_HZ
KINDS = ("cough", "two coughs", "throat", "knock", "hum", "breath")
LOUDNESS = 3000.0  # root mean square of 16-bit samples: a voice near the telephone


def short_noises(each_kind: int, seed: int) -> Iterator[tuple[str, Sound]]:
    """So many of each kind, no two alike."""
    for number, kind in enumerate(KINDS):
        chance = np.random.default_rng([seed, number])
        for _ in range(each_kind):
            sound = _made(kind, chance)
            yield kind, sound * (LOUDNESS * chance.uniform(0.5, 1.5) / max(float(np.sqrt(np.mean(sound**2))), 1e-9))


def _made(kind: str, chance: np.random.Generator) -> Sound:
    match kind:
        case "cough":
            return _cough(chance)
        case "two coughs":
            gap = np.zeros(_samples(chance.uniform(0.08, 0.25)))
            return np.concatenate([_cough(chance), gap, _cough(chance)])
        case "throat":
            seconds = chance.uniform(0.3, 0.7)
            rasp = _pulses(chance, seconds, hz=chance.uniform(45, 80))
            return _through_a_mouth(rasp + 2 * _breath(chance, seconds), chance)
        case "knock":
            return np.concatenate([_knock(chance) for _ in range(int(chance.integers(1, 5)))])
        case "hum":
            return _hum(chance)
        case "breath":
            return _breath(chance, chance.uniform(0.2, 0.8))
        case _:
            raise ValueError(f"there is no sound {kind!r}; there are {', '.join(KINDS)}")


def _cough(chance: np.random.Generator) -> Sound:
    """A burst of air that begins suddenly and decays, often followed by a little voice."""
    burst_s, voice_s = chance.uniform(0.06, 0.2), chance.uniform(0.0, 0.2)
    burst = chance.standard_normal(_samples(burst_s)) * np.exp(-np.linspace(0, chance.uniform(2, 4), _samples(burst_s)))
    voice = _pulses(chance, voice_s, hz=chance.uniform(90, 220)) * np.linspace(1, 0, _samples(voice_s)) * 3
    return _through_a_mouth(np.concatenate([burst, voice]), chance)


def _knock(chance: np.random.Generator) -> Sound:
    """A hand on a table: a tone that decays within a tenth of a second, and a pause."""
    t = np.arange(_samples(0.12)) / RATE_HZ
    tone = np.sin(2 * np.pi * chance.uniform(180, 900) * t) + 0.3 * chance.standard_normal(len(t))
    return np.concatenate([tone * np.exp(-t * chance.uniform(25, 60)), np.zeros(_samples(chance.uniform(0.02, 0.2)))])


def _hum(chance: np.random.Generator) -> Sound:
    """ "Hmm": a voice behind closed lips."""
    seconds = chance.uniform(0.15, 0.8)
    t = np.arange(_samples(seconds)) / RATE_HZ
    glide = chance.uniform(90, 230) * (1 + chance.uniform(-0.2, 0.2) * t / seconds)
    phase = 2 * np.pi * np.cumsum(glide) / RATE_HZ
    sound = sum(np.sin(phase * overtone) / overtone**2.2 for overtone in range(1, 12))
    return np.asarray(sound * np.hanning(len(t)) ** 0.3)


def _breath(chance: np.random.Generator, seconds: float) -> Sound:
    air = np.cumsum(chance.standard_normal(_samples(seconds)))
    air -= np.convolve(air, np.ones(40) / 40, mode="same")
    return np.asarray(air / max(float(np.abs(air).max()), 1e-9) * np.hanning(len(air)))


def _pulses(chance: np.random.Generator, seconds: float, hz: float) -> Sound:
    """The sound of vocal cords."""
    sound = np.zeros(_samples(seconds))
    at = 0.0
    while at < len(sound):
        sound[int(at)] = 8.0
        at += RATE_HZ / (hz * chance.uniform(0.92, 1.08))
    return sound


def _through_a_mouth(sound: Sound, chance: np.random.Generator) -> Sound:
    """Filter with three resonances of a mouth."""
    spectrum = np.fft.rfft(sound, len(sound) + _samples(0.05))
    hz = np.fft.rfftfreq(len(sound) + _samples(0.05), 1 / RATE_HZ)
    shape = np.full(len(hz), 0.02)
    for centre, width in ((chance.uniform(350, 850), 120), (chance.uniform(1000, 2000), 200), (2600, 300)):
        shape += 1 / (1 + ((hz - centre) / width) ** 2)
    return np.asarray(np.fft.irfft(spectrum * shape, len(sound) + _samples(0.05))[: len(sound)])


def _samples(seconds: float) -> int:
    return round(seconds * RATE_HZ)
