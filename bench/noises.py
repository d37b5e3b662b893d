"""Generates noises of a telephone line from a seed: hiss, a crowd, music, an office, hum, a car, wind, a line's tones.

Those of TELEPHONE_BAND are limited to it, as a network that filters sends them. Those of WHOLE_BAND are not: digital
phones and softphones send whatever their microphones hear, and most of what a car, the wind and the mains make lies
below the voice. All come at one loudness, that of `loudness`: the caller sets how far below the speech each lies.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.line_sounds import LINE_SOUNDS, line_sound
from offhook.protocol import mulaw

Sound = NDArray[np.float64]

RATE_HZ = mulaw.SAMPLE_RATE_HZ
BAND_HZ = (300.0, 3400.0)
WHOLE_BAND_HZ = (1.0, 4000.0)
FRAME_SAMPLES = RATE_HZ // 50
LOUD_WITHIN_DB = 20.0
CROWD, FEW_HEADS = 6, 2
HUM_OVERTONES = {1: 1.0, 2: 0.4, 3: 0.5, 4: 0.1, 5: 0.2, 6: 0.05, 7: 0.1}  # level by multiple of the mains frequency


def loudness(sound: Sound) -> float:
    """Root mean square over the frames within 20 dB of the loudest: pauses do not count."""
    frames = sound[: len(sound) - len(sound) % FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    power = (frames**2).mean(axis=1)
    loud = power >= power.max() * 10 ** (-LOUD_WITHIN_DB / 10)
    return float(np.sqrt(power[loud].mean()))


def at_loudness(sound: Sound, wanted: float) -> Sound:
    return sound * (wanted / loudness(sound))


def noise(name: str, seconds: float, seed: int, voices: Sequence[Sound]) -> Sound:
    """`seconds` of the noise of that name, at loudness 1. The crowd of `babble` says what `voices` say."""
    chance = np.random.default_rng(seed)
    samples = round(seconds * RATE_HZ)
    match name:
        case "white":
            sound = _hiss(chance, samples, falling=0.0)
        case "pink":
            sound = _hiss(chance, samples, falling=0.5)
        case "brown":
            sound = _hiss(chance, samples, falling=1.0)
        case "babble":
            sound = _babble(chance, samples, voices, CROWD)
        case "few_heads":
            sound = _babble(chance, samples, voices, FEW_HEADS)
        case "comfort_noise" | "concealment" | "fax" | "modem" | "ringback":
            sound = line_sound(name, chance, samples)
        case "music":
            sound = _music(chance, samples)
        case "office":
            sound = _office(chance, samples)
        case "whole_pink":
            sound = _hiss(chance, samples, falling=0.5)
        case "hum_50":
            sound = _hum(chance, samples, 50)
        case "hum_60":
            sound = _hum(chance, samples, 60)
        case "rumble":
            sound = _hiss(chance, samples, falling=2.0, flat_below_hz=40.0)
        case "wind":
            sound = _swelling(chance, _hiss(chance, samples, falling=1.0))
        case _:
            raise ValueError(f"there is no noise {name!r}; there are {', '.join(NAMES)}")
    return at_loudness(_within(sound, WHOLE_BAND_HZ if name in WHOLE_BAND else BAND_HZ), 1.0)


TELEPHONE_BAND = ("white", "pink", "brown", "babble", "few_heads", "music", "office", *LINE_SOUNDS)
WHOLE_BAND = ("whole_pink", "hum_50", "hum_60", "rumble", "wind")
NAMES = (*TELEPHONE_BAND, *WHOLE_BAND)


def _within(sound: Sound, band_hz: tuple[float, float]) -> Sound:
    spectrum = np.fft.rfft(sound)
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    spectrum[(hz < band_hz[0]) | (hz > band_hz[1])] = 0
    return np.fft.irfft(spectrum, len(sound))


def _hiss(chance: np.random.Generator, samples: int, falling: float, flat_below_hz: float = 1.0) -> Sound:
    """Noise whose amplitude falls with the frequency's power of `falling`: 0 is white, 0.5 pink, 1 brown, 2 a car."""
    spectrum = np.fft.rfft(chance.standard_normal(samples))
    hz = np.maximum(np.fft.rfftfreq(samples, 1 / RATE_HZ), flat_below_hz)
    return np.fft.irfft(spectrum / hz**falling, samples)


