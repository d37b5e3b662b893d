"""Leaves out the silence that a service sends behind its last sound, such as two seconds of it: the agent would count
as speaking meanwhile, and its next sentence would be late."""

import numpy as np

from offhook.actors.speaker.first_sound import FRAME_BYTES, SOUNDING
from offhook.protocol import mulaw

KEPT_BYTES = 2000
"""A quarter of a second behind a sound: as much as a voice leaves between two sentences."""


class LastSound:
    """One stream of 8 kHz mu-law, in pieces of any length. A pause that is longer than what is kept comes out with the
    sound behind it."""

    def __init__(self) -> None:
        self._held = b""
        self._quiet = 0
        """Bytes of silence that are out since the last sound."""

    def feed(self, sound: bytes) -> bytes:
        """What can be said now. What is not out at the end is silence."""
        end, out = _end_of_sound(sound), b""
        if end:
            out, self._held, self._quiet = self._held + sound[:end], b"", 0
        self._held += sound[end:]
        kept = max(0, KEPT_BYTES - self._quiet)
        now, self._held = self._held[:kept], self._held[kept:]
        self._quiet += len(now)
        return out + now


def _end_of_sound(sound: bytes) -> int:
    """Behind the last frame that sounds; 0 if none does."""
    count = -(-len(sound) // FRAME_BYTES)
    samples = np.zeros(count * FRAME_BYTES, dtype=np.float32)
    samples[: len(sound)] = mulaw.decode(sound)
    loudness = np.sqrt(np.mean(np.square(samples.reshape(count, FRAME_BYTES)), axis=1)) if count else np.zeros(0)
    sounding = np.flatnonzero(loudness >= SOUNDING)
    return min(len(sound), (int(sounding[-1]) + 1) * FRAME_BYTES) if len(sounding) else 0
