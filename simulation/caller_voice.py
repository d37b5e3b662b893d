"""The audio of a simulated caller: sound that a VAD takes for speech, and line noise. No recording is needed.

It shares no code with the codec under test: mu-law is computed here from the formula in ITU-T G.711, not by tables.
"""

import math
import random
from functools import lru_cache, partial
from itertools import islice

SAMPLE_RATE_HZ = 8000
FRAME_BYTES = 160
HISS_FRAMES = 50
_CLIP = 32635
_BIAS = 132
_FORMANTS = ((640.0, 90.0, 1.0), (1190.0, 110.0, 0.5), (2390.0, 160.0, 0.25))  # an open vowel: Hz, bandwidth, share
_KEY_ROWS = {697.0: "123A", 770.0: "456B", 852.0: "789C", 941.0: "*0#D"}  # ITU-T Q.23
_KEY_COLUMNS_HZ = (1209.0, 1336.0, 1477.0, 1633.0)
_FULL_SCALE_DBM0 = 3.17  # a sine as loud as mu-law can be (ITU-T G.711, section 4)
_SYLLABLES_PER_S = 4.0
_LOUDNESS = 5000.0
_HISS_BITS = 5  # draw that many, and again until the number is one of the samples -8 to 8


def speech(seconds: float, chance: random.Random) -> bytes:
    """Mu-law audio of one long vowel whose loudness rises and falls like syllables."""
    return _vowel(seconds, chance.uniform(100.0, 180.0))


@lru_cache(maxsize=256)  # tests play the same callers again and again
def _vowel(seconds: float, pitch_hz: float) -> bytes:
    pulses = _pulses(round(seconds * SAMPLE_RATE_HZ), pitch_hz)
    sound = [0.0] * len(pulses)
    for frequency_hz, bandwidth_hz, share in _FORMANTS:
        for number, sample in enumerate(_resonate(pulses, frequency_hz, bandwidth_hz)):
            sound[number] += share * sample
    loudest = max(map(abs, sound))
    return bytes(encode(round(sample / loudest * _LOUDNESS * _syllable(number))) for number, sample in enumerate(sound))


def hiss(chance: random.Random) -> list[bytes]:
    """Frames of a line on which nobody speaks, to be played in a loop."""
    draws = filter(len(_HISS).__gt__, iter(partial(chance.getrandbits, _HISS_BITS), None))
    samples = bytes(map(_HISS.__getitem__, islice(draws, FRAME_BYTES * HISS_FRAMES)))
    return [samples[start : start + FRAME_BYTES] for start in range(0, len(samples), FRAME_BYTES)]


def key_tone(
    key: str, seconds: float, *, dbm0: float = -10.0, twist_db: float = 0.0, off: tuple[float, float] = (0.0, 0.0)
) -> bytes:
    """Mu-law audio of a DTMF key. `dbm0` is the level of the louder tone, the high tone is louder by `twist_db`, and
    each tone is off its frequency by its share in `off`."""
    loudest = _CLIP * 10 ** ((dbm0 - _FULL_SCALE_DBM0) / 20)
    low, high = (loudest * 10 ** (min(twist / 20, 0.0)) for twist in (-twist_db, twist_db))
    low_step, high_step = (
        math.tau * hz * (1 + share) / SAMPLE_RATE_HZ for hz, share in zip(key_hz(key), off, strict=True)
    )
    return bytes(
        encode(round(low * math.sin(low_step * number) + high * math.sin(high_step * number)))
        for number in range(round(seconds * SAMPLE_RATE_HZ))
    )


def key_hz(key: str) -> tuple[float, float]:
    """The frequencies of a DTMF key's two tones."""
    row_hz = next(hz for hz, keys in _KEY_ROWS.items() if key in keys)
    return row_hz, _KEY_COLUMNS_HZ[_KEY_ROWS[row_hz].index(key)]


def encode(sample: int) -> int:
    """One 16-bit sample as mu-law (ITU-T G.711, section 3.2, in the form with a bias of 132)."""
    magnitude = min(abs(sample), _CLIP) + _BIAS
    exponent = magnitude.bit_length() - 8
    mantissa = (magnitude >> (exponent + 3)) & 15
    sign = 0x80 if sample < 0 else 0
    return ~(sign | exponent << 4 | mantissa) & 0xFF


_HISS = bytes(encode(sample) for sample in range(-8, 9))


def _pulses(length: int, pitch_hz: float) -> list[float]:
    """The sound of vocal folds: one click per period."""
    clicks, phase = [], 0.0
    for _ in range(length):
        phase += pitch_hz / SAMPLE_RATE_HZ
        clicks.append(1.0 if phase >= 1.0 else 0.0)
        phase %= 1.0
    return clicks


def _resonate(signal: list[float], frequency_hz: float, bandwidth_hz: float) -> list[float]:
    """One resonance of the mouth: a filter with two poles."""
    radius = math.exp(-math.pi * bandwidth_hz / SAMPLE_RATE_HZ)
    feedback = 2 * radius * math.cos(2 * math.pi * frequency_hz / SAMPLE_RATE_HZ)
    out, one_ago, two_ago = [], 0.0, 0.0
    for sample in signal:
        now = sample + feedback * one_ago - radius * radius * two_ago
        out.append(now)
        one_ago, two_ago = now, one_ago
    return out


def _syllable(number: int) -> float:
    return 0.7 + 0.3 * math.sin(2 * math.pi * _SYLLABLES_PER_S * number / SAMPLE_RATE_HZ)
