"""Converts the telephone's 8 kHz mu-law to PCM of a higher rate, in pieces of any length. It holds back 2 ms."""

import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw
from offhook.protocol.streamed_pcm import low_pass


class UpsampledPcm:
    """One stream of signed 16-bit little-endian mono samples, with `factor` of them for each byte of mu-law."""

    def __init__(self, factor: int) -> None:
        taps = low_pass(factor)
        self._width = -(-len(taps) // factor)  # samples of the telephone's that one output is made of
        padded = np.zeros(self._width * factor, dtype=np.float32)
        padded[: len(taps)] = taps * factor
        # A column for each place between two samples: the taps that do not fall on the zeros between them.
        self._phases = padded.reshape(self._width, factor)[::-1]
        self._delay = len(taps) // 2  # outputs that come before the first sample
        self._tail = self._delay // factor
        self._waiting: NDArray[np.float32] = np.zeros(self._width - 1, dtype=np.float32)

    def feed(self, sound: bytes) -> bytes:
        """The PCM that these bytes complete."""
        return self._converted(mulaw.decode_to_floats(sound))

    def finish(self) -> bytes:
        """The rest, so that all of it is as long as the mu-law was."""
        return self._converted(np.zeros(self._tail, dtype=np.float32))

    def _converted(self, more: NDArray[np.float32]) -> bytes:
        sound = np.concatenate((self._waiting, more))
        self._waiting = sound[len(sound) - self._width + 1 :]
        if len(sound) < self._width:
            return b""
        windows = np.lib.stride_tricks.sliding_window_view(sound, self._width)
        samples = (windows @ self._phases).reshape(-1)
        skipped = min(self._delay, len(samples))
        self._delay -= skipped
        return np.clip(np.round(samples[skipped:]), -32768, 32767).astype("<i2").tobytes()
