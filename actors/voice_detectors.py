"""Chooses the voice detector: WebRTC's, alone or confirmed by a second one (`vad.confirm`)."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Literal, assert_never

from offhook.actors.noise_floor import NoiseFloorDetector
from offhook.actors.silero.batches import Batches
from offhook.actors.silero.detector import SileroDetector
from offhook.actors.silero.model import ModelUnusable, SileroModel, load_model
from offhook.actors.silero.veto import VetoDetector
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.voice_detector import VoiceDetector, WebRtcDetector
from offhook.engine.host.settings import Confirm, VadSettings


def detector_opener(settings: VadSettings) -> Callable[[VadSettings], VoiceDetector]:
    """Load, once for all calls, what the setting needs. Returns a function that opens a detector for one VAD actor.

    Raises StartUpFailed.
    """
    match _second(settings.confirm):
        case "none":
            return WebRtcDetector
        case "noise_floor":
            return lambda each: NoiseFloorDetector(WebRtcDetector(each))
        case "veto":
            model = _silero("veto")
            return lambda each: VetoDetector(NoiseFloorDetector(WebRtcDetector(each)), model)
        case "silero":
            batches = Batches(_silero("silero"))
            return lambda each: SileroDetector(WebRtcDetector(each), batches)
        case second:
            assert_never(second)


def _second(confirm: Confirm) -> Literal["none", "noise_floor", "veto", "silero"]:
    if confirm != "auto":
        return confirm
    return "noise_floor" if find_spec("onnxruntime") is None else "veto"


def _silero(confirm: Confirm) -> SileroModel:
    try:
        return load_model()
    except ModelUnusable as exc:
        raise StartUpFailed(f"vad.confirm = {confirm!r}: {exc}, or set vad.confirm to 'noise_floor'") from exc
