"""Detects the tones of telephone keys (DTMF) in the caller's audio, and removes them (ITU-T Q.23 and Q.24). Pure.

A key sounds as two tones at once, one of a low group of four and one of a high group. Some carriers leave the tones in
the caller's audio, beside the message that names the key, and a voice detector takes them for a voice. A frame of 20 ms
is a key tone if nearly all of its energy is in one tone of each group, and neither is much louder than the other.
Speech hardly ever begins with so pure a sound (docs/keys.md). So the sound alone decides, and nothing waits for the
message, which may come 300 ms later or never. In the middle of speech a voice may hold such a sound: the VAD does not
ask there.

A filter for a single frequency (Goertzel) is too narrow: 20 ms resolve 50 Hz, and receivers have to accept a key that
is 1.8 % off, which is 30 Hz. So each tone is measured with four functions, of which every 20 ms of a tone within 2 %
of the frequency is made. They are computed once, by singular value decomposition.
"""

import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw
from offhook.protocol.dtmf import HIGH_HZ, LOW_HZ

FRAME_SAMPLES = 160
OFF_BY = 0.02
FUNCTIONS = 4  # the next one adds less than 0.3 % of the energy, the last one of these up to 3 %
OFFSETS = 9  # how many frequencies represent all within OFF_BY
PURE = 0.8  # of the energy. Tones 1.8 % off have 0.91 at least, recorded voices 0.67 at most (measured)
HIGH_LOUDER_AT_MOST, LOW_LOUDER_AT_MOST = 10**0.6, 10**1.0  # 6 and 10 dB; Q.24 asks for 4 and 8
QUIETEST = 70.0**2  # per sample, about -50 dBm0: quieter frames are not examined
REST_FRAMES = 15
AFTER_FRAMES = 2  # the frame in which a tone ends, and one more that a detector may still take for a voice


def _functions(hz: float) -> NDArray[np.float64]:
    """Orthonormal functions that together make every tone near this frequency."""
    angles = 2 * np.pi * hz * np.linspace(1 - OFF_BY, 1 + OFF_BY, OFFSETS) / mulaw.SAMPLE_RATE_HZ
    phases = np.outer(np.arange(FRAME_SAMPLES), angles)
    return np.linalg.svd(np.hstack([np.cos(phases), np.sin(phases)]), full_matrices=False)[0][:, :FUNCTIONS].T


_FUNCTIONS = np.vstack([_functions(hz) for hz in (*LOW_HZ, *HIGH_HZ)]).astype(np.float32)
_QUIET = bytes(np.flatnonzero(mulaw.decode_to_floats(bytes(range(256))) ** 2 < QUIETEST).tolist())


def is_key_tone(frame: bytes) -> bool:
    """Whether nearly all of these 20 ms of mu-law are the sound of a key."""
    return bool(frame.translate(None, _QUIET)) and _is_pure(frame)


def _is_pure(frame: bytes) -> bool:
    sound = mulaw.decode_to_floats(frame)
    energy = float(sound.dot(sound))  # half the time of `@`, in every frame
    if len(sound) != FRAME_SAMPLES or energy < QUIETEST * FRAME_SAMPLES:
        return False
    low, high = ((_FUNCTIONS @ sound) ** 2).reshape(2, len(LOW_HZ), FUNCTIONS).sum(axis=2).max(axis=1).tolist()
    balanced = bool(high <= low * HIGH_LOUDER_AT_MOST and low <= high * LOW_LOUDER_AT_MOST)
    return balanced and low + high >= PURE * energy


class KeyTones:
    """The key tones of one line. Feed it every frame in order, except those in the middle of speech.

    A tone hardly ever begins or ends exactly with a frame. The frame in which it ends is known by the one before. The
    frame in which it begins is left in: a single frame is too short for an onset of speech.
    """

    __slots__ = ("_frames_left", "_recent", "_rest")

    def __init__(self) -> None:
        self._recent: list[bytes] = []
        self._frames_left = 0  # frames for which the tone counts as going on
        self._rest = b""  # what the line sounds like without a tone

    @property
    def sounds(self) -> bool:
        """Whether the newest frame is all tone. The frame in which a tone ends may hold the beginning of a word."""
        return self._frames_left == AFTER_FRAMES

    def taken_out(self, frame: bytes) -> bytes | None:
        """What a voice detector should get instead of this frame, if a key sounds in it; else None.

        That is the quietest of the line's latest frames. Digital silence would not do: detectors learn the noise of the
        line, and would take it for a voice when it comes back. Skipping the frame would not do either: a detector that
        has heard the tone begin reports a voice for a while longer, and that has to be over when the tone is.
        """
        # Silence first, in a fifth of the time: it is most of a call.
        if frame.translate(None, _QUIET) and _is_pure(frame):
            if not self._frames_left:
                self._rest = min(self._recent, key=_energy, default=mulaw.SILENCE * len(frame))
            self._frames_left = AFTER_FRAMES
            return self._rest
        if self._frames_left:
            self._frames_left -= 1
            return self._rest
        recent = self._recent
        recent.append(frame)
        if len(recent) > REST_FRAMES:
            del recent[0]
        return None


def _energy(frame: bytes) -> float:
    sound = mulaw.decode_to_floats(frame)
    return float(sound @ sound)
