"""A voice detector in two stages: what WebRTC's detects must also be louder than the line's own noise.

The level of the audio, smoothed over about 80 ms, is compared with its lowest value within the last 3 s, the noise
floor. The floor falls at once, in the first gap between two words, and rises only if nothing was as quiet for 3 s. So
speech, which has gaps, stays above the floor, and the noise of a fan or a bad line becomes the floor. Steady noise is
taken for a voice for at most 3 s. Music, an office and other people's voices are as uneven as speech, and no level
tells them from it.

Only what lies above 200 Hz is measured (actors/high_pass.py). Below, a line may carry hum that is louder than a quiet
caller, and rumble that swells like a voice. The first detector gets all of the audio.

Measured and rejected: a floor that rises by some dB a second. If it is fast enough for a fan that is switched on, it
also rises during every sentence: it split one noisy utterance in four, this one splits one in twenty-five.
"""

import numpy as np

from offhook.actors.high_pass import HighPass
from offhook.actors.voice_detector import FRAME_SAMPLES, WebRtcDetector
from offhook.engine.decide.endpointing import FRAME_MS

SMOOTHING = 0.25  # the weight of the newest frame
FLOOR_FRAMES = 3000 // FRAME_MS
BEGINS_ABOVE = 10 ** (4 / 10)  # steady noise, smoothed like that, keeps within 3 dB of its lowest
GOES_ON_ABOVE = 10 ** (2 / 10)  # in a loud room the weak parts of a word come this near to the floor
GOES_ON_FRAMES = 300 // FRAME_MS
MEASURED_AT_ONCE = 10  # frames of a silence: for each alone, most of the time goes to calling numpy
QUIETEST = 64.0  # -72 dBFS, lower than lines are: after digital silence anything would stand out


class NoiseFloor:
    """The noise floor of one line. Feed it the power of every frame in order."""

    __slots__ = ("_frames", "_level", "_lowest", "_standing_out_for")

    def __init__(self) -> None:
        self._level: float | None = None
        self._frames = 0
        # The lowest level, and behind it the lowest of those that came later, each with its frame: the first one is
        # the floor until it is too old, and a new one is lower than all that came before and are higher.
        self._lowest: list[tuple[int, float]] = []  # a few; a deque takes 700 bytes in any case
        self._standing_out_for = 0  # frames for which the lower threshold still holds

    def stands_out(self, power: float) -> bool:
        """Whether this frame is louder than the line's noise."""
        before = self._level if self._level is not None else max(power, QUIETEST)
        level = before + SMOOTHING * (power - before)
        if level < QUIETEST:
            level = QUIETEST
        self._level = level
        lowest = self._lowest
        while lowest and lowest[-1][1] >= level:
            del lowest[-1]
        lowest.append((self._frames, level))
        if lowest[0][0] <= self._frames - FLOOR_FRAMES:
            del lowest[0]
        self._frames += 1
        above = GOES_ON_ABOVE if self._standing_out_for else BEGINS_ABOVE
        if level >= above * lowest[0][1]:
            self._standing_out_for = GOES_ON_FRAMES
            return True
        if self._standing_out_for:
            self._standing_out_for -= 1
        return False


class NoiseFloorDetector:
    """Takes a few microseconds more than the first detector alone, and never waits itself."""

    __slots__ = ("_first", "_floor", "_high_pass", "_unmeasured")

    likelihood, vetoes = None, False

    def __init__(self, first: WebRtcDetector) -> None:
        self._first, self._high_pass, self._floor = first, HighPass(), NoiseFloor()
        self._unmeasured = b""

    def judge(self, frame: bytes) -> bool:
        fires = self._first.judge(frame)
        unmeasured = self._unmeasured + frame  # every frame: the floor is learnt in the silences
        if not fires and len(unmeasured) < MEASURED_AT_ONCE * FRAME_SAMPLES:
            self._unmeasured = unmeasured
            return False
        self._unmeasured = b""
        frames = self._high_pass.filtered(unmeasured).reshape(-1, FRAME_SAMPLES)
        stands_out = False
        for energy in np.vecdot(frames, frames).tolist():
            stands_out = self._floor.stands_out(energy / FRAME_SAMPLES)
        return stands_out and fires
