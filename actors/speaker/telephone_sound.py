"""Converts a synthesizer's audio for the telephone: 8 kHz, one level, no silence at the ends."""

from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from offhook.protocol import mulaw

SPEECH_LEVEL = 0.1  # root mean square over the sounding frames, of full scale: -20 dBFS, as loud as a person calls
HIGHEST_PEAK = 0.9
QUIETEST_SPEECH = 0.01  # -40 dBFS: a passage that is never louder is a synthesizer's noise; it must not be raised
SILENCE = 0.01  # against the loudest frame, -40 dB: above a synthesizer's noise, below the softest consonant
FRAME = mulaw.SAMPLE_RATE_HZ // 100
LEAD_FRAMES = 2  # kept before the first sounding frame: a soft first sound begins there
PAUSE_FRAMES = 20  # after the last one: sentences follow each other without a gap of their own

FULL_SCALE = 32768.0
_Sound = NDArray[np.float32]


class TelephoneSound(NamedTuple):
    mulaw: bytes
    left_out: int = 0
    """Bytes of silence before it."""


def telephone_sound(samples: mulaw.Samples, rate_hz: int) -> TelephoneSound:
    """A whole passage as 8 kHz mu-law; empty if it is silent.

    It is converted in one piece, because a resampler that is fed in pieces holds back 80 ms and more.
    """
    if not len(samples):
        return TelephoneSound(b"")
    sound = soxr.resample(samples.astype(np.float32) / FULL_SCALE, rate_hz, mulaw.SAMPLE_RATE_HZ, quality="HQ")
    frames = _frames(sound)
    loudness = np.sqrt(np.mean(np.square(frames), axis=1))
    if loudness.max() < QUIETEST_SPEECH:
        return TelephoneSound(b"")
    sounding = np.flatnonzero(loudness > SILENCE * loudness.max())
    gain = min(SPEECH_LEVEL / _root_mean_square(frames[sounding]), HIGHEST_PEAK / np.abs(frames).max())
    first = max(sounding[0] - LEAD_FRAMES, 0)
    heard = frames[first : sounding[-1] + PAUSE_FRAMES + 1].ravel() * (gain * FULL_SCALE)
    return TelephoneSound(mulaw.encode(np.round(heard).astype(np.int16)), int(first) * FRAME)


def _frames(sound: _Sound) -> _Sound:
    """Rows of 10 ms, with the pause behind them as silence of our own: some synthesizers end on the last sound."""
    count = -(-len(sound) // FRAME)
    rows = np.zeros((count + PAUSE_FRAMES, FRAME), dtype=np.float32)
    rows.reshape(-1)[: len(sound)] = sound
    return rows


def _root_mean_square(sound: _Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))
