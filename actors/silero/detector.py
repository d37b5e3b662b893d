"""A voice detector of two: while WebRTC's says "voice", Silero's model is asked whether it is a human one.

The model judges windows of 32 ms, the verdicts are for frames of 20. The frame that makes WebRTC's fire ends a first
window, which reaches back into the sound before it; from there window follows window for as long as it fires, five in
eight frames. A frame has the verdict of the last whole window, so no verdict waits for later sound, and none leaves
out more than the newest 28 ms.

Rejected, because it was measured: a window for every frame, overlapping the one before. It hears a beginning 10 ms
sooner, but costs 1.6 times as much and splits twice as many utterances: the model was taught on windows that follow
one another.
"""

from offhook.actors.silero.batches import Batches
from offhook.actors.silero.model import CONTEXT_SAMPLES, WINDOW_SAMPLES, nothing_heard
from offhook.actors.voice_detector import FRAME_SAMPLES, VoiceDetector
from offhook.protocol import mulaw

SPEECH_BEGINS = 0.5
SPEECH_GOES_ON = 0.35  # the model's makers use both: one threshold alone cuts weak endings off
KEPT_SAMPLES = CONTEXT_SAMPLES + WINDOW_SAMPLES + FRAME_SAMPLES


class SileroDetector:
    """One line's. What the model remembers of it is kept through the silences, in which nothing runs."""

    def __init__(self, first: VoiceDetector, batches: Batches) -> None:
        self._first, self._batches = first, batches
        self._windows = Windows()
        self._memory = nothing_heard()
        self._speech = False

    async def is_voiced(self, frame: bytes) -> bool:
        firing = await self._first.is_voiced(frame)
        window = self._windows.feed(frame, firing)
        if window is not None:
            judgement = await self._batches.judge(window, self._memory)
            self._memory = judgement.memory
            self._speech = judgement.probability >= (SPEECH_GOES_ON if self._speech else SPEECH_BEGINS)
        return firing and self._speech


class Windows:
    """Cuts a line's sound into the model's windows, for as long as the first detector fires."""

    def __init__(self) -> None:
        self._recent = mulaw.SILENCE * KEPT_SAMPLES
        self._unjudged: int | None = None  # samples since the last window; None while nothing fires

    def feed(self, frame: bytes, firing: bool) -> bytes | None:
        """A frame in; out comes the window that it completes, context in front, if there is one."""
        self._recent = (self._recent + frame)[-KEPT_SAMPLES:]
        if not firing:
            self._unjudged = None
            return None
        self._unjudged = WINDOW_SAMPLES if self._unjudged is None else self._unjudged + len(frame)
        if self._unjudged < WINDOW_SAMPLES:
            return None
        begin = KEPT_SAMPLES - self._unjudged - CONTEXT_SAMPLES
        self._unjudged -= WINDOW_SAMPLES
        return self._recent[begin : begin + CONTEXT_SAMPLES + WINDOW_SAMPLES]
