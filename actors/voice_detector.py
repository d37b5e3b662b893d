"""Voice detectors: they tell for each 20 ms of caller audio whether there is a voice in it."""

from collections.abc import Awaitable
from typing import Protocol

import webrtcvad

from offhook.engine.host.settings import VadSettings
from offhook.protocol import mulaw

FRAME_SAMPLES = 160
WARM_UP_FRAMES = 5  # WebRTC's VAD calls its first 100 ms speech, whatever they hold (measured)
SETTLED_FRAMES = 25
"""So much digital silence leaves it in a state that more of it does not change, and without a voice. After 10 frames it
was so for each of 300 recordings and noises, whatever came next (measured)."""
DIGITAL_SILENCE = mulaw.SILENCE * FRAME_SAMPLES  # of a caller who is muted; what is missing is filled with it


class VoiceDetector(Protocol):
    """The detector of one VAD actor. What it has learnt of the line is lost when the actor is restarted."""

    @property
    def likelihood(self) -> float | None:
        """How likely there is a voice in the newest frame, 0 to 1, as a model says; None where none was asked."""

    @property
    def vetoes(self) -> bool:
        """Whether what sounds is not to count, although it did when it began."""

    def judge(self, frame: bytes) -> bool | Awaitable[bool]:
        """Whether there is a voice in 20 ms of 8 kHz mu-law. Every frame is passed, in order. The verdict, or what has
        to be awaited for it, within the VAD's deadline: then the frame costs a turn of the scheduler."""


async def is_voiced(detector: VoiceDetector, frame: bytes) -> bool:
    """The verdict, for whoever can wait for it."""
    verdict = detector.judge(frame)
    return verdict if isinstance(verdict, bool) else await verdict


class WebRtcDetector:
    """WebRTC's detector, which takes a few microseconds and never waits."""

    __slots__ = ("_frames", "_silent_frames", "_vad")

    likelihood, vetoes = None, False

    def __init__(self, settings: VadSettings) -> None:
        self._vad = webrtcvad.Vad(settings.aggressiveness)
        self._frames = self._silent_frames = 0

    def judge(self, frame: bytes) -> bool:
        if frame != DIGITAL_SILENCE:
            self._silent_frames = 0
        elif self._silent_frames < SETTLED_FRAMES:
            self._silent_frames += 1
        else:
            return False  # a muted caller costs nothing
        self._frames += 1
        voiced = self._vad.is_speech(mulaw.decode_to_bytes(frame), mulaw.SAMPLE_RATE_HZ)
        return voiced and self._frames > WARM_UP_FRAMES