def _hum(chance: np.random.Generator, samples: int, mains_hz: int) -> Sound:
    """The mains frequency and its overtones, each with a random phase."""
    time_s = np.arange(samples) / RATE_HZ
    sound = np.zeros(samples)
    for multiple, amplitude in HUM_OVERTONES.items():
        phase = chance.uniform(0, 2 * np.pi)
        sound += amplitude * np.sin(2 * np.pi * mains_hz * multiple * time_s + phase)
    return sound


def _swelling(chance: np.random.Generator, sound: Sound) -> Sound:
    """Louder and softer by up to 12 dB, changing each second."""
    corners = len(sound) // RATE_HZ + 2
    swell_db = np.interp(np.arange(len(sound)) / RATE_HZ, np.arange(corners), chance.uniform(-12, 0, corners))
    return np.asarray(sound * 10 ** (swell_db / 20))


def _babble(chance: np.random.Generator, samples: int, voices: Sequence[Sound], heads: int) -> Sound:
    """So many people, who say one recording after the other, from a random place on."""
    crowd = np.zeros(samples)
    for _ in range(heads):
        said = np.concatenate([at_loudness(voices[each], 1.0) for each in chance.permutation(len(voices))])
        crowd += np.resize(np.roll(said, int(chance.integers(len(said)))), samples)
    return crowd


def _music(chance: np.random.Generator, samples: int) -> Sound:
    """Chords on the beat, a melody of plucked notes above them, and a brush on a drum between."""
    sound = np.zeros(samples)
    beat = RATE_HZ // 2  # 120 a minute
    for start in range(0, samples, beat):
        root_hz = 220 * 2 ** (int(chance.choice([0, 5, 7, 9])) / 12)
        for interval in (0, 4, 7):
            _add(sound, start, _note(root_hz * 2 ** (interval / 12), 0.5, fading_s=0.6))
        _add(sound, start, 1.5 * _note(root_hz * 2 ** (int(chance.integers(12, 25)) / 12), 0.25, fading_s=0.15))
        brush = chance.standard_normal(RATE_HZ // 20) * np.exp(-np.arange(RATE_HZ // 20) / (0.01 * RATE_HZ))
        _add(sound, start + beat // 2, brush)
    return sound


def _note(hz: float, seconds: float, fading_s: float) -> Sound:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    harmonics = sum(np.sin(2 * np.pi * hz * overtone * time_s) / overtone for overtone in range(1, 6))
    attack = np.minimum(time_s / 0.005, 1.0)
    return np.asarray(harmonics * attack * np.exp(-time_s / fading_s))


def _office(chance: np.random.Generator, samples: int) -> Sound:
    """Typing in runs, sometimes a thump, paper, or a telephone that rings twice; a fan all the time."""
    sound = 0.02 * at_loudness(_hiss(chance, samples, falling=0.5), 1.0)
    at = 0
    while at < samples:
        kind = chance.choice(["keys", "thump", "paper", "ring"], p=[0.55, 0.2, 0.15, 0.1])
        at += _event(chance, sound, at, str(kind)) + int(chance.exponential(0.6) * RATE_HZ)
    return sound


def _event(chance: np.random.Generator, sound: Sound, at: int, kind: str) -> int:
    """Add one event to `sound`. Returns its length in samples."""
    match kind:
        case "keys":
            pressed = at
            for _ in range(int(chance.integers(3, 15))):
                _add(sound, pressed, float(chance.uniform(0.3, 0.8)) * _knock(chance, 0.004))
                pressed += int(chance.uniform(0.07, 0.25) * RATE_HZ)
            return pressed - at
        case "thump":
            _add(sound, at, _knock(chance, 0.03) + _note(350, 0.1, fading_s=0.03)[: RATE_HZ // 10])
            return RATE_HZ // 10
        case "paper":
            length = int(chance.uniform(0.2, 0.6) * RATE_HZ)
            _add(sound, at, 0.3 * chance.standard_normal(length) * np.hanning(length))
            return length
        case _:
            for ring in range(2):
                _add(sound, at + ring * 3 * RATE_HZ // 5, 0.5 * (_note(440, 0.4, 9.0) + _note(480, 0.4, 9.0)))
            return RATE_HZ


def _knock(chance: np.random.Generator, fading_s: float) -> Sound:
    length = RATE_HZ // 10
    return np.asarray(chance.standard_normal(length) * np.exp(-np.arange(length) / (fading_s * RATE_HZ)))


def _add(sound: Sound, at: int, part: Sound) -> None:
    """Mix `part` in; whatever reaches past the end is dropped."""
    end = min(at + len(part), len(sound))
    if at < end:
        sound[at:end] += part[: end - at]
