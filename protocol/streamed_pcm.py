"""Converts streamed PCM to the telephone's 8 kHz mu-law, in pieces of any length.

A low-pass in front of every third sample, as numpy does it: what a resampler library holds back in its buffers (soxr:
80 to 120 ms before the first output) would be heard as a later answer. This one holds back 2 ms.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw

RATES_HZ = (8000, 16_000, 24_000, 48_000)
CUTOFF_HZ = 3900.0  # half of the level is left here; 3.4 kHz, a telephone's upper limit, passes whole
TAPS_PER_FACTOR = 32
_SHAPE = 6.0  # of the Kaiser window: 60 dB less from 4.4 kHz on

_Sound = NDArray[np.float32]


class StreamedPcm:
    """One stream of signed 16-bit little-endian mono samples, at a rate of RATES_HZ."""

    def __init__(self, rate_hz: int) -> None:
        assert rate_hz in RATES_HZ, rate_hz
        self._factor = rate_hz // mulaw.SAMPLE_RATE_HZ
        self._taps = low_pass(self._factor)
        self._half = len(self._taps) // 2
        self._waiting: _Sound = np.zeros(self._half, dtype=np.float32)  # so that the first output is the first sample
        self._odd = b""

    def feed(self, pcm: bytes) -> bytes:
        """The mu-law that these bytes complete; a sample may be cut in two."""
        pcm = self._odd + pcm
        whole = len(pcm) // 2 * 2
        self._odd = pcm[whole:]
        return self._converted(np.frombuffer(pcm[:whole], dtype="<i2").astype(np.float32))

    def finish(self) -> bytes:
        """The rest; half a sample at the end is none."""
        return self._converted(np.zeros(self._half, dtype=np.float32))

    def _converted(self, more: _Sound) -> bytes:
        sound = np.concatenate((self._waiting, more))
        count = max(0, (len(sound) - len(self._taps)) // self._factor + 1)
        self._waiting = sound[count * self._factor :]
        if not count:
            return b""
        windows = np.lib.stride_tricks.sliding_window_view(sound, len(self._taps))[:: self._factor]
        samples = np.clip(np.round(windows @ self._taps), -32768, 32767)
        return mulaw.encode(samples.astype(np.int16))


@cache
def low_pass(factor: int) -> _Sound:
    """A windowed sinc of odd length, whose delay is whole samples; for a factor of 1 it lets everything pass.

    All streams share it: it takes longer to make than a tenth of a second of sound to convert."""
    if factor == 1:
        return np.ones(1, dtype=np.float32)
    half = TAPS_PER_FACTOR * factor // 2
    cutoff = CUTOFF_HZ / (factor * mulaw.SAMPLE_RATE_HZ)
    taps = 2 * cutoff * np.sinc(2 * cutoff * np.arange(-half, half + 1)) * np.kaiser(2 * half + 1, _SHAPE)
    whole: _Sound = (taps / taps.sum()).astype(np.float32)
    whole.setflags(write=False)
    return whole
