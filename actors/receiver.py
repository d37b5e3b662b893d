"""The receiver: reads the carrier's messages and passes them to the other actors. Its return ends the call."""

from typing import assert_never

import trio

from offhook.engine.decide.caller_audio import CallerAudio
from offhook.engine.decide.keypad import END_KEY
from offhook.engine.record.call_trace import MomentKind
from offhook.engine.record.timeline import Instant
from offhook.engine.run.call import Call
from offhook.engine.run.line import LineClosed
from offhook.engine.run.messages import AudioFrame, KeyPressed
from offhook.protocol.media_streams import Connected, Dtmf, Mark, Media, Stop
from offhook.protocol.start_message import Start
from offhook.protocol.telephone_audio import FRAME_S


class Receiver:
    """Reads the line until the carrier stops the stream or the connection is gone.

    With `only_marks` it ignores audio and keys: during a farewell no actor would use them.
    """

    def __init__(self, call: Call, *, only_marks: bool = False) -> None:
        self._call, self._only_marks = call, only_marks
        self._began_at = self._newest_at = trio.current_time()

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        audio = CallerAudio()
        self._began_at = self._newest_at = trio.current_time()
        task_status.started()
        await self._read(audio)
        # Audio that was sent ahead and has not played by then never will.
        self._call.ledger.line_closed(self._call.carrier_time.ended_at(trio.current_time()))

    async def _read(self, audio: CallerAudio) -> None:
        while True:  # noqa: ASYNC913  # each round receives, or returns
            try:
                message = await self._call.receive()
            except LineClosed:
                return
            if isinstance(message, Media):
                self._call.carrier_time.read(message.at_ms, trio.current_time())
            # No deadline for handling a message: it waits for nothing. The call watches for a silent carrier.
            match message:
                case Media() if not self._only_marks:
                    self._hear(audio, message)
                case Mark(mark=mark):
                    self._mark(mark.name)
                case Dtmf(dtmf=key) if not self._only_marks:
                    self._press(key.digit)
                case Stop():
                    return
                case None | Connected() | Start() | Media() | Dtmf():
                    pass  # counted already, refused by the protocol, or not wanted now
                case _:
                    assert_never(message)

    def _hear(self, audio: CallerAudio, message: Media) -> None:
        if message.media.track != "inbound":
            self._call.count("media of another track")
            return
        filled_before, wrong_before = audio.filled_ms, audio.wrong_times
        now = trio.current_time()
        before_first = audio.before_first((now - self._began_at) * 1000)
        frames = before_first + audio.feed(message.media.payload, message.at_ms)
        filled = bool(before_first) or audio.filled_ms > filled_before
        for after, frame in zip(reversed(range(len(frames))), frames, strict=True):
            # Filled silence was on the line before this audio: otherwise an utterance would seem to last until now.
            self._newest_at = max(self._newest_at, now - after * FRAME_S) if filled else now
            self._call.channels.caller_audio.post(AudioFrame(frame, self._newest_at))
        if audio.filled_ms > filled_before:
            self._call.count("missing audio filled, ms", audio.filled_ms - filled_before)
        if audio.wrong_times > wrong_before:
            self._call.count("timestamps ignored", audio.wrong_times - wrong_before)

    def _press(self, key: str) -> None:
        now = trio.current_time()
        self._call.tracer.moment(MomentKind.KEY, key, now)
        # The end key only closes an entry: an extra one must not interrupt the answer.
        if key != END_KEY:
            self._call.turns.key_pressed()
        self._call.channels.digits.post(KeyPressed(key, now))

    def _mark(self, name: str) -> None:
        self._call.tracer.moment(MomentKind.MARK_ECHOED, name, trio.current_time())
        if name == self._call.sign_of_life:
            return  # it only shows that the carrier is there
        if self._call.ledger.echoed(name):
            turn, timeline = self._call.gate.sounding, self._call.timeline
            if turn is not None and timeline.turn(turn).get(Instant.FIRST_FRAME_SENT) is not None:  # else a filler's
                timeline.note(turn, Instant.FIRST_MARK_BACK, trio.current_time())
            self._call.channels.marks.post(name)
        elif not self._call.ledger.is_known(name):
            self._call.count("marks unknown")
