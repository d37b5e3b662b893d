"""Chooses the voice detector: WebRTC's, alone or confirmed by a second one (`vad.confirm`)."""

from collections.abc import Callable
from typing import assert_never

from offhook.actors.noise_floor import NoiseFloorDetector
from offhook.actors.silero.batches import Batches
from offhook.actors.silero.detector import SileroDetector
from offhook.actors.silero.model import ModelUnusable, SileroModel, load_model
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.voice_detector import VoiceDetector, WebRtcDetector
from offhook.engine.host.settings import VadSettings


def detector_opener(settings: VadSettings) -> Callable[[VadSettings], VoiceDetector]:
    """Load, once for all calls, what the setting needs. Returns a function that opens a detector for one VAD actor.

    Raises StartUpFailed.
    """
    match settings.confirm:
        case "none":
            return WebRtcDetector
        case "noise_floor":
            return lambda each: NoiseFloorDetector(WebRtcDetector(each))
        case "silero":
            batches = Batches(_silero())
            return lambda each: SileroDetector(WebRtcDetector(each), batches)
        case _:
            assert_never(settings.confirm)


def _silero() -> SileroModel:
    try:
        return load_model()
    except ModelUnusable as exc:
        raise StartUpFailed(f"vad.confirm = 'silero': {exc}, or set vad.confirm to 'noise_floor'") from exc
