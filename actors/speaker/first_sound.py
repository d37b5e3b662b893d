"""Leaves out the silence that a service sends before its first sound: callers would hear it as a late answer."""

import numpy as np

from offhook.protocol import mulaw

FRAME_BYTES = 80  # 10 ms
LEAD_FRAMES = 4  # kept before the first sounding one: a soft first consonant is there
SOUNDING = 160.0  # root mean square of a frame, of 32768: -46 dBFS, above a synthesizer's noise


class FirstSound:
    """One stream of 8 kHz mu-law, in pieces of any length."""

    def __init__(self) -> None:
        self._waiting = b""
        self.left_out = 0
        """Bytes of silence so far."""
        self.sounds = False

    def feed(self, sound: bytes) -> bytes:
        """The same from the first sound on; until then nothing."""
        if self.sounds:
            return sound
        self._waiting += sound
        whole = len(self._waiting) // FRAME_BYTES
        frames = mulaw.decode_to_floats(self._waiting[: whole * FRAME_BYTES]).reshape(whole, FRAME_BYTES)
        sounding = np.flatnonzero(np.sqrt(np.mean(np.square(frames), axis=1)) >= SOUNDING)
        first = int(sounding[0]) if len(sounding) else whole
        silent = max(0, first - LEAD_FRAMES) * FRAME_BYTES
        self.left_out += silent
        self._waiting = self._waiting[silent:]
        if not len(sounding):
            return b""
        self.sounds = True
        rest, self._waiting = self._waiting, b""
        return rest
