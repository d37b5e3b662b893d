"""Says of 20 ms of a caller whether there is a voice in it: the VAD's ear, behind an interface of its own."""

from typing import Protocol

import webrtcvad

from offhook.engine.settings import VadSettings
from offhook.protocol import mulaw

FRAME_SAMPLES = 160
WARM_UP_FRAMES = 5  # WebRTC's VAD calls its first 100 ms speech, whatever they hold (measured)


class VoiceDetector(Protocol):
    """One incarnation's detector: what it has learnt of the line goes with it."""

    async def is_voiced(self, frame: bytes) -> bool:
        """20 ms of 8 kHz mu-law, every one in order. May wait; the VAD states how long it puts up with that."""


class WebRtcDetector:
    """WebRTC's, which takes a few microseconds and waits for nothing."""

    def __init__(self, settings: VadSettings) -> None:
        self._vad = webrtcvad.Vad(settings.aggressiveness)
        self._frames = 0

    async def is_voiced(self, frame: bytes) -> bool:
        self._frames += 1
        voiced = self._vad.is_speech(mulaw.decode(frame).tobytes(), mulaw.SAMPLE_RATE_HZ)
        return voiced and self._frames > WARM_UP_FRAMES
