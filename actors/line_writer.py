"""The line writer: the only actor that sends to the carrier. A barge-in never cancels it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, assert_never

import trio

from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.played_sound import PlayedSound
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import HearsClear
from offhook.engine.run.gate import Gate
from offhook.engine.run.line import LineClosed
from offhook.engine.run.mailbox import Mailbox, Wake
from offhook.engine.run.messages import AudioOut, ClearOut, KeyPressed, LineOut, MarkOut
from offhook.protocol.carriers.carrier import CarrierStream, Message


class Send(Protocol):
    """How messages are sent to the carrier."""

    async def __call__(self, *messages: Message) -> None: ...


@dataclass(frozen=True, slots=True)
class LineWriterPorts:
    """What the line writer of a call sends, and whom it tells."""

    outgoing: trio.MemoryReceiveChannel[LineOut]
    send: Send
    """Send messages, in one piece where the line can. Raises LineClosed."""
    stream: CarrierStream
    clear_written: Wake
    keys: Mailbox[KeyPressed]
    """Those pressed over a protected sentence wait for its end."""
    floor: HearsClear
    ledger: Ledger
    gate: Gate
    played_sound: PlayedSound | None
    report: Report


class LineWriter:
    """Writes what the speaker sends, in order, and reports to the ledger what was written."""

    __slots__ = ("_ports",)

    def __init__(self, ports: LineWriterPorts) -> None:
        self._ports = ports

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        with self._ports.outgoing.clone() as outgoing:
            task_status.started()
            async for item in outgoing:
                for together in _queued(item, outgoing):
                    await self._write(together)

    async def _write(self, together: Sequence[LineOut]) -> None:
        wanted = [item for item in together if not self._is_void(item)]
        if not wanted:
            return
        try:
            # No deadline here: a send that the peer does not read cannot be cancelled. The call watches it, and closes
            # the transport, which ends it.
            await self._ports.send(*map(self._encode, wanted))
        except LineClosed:
            self._ports.ledger.line_closed(trio.current_time())
            self._ports.clear_written.ring()
            await trio.sleep_forever()  # the receiver notices it too, and ends the call
        for item in wanted:
            self._note(item)

    def _is_void(self, item: LineOut) -> bool:
        """Whether audio must not be sent any more, because its turn was interrupted while it waited here."""
        match item:
            case AudioOut() | MarkOut():
                gate = self._ports.gate
                stopped = gate.held or not gate.allows(item.turn)
                return stopped or item.generation != self._ports.ledger.generation
            case ClearOut():
                return False
            case _:
                assert_never(item)

    def _encode(self, item: LineOut) -> Message:
        stream = self._ports.stream
        match item:
            case AudioOut():
                return stream.sound(item.mulaw)
            case MarkOut():
                return stream.mark(item.name)
            case ClearOut():
                return stream.clear()
            case _:
                assert_never(item)

    def _note(self, item: LineOut) -> None:
        now = trio.current_time()
        played_sound = self._ports.played_sound
        match item:
            case AudioOut():
                if played_sound is not None:
                    played_sound.played(item.mulaw, max(now, self._ports.ledger.plays_until), now)
                self._ports.ledger.wrote_audio(item.sentence, item.from_byte, len(item.mulaw), now)
                self._ports.report(facts.AudioSent(len(item.mulaw), item.filler), turn=item.turn)
            case MarkOut():
                self._ports.ledger.wrote_mark(item.name)
                # A mark follows the last audio of every sentence, so the end of a protected one is known by now.
                self._ports.keys.remind()
                self._ports.report(facts.MarkSent(item.name), turn=item.turn)
            case ClearOut():
                if played_sound is not None:
                    played_sound.cleared(now)
                self._ports.ledger.wrote_clear(now)
                self._ports.clear_written.ring()
                self._ports.floor.cleared()
                self._ports.report(facts.ClearSent(), turn=item.turn)
            case _:
                assert_never(item)


def _queued(item: LineOut, outgoing: trio.MemoryReceiveChannel[LineOut]) -> Iterable[Sequence[LineOut]]:
    """This item, and what is queued behind it: each mark together with the audio that it follows."""
    found = [[item]]
    with suppress(trio.WouldBlock, trio.EndOfChannel):
        while True:
            following = outgoing.receive_nowait()
            if isinstance(following, MarkOut):
                found[-1].append(following)
            else:
                found.append([following])
    return found
