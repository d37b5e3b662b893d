"""The receiver: reads the carrier's messages and passes them to the other actors. Its return ends the call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

import trio

from offhook.engine.decide.caller_audio import CallerAudio
from offhook.engine.decide.carrier_time import CarrierTime
from offhook.engine.decide.keypad import END_KEY
from offhook.engine.decide.ledger import Ledger
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import HearsKeys
from offhook.engine.run.line import LineClosed
from offhook.engine.run.mailbox import Mailbox, Wake
from offhook.engine.run.messages import AudioFrame, KeyPressed
from offhook.engine.run.unfinished import Unfinished
from offhook.protocol.carriers.events import CallerSound, CarrierEvent, Ended, Key, Played, Started
from offhook.protocol.telephone_audio import FRAME_S


@dataclass(frozen=True, slots=True)
class ReceiverPorts:
    """What the receiver of a call reads from, and passes on to."""

    listen: Callable[[Callable[[CarrierEvent | None, float], bool]], Awaitable[None]]
    """Call a function with what each of the carrier's messages says, None for one without use, and when it was read,
    until it returns True; perhaps from another task. Raises LineClosed."""
    caller_audio: Mailbox[AudioFrame]
    keys: Mailbox[KeyPressed]
    marks: Mailbox[str]
    clear_written: Wake
    floor: HearsKeys
    ledger: Ledger
    unfinished: Unfinished
    carrier_time: CarrierTime
    is_sign_of_life: Callable[[str], bool]
    stream_broke: Callable[[], None]
    """The connection is gone, and the carrier has not stopped the stream before."""
    report: Report


class Receiver:
    """Reads the line until the carrier stops the stream or the connection is gone.

    With `only_marks` it ignores audio and keys: during a farewell no actor would use them.
    """

    __slots__ = ("_began_at", "_newest_at", "_only_marks", "_ports")

    def __init__(self, ports: ReceiverPorts, *, only_marks: bool = False) -> None:
        self._ports, self._only_marks = ports, only_marks
        self._began_at = self._newest_at = 0.0

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        audio = CallerAudio()
        self._began_at = self._newest_at = trio.current_time()
        task_status.started()
        if not await self._read(audio):
            self._ports.stream_broke()
        # Audio that was sent ahead and has not played by then never will.
        self._ports.ledger.line_closed(self._ports.carrier_time.ended_at(trio.current_time()))
        self._ports.clear_written.ring()

    async def _read(self, audio: CallerAudio) -> bool:
        """Returns whether the carrier stopped the stream; else the connection is gone."""
        try:
            await self._ports.listen(partial(self._handle, audio))
        except LineClosed:
            return False
        return True

    def _handle(self, audio: CallerAudio, event: CarrierEvent | None, now: float) -> bool:
        """Returns whether it was the last one. There is no deadline: it waits for nothing. The call watches for a
        silent carrier."""
        match event:
            case CallerSound():
                self._ports.carrier_time.read(event.at_ms, now)
                if not self._only_marks:
                    self._hear(audio, event, now)
            case Played(mark):
                self._mark(mark)
            case Key(key):
                if not self._only_marks:
                    self._press(key)
            case Ended():
                return True
            case None | Started():
                pass  # counted already, or refused by the protocol
            case _:
                assert_never(event)
        return False

    def _hear(self, audio: CallerAudio, sound: CallerSound, now: float) -> None:
        if not sound.from_caller:
            self._ports.report(facts.Faulted(Fault.OTHER_TRACK))
            return
        filled_before, wrong_before = audio.filled_ms, audio.wrong_times
        frames = audio.feed(sound.mulaw, sound.at_ms, (now - self._began_at) * 1000)
        after = len(frames)
        for frame in frames:
            # Only the last frame of a message was on the line until now; filled silence was there before all of them.
            after -= 1
            arrived_at = now - after * FRAME_S
            if arrived_at > self._newest_at:
                self._newest_at = arrived_at
            self._ports.caller_audio.post(AudioFrame(frame, self._newest_at))
        if audio.filled_ms > filled_before:
            self._ports.report(facts.Faulted(Fault.AUDIO_FILLED_MS, audio.filled_ms - filled_before))
        if audio.wrong_times > wrong_before:
            self._ports.report(facts.Faulted(Fault.TIMES_IGNORED, audio.wrong_times - wrong_before))

    def _press(self, key: str) -> None:
        now = trio.current_time()
        self._ports.report(facts.KeyPressed(key))
        # The end key only closes an entry: an extra one must not interrupt the answer.
        if key != END_KEY:
            self._ports.floor.key_pressed()
        self._ports.keys.post(KeyPressed(key, now))

    def _mark(self, name: str) -> None:
        ledger, turn = self._ports.ledger, self._ports.unfinished.sounding
        proves = not self._ports.is_sign_of_life(name) and ledger.echoed(name)
        of_turn = turn if proves and turn is not None and ledger.has_sounded(turn) else 0  # else a filler's
        self._ports.report(facts.MarkEchoed(name), turn=of_turn)
        if of_turn:
            self._ports.floor.note_heard(of_turn)
        if proves:
            self._ports.marks.post(name)
        elif not ledger.is_known(name):
            self._ports.report(facts.Faulted(Fault.MARKS_UNKNOWN))
