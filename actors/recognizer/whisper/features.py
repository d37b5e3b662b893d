"""What Whisper sees of sound: the logarithm of its power in 80 bands, every 10 ms.

The model was trained on 16 kHz. A telephone has nothing above 4 kHz, so the sound is not resampled: frames of half as
many samples have the same lower half of the spectrum, and the bands above it are empty, as they would be.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from offhook.protocol.mulaw import SAMPLE_RATE_HZ, Samples

Features = NDArray[np.float32]

FRAMES_PER_S = 100
BANDS = 80
_HOP = SAMPLE_RATE_HZ // FRAMES_PER_S
_WINDOW = 200  # 25 ms
_MODEL_RATE_HZ = 16_000
_POWER_OF_TWICE_AS_MANY_SAMPLES = 4.0
_LEAST_POWER = 1e-10
_RANGE = 8.0
"""What is weaker than the strongest by more powers of ten than that looks like silence."""

_MEL_HZ = 200 / 3
_LINEAR_UP_TO_HZ = 1000.0
_MELS_IN_LINEAR_PART = _LINEAR_UP_TO_HZ / _MEL_HZ
_LOG_STEP = np.log(6.4) / 27


def features_of(samples: Samples, frames: int) -> Features:
    """Of the beginning of the sound, with silence behind it where it is shorter than so many frames."""
    sound = np.zeros(frames * _HOP + _WINDOW, dtype=np.float32)
    heard = samples[: frames * _HOP].astype(np.float32) / 32768
    begin = _WINDOW // 2
    sound[begin : begin + len(heard)] = heard
    sound[:begin] = sound[2 * begin : begin : -1]  # the first frame is centred on the first sample
    spectrum = np.fft.rfft(np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP][:frames] * _hann())
    power = np.square(np.abs(spectrum)) * _POWER_OF_TWICE_AS_MANY_SAMPLES
    bands = np.log10(np.maximum(power @ _filters(), _LEAST_POWER))
    bands = np.maximum(bands, bands.max() - _RANGE)
    return np.ascontiguousarray(((bands + 4) / 4).T[np.newaxis], dtype=np.float32)


@cache
def _hann() -> NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)


@cache
def _filters() -> NDArray[np.float64]:
    """How much of each frequency belongs to each band: triangles that overlap, each of the same area (Slaney)."""
    edges = _hz(np.linspace(0.0, _mel(_MODEL_RATE_HZ / 2), BANDS + 2))
    frequencies = np.arange(_WINDOW // 2 + 1) * (SAMPLE_RATE_HZ / _WINDOW)
    below, middle, above = edges[:-2], edges[1:-1], edges[2:]
    rising = (frequencies[:, np.newaxis] - below) / (middle - below)
    falling = (above - frequencies[:, np.newaxis]) / (above - middle)
    return np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (above - below))


def _mel(hz: float) -> float:
    return float(_MELS_IN_LINEAR_PART + np.log(hz / _LINEAR_UP_TO_HZ) / _LOG_STEP)


def _hz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _LINEAR_UP_TO_HZ * np.exp(_LOG_STEP * (mels - _MELS_IN_LINEAR_PART))
    return np.where(mels < _MELS_IN_LINEAR_PART, mels * _MEL_HZ, above)
