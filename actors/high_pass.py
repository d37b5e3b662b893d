"""A high-pass filter of second order at 200 Hz, to measure a level without hum and rumble.

Below 200 Hz lie the mains' hum, most of a car, a fan, the wind, and an offset of the line; of a voice on a telephone
only the fundamental, and its overtones reach further up. The filter is Butterworth's by the bilinear transform, the HPF
of R. Bristow-Johnson's Audio EQ Cookbook (W3C Group Note, 2021) with a Q of 1/sqrt(2): 3 dB down at 200 Hz, 12 dB more
with each octave below, flat above.

It runs as a convolution with its impulse response. A recursion sample by sample is the usual form of such a filter, but
in Python that takes ten times as long, and every frame of every caller passes here. The response has died away 94 dB
after 96 samples, so that nothing is lost by ending there, and what has to be kept from frame to frame are the last 95
samples themselves: no state that rounding could lead astray. A product with a matrix was as fast, but BLAS may spread
one of that size over threads, which 50 times a second in every call costs more than it brings.
"""

import math

import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw

CORNER_HZ = 200
TAPS = 96


def _impulse_response() -> NDArray[np.float32]:
    angle = 2 * math.pi * CORNER_HZ / mulaw.SAMPLE_RATE_HZ
    damping = math.sin(angle) / math.sqrt(2)  # a Q of 1/sqrt(2) is what makes it Butterworth's
    first, second = 2 * math.cos(angle) / (1 + damping), -(1 - damping) / (1 + damping)
    gain = (1 + math.cos(angle)) / 2 / (1 + damping)
    response = [gain, gain * (first - 2)]
    response.append(first * response[1] + second * response[0] + gain)
    while len(response) < TAPS:
        response.append(first * response[-1] + second * response[-2])
    return np.array(response, dtype=np.float32)


_BACKWARDS = _impulse_response()[::-1].copy()  # a correlation with the response backwards is the convolution


class HighPass:
    """The filter of one line. Feed it every frame in order."""

    __slots__ = ("_before",)

    def __init__(self) -> None:
        self._before = mulaw.SILENCE * (TAPS - 1)

    def filtered(self, frame: bytes) -> NDArray[np.float32]:
        """One sample (16-bit scale, not rounded) for each byte of mu-law. A frame has one byte at least."""
        sound = self._before + frame
        self._before = sound[1 - TAPS :]
        if not sound.strip(mulaw.SILENCE):
            return np.zeros(len(frame), dtype=np.float32)
        return np.correlate(mulaw.decode_to_floats(sound), _BACKWARDS, "valid")
