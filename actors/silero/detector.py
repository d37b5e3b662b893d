"""A voice detector in two stages: while WebRTC's detects a voice, Silero's model checks whether it is a human one.

The model judges windows of 32 ms, the verdicts are for frames of 20. The frame in which WebRTC's detector fires ends
the first window, which reaches back into the audio before it. From there window follows window while it fires: five in
eight frames. A frame gets the verdict of the last complete window. So no verdict waits for later audio, and none leaves
out more than the newest 28 ms.

Measured and rejected: a window for every frame, overlapping the one before. It detects a beginning 10 ms sooner, but
costs 1.6 times as much and splits twice as many utterances, because the model was trained on windows in sequence.
"""

from collections.abc import Awaitable

import numpy as np

from offhook.actors.silero.batches import Batches
from offhook.actors.silero.model import CONTEXT_SAMPLES, WINDOW_SAMPLES, nothing_heard
from offhook.actors.voice_detector import FRAME_SAMPLES, WebRtcDetector
from offhook.protocol import mulaw

SPEECH_BEGINS = 0.5
SPEECH_GOES_ON = 0.35  # the model's makers use both: one threshold alone cuts weak endings off
LOUD = 8000.0
"""The peak of a voice to which softer ones are amplified, on the scale of 16 bits. The model finds a third of the words
of callers who are 20 dB softer than that; amplified, it finds 19 of 20."""
MOST_GAIN = 16.0
GOES_QUIET = 0.95  # of the loudest peak is left after a window, so that a click does not deafen the model for long
KEPT_FRAMES = -(-(CONTEXT_SAMPLES + WINDOW_SAMPLES + FRAME_SAMPLES) // FRAME_SAMPLES)


class SileroDetector:
    """The detector of one line. The model's memory is kept through silences, in which it does not run."""

    vetoes = False

    def __init__(self, first: WebRtcDetector, batches: Batches) -> None:
        self._first, self._batches = first, batches
        self._windows = Windows()
        self._memory = nothing_heard()
        self._speech = False
        self.likelihood: float | None = None

    def judge(self, frame: bytes) -> bool | Awaitable[bool]:
        firing = self._first.judge(frame)
        window = self._windows.feed(frame, firing)
        if not firing:
            self.likelihood = None
        return firing and self._speech if window is None else self._judge_window(window)

    async def _judge_window(self, window: bytes) -> bool:
        judgement = await self._batches.judge(window, self._memory, self._windows.gain)
        self._memory, self.likelihood = judgement.memory, judgement.probability
        self._speech = judgement.probability >= (SPEECH_GOES_ON if self._speech else SPEECH_BEGINS)
        return self._speech  # there is a window only while the first one fires


_MAGNITUDES = np.abs(mulaw.decode(bytes(range(256))).astype(np.float64))


class Windows:
    """Cuts a line's audio into the model's windows, while the first detector fires."""

    __slots__ = ("_peak", "_recent", "_unjudged", "gain")

    def __init__(self) -> None:
        self._recent = (mulaw.SILENCE * FRAME_SAMPLES,) * KEPT_FRAMES
        self._unjudged: int | None = None  # samples since the last window; None while nothing fires
        self._peak = 0.0  # of what was judged lately
        self.gain = 1.0
        """By how much the newest window is to be amplified."""

    def feed(self, frame: bytes, firing: bool) -> bytes | None:
        """Takes a frame, and returns the window that it completes, with its context in front, if it completes one."""
        self._recent = (*self._recent[1:], frame)  # not joined: in a silence nobody needs them
        if not firing:
            self._unjudged = None
            return None
        self._unjudged = WINDOW_SAMPLES if self._unjudged is None else self._unjudged + len(frame)
        if self._unjudged < WINDOW_SAMPLES:
            return None
        begin = KEPT_FRAMES * FRAME_SAMPLES - self._unjudged - CONTEXT_SAMPLES
        self._unjudged -= WINDOW_SAMPLES
        window = b"".join(self._recent)[begin : begin + CONTEXT_SAMPLES + WINDOW_SAMPLES]
        self._peak = max(float(_MAGNITUDES[np.frombuffer(window, np.uint8)].max()), self._peak * GOES_QUIET)
        self.gain = min(max(LOUD / max(self._peak, 1.0), 1.0), MOST_GAIN)
        return window
