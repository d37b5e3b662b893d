"""Where the voice is in a recording of the caller."""

from collections.abc import Callable
from dataclasses import dataclass

import trio

from offhook.actors.voice_detector import VoiceDetector, is_voiced
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.engine.host.settings import VadSettings
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.protocol.mulaw import SILENCE
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES, FRAME_S

AT_ONCE = 50
"""Frames; most detectors never wait, and other calls want their turn within a recording of minutes."""


@dataclass(frozen=True, slots=True)
class RecordedSpeech:
    """From the first voiced frame to the last, in frames of the recording."""

    first: int
    last: int
    confidence: float
    """The voiced share of these frames."""

    def cut(self, mulaw: bytes, around_ms: int) -> bytes:
        """The speech with some of the silence around it, so that no first or last sound is lost."""
        around = around_ms // FRAME_MS
        return mulaw[max(0, self.first - around) * FRAME_BYTES : (self.last + 1 + around) * FRAME_BYTES]


async def find_speech(
    mulaw: bytes,
    settings: VadSettings,
    open_detector: Callable[[VadSettings], VoiceDetector],
    report: Report,
    began_s: float,
) -> RecordedSpeech | None:
    """The speech in a recording that began at `began_s` of the call; None if there is less than an onset needs."""
    detector = open_detector(settings)
    voiced: list[int] = []
    run_from: int | None = None
    for number in range(-(-len(mulaw) // FRAME_BYTES)):
        if number % AT_ONCE == 0:
            await trio.lowlevel.checkpoint()
        frame = mulaw[number * FRAME_BYTES : (number + 1) * FRAME_BYTES].ljust(FRAME_BYTES, SILENCE)
        if await is_voiced(detector, frame):
            voiced.append(number)
            run_from = number if run_from is None else run_from
        elif run_from is not None:
            report(facts.VoicedRun(began_s + run_from * FRAME_S, number - run_from))
            run_from = None
    if run_from is not None:
        report(facts.VoicedRun(began_s + run_from * FRAME_S, voiced[-1] + 1 - run_from))
    if len(voiced) * FRAME_MS < settings.onset_ms:
        return None
    return RecordedSpeech(voiced[0], voiced[-1], len(voiced) / (voiced[-1] + 1 - voiced[0]))


def seconds_of(mulaw: bytes) -> float:
    return len(mulaw) / BYTES_PER_S
