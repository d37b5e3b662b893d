"""A voice detector of two: what WebRTC's calls voice must also stand out of the line's own noise.

The level of the sound, smoothed over about 80 ms, is compared with the lowest that it was within the last 3 s. That
floor falls at once, into the first gap between two words, and rises only when nothing has been as quiet for 3 s:
speech, which has gaps, stays above it, and a fan or a bad line becomes it. So steady noise is heard as voice for 3 s
at most. Music, an office, other people's voices are as uneven as speech: no level tells them from it.

Rejected, because it was measured: a floor that climbs by so many dB a second. Fast enough for a fan that is switched
on, it also climbs through every sentence: it split one noisy utterance in four, this one splits one in thirty-six.
"""

from collections import deque

import numpy as np

from actors.voice_detector import VoiceDetector
from engine.endpointing import FRAME_MS
from protocol import mulaw

SMOOTHING = 0.25  # the weight of the newest frame
FLOOR_FRAMES = 3000 // FRAME_MS
BEGINS_ABOVE = 10 ** (4 / 10)  # steady noise, smoothed like that, keeps within 3 dB of its lowest
GOES_ON_ABOVE = 10 ** (2 / 10)  # in a loud room the weak parts of a word come this near to the floor
GOES_ON_FRAMES = 300 // FRAME_MS
QUIETEST = 64.0  # -72 dBFS, lower than lines are: after digital silence anything would stand out


class NoiseFloor:
    """One line's. Feed it the power of every frame in order."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=FLOOR_FRAMES)
        self._standing_out_for = 0  # frames for which the lower threshold still holds

    def stands_out(self, power: float) -> bool:
        """Whether this frame is louder than the line's noise."""
        before = self._levels[-1] if self._levels else max(power, QUIETEST)
        level = max(before + SMOOTHING * (power - before), QUIETEST)
        self._levels.append(level)
        above = GOES_ON_ABOVE if self._standing_out_for else BEGINS_ABOVE
        louder = level >= above * min(self._levels)
        self._standing_out_for = GOES_ON_FRAMES if louder else max(self._standing_out_for - 1, 0)
        return louder


class NoiseFloorDetector:
    """A few microseconds more than the first detector alone; waits for nothing itself."""

    def __init__(self, first: VoiceDetector) -> None:
        self._first, self._floor = first, NoiseFloor()

    async def is_voiced(self, frame: bytes) -> bool:
        stands_out = self._floor.stands_out(_power(frame))  # of every frame: the floor is learnt in the silences
        return await self._first.is_voiced(frame) and stands_out


def _power(frame: bytes) -> float:
    samples = mulaw.decode(frame).astype(np.float32)
    return float(samples @ samples) / len(samples)
