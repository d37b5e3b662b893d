"""The VAD actor: judges every 20 ms of the caller and tells the floor, at once, when speech begins and ends."""

from collections import deque
from typing import assert_never

import trio
import webrtcvad

from engine.call import Call
from engine.ending import EndReason
from engine.endpointing import FRAME_MS, End, Endpointer, EndpointEvent, More, Onset, Pause, Resumption
from engine.floor import FloorState
from engine.mailbox import MailboxOverflow
from engine.speech import (
    AudioFrame,
    SpeechAudio,
    SpeechEnded,
    SpeechEvent,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
)
from engine.supervisor import handling
from protocol import mulaw

WARM_UP_FRAMES = 5  # WebRTC's VAD calls its first 100 ms speech, whatever they hold (measured)
ITEM_WITHIN_S = 0.5
ARRIVALS_KEPT = 3100  # a frame more than the longest silence a setting allows


class VoiceActivity:
    """The VAD of one call."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        ear = _Ear(self._call)
        task_status.started()
        ear.take_over()
        while True:
            frame = await self._call.channels.caller_audio.receive()
            with handling("a frame of caller audio", ITEM_WITHIN_S):
                ear.judge(frame)


class _Ear:
    """One incarnation's state."""

    def __init__(self, call: Call) -> None:
        self._call = call
        settings = call.settings.vad
        self._vad = webrtcvad.Vad(settings.aggressiveness)
        self._endpointer = Endpointer(settings.rules())
        self._arrivals: deque[float] = deque(maxlen=ARRIVALS_KEPT)
        self._frames_judged = 0

    def take_over(self) -> None:
        """After a crash in mid-utterance: what was heard so far is the utterance."""
        if self._call.turns.state is FloorState.CALLER_SPEAKING:
            self._end(trio.current_time())

    def judge(self, frame: AudioFrame) -> None:
        self._arrivals.append(frame.arrived_at)
        self._frames_judged += 1
        samples = mulaw.decode(frame.mulaw).tobytes()
        voiced = self._vad.is_speech(samples, mulaw.SAMPLE_RATE_HZ) and self._frames_judged > WARM_UP_FRAMES
        for event in self._endpointer.feed(frame.mulaw, voiced):
            self._act(event)

    def _act(self, event: EndpointEvent) -> None:
        match event:
            case Onset():
                # The floor first: barge-in waits for nothing.
                self._call.turns.speech_started(self._arrived(event.first_voiced_frames_ago))
                self._call.log.info("speech started", confidence=round(event.confidence, 2))
                self._tell(SpeechStarted(event.preroll, event.confidence))
            case More():
                self._tell(SpeechAudio(event.mulaw))
            case Pause():
                self._tell(SpeechPaused())
            case Resumption():
                self._tell(SpeechResumed())
            case End():
                self._call.log.info(
                    "speech ended", silence_frames=event.silence_frames, silence_ms=event.silence_frames * FRAME_MS
                )
                self._end(self._arrived(event.silence_frames))
            case _:
                assert_never(event)

    def _end(self, last_voiced_at: float) -> None:
        self._tell(SpeechEnded(self._call.turns.speech_ended(last_voiced_at)))

    def _arrived(self, frames_ago: int) -> float:
        return self._arrivals[max(-1 - frames_ago, -len(self._arrivals))]

    def _tell(self, event: SpeechEvent) -> None:
        try:
            self._call.channels.speech.post(event)
        except MailboxOverflow as exc:
            self._call.log.error("recognizer does not listen", error=str(exc))
            self._call.end(EndReason.OVERFLOW, farewell=self._call.agent.apology)
