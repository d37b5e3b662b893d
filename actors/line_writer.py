"""The line writer: the only actor that sends to the carrier. A barge-in never cancels it."""

from typing import assert_never

import trio

from offhook.engine.record import facts
from offhook.engine.run.call import Call
from offhook.engine.run.line import LineClosed
from offhook.engine.run.messages import AudioOut, ClearOut, LineOut, MarkOut


class LineWriter:
    """Writes what the speaker sends, in order, and reports to the ledger what was written."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        with self._call.channels.line.clone() as outgoing:
            task_status.started()
            async for item in outgoing:
                if self._is_void(item):
                    continue
                try:
                    # No deadline here: a send that the peer does not read cannot be cancelled. The call watches it,
                    # and closes the transport, which ends it.
                    await self._call.send(self._encode(item))
                except LineClosed:
                    self._call.ledger.line_closed(trio.current_time())
                    await trio.sleep_forever()  # the receiver notices it too, and ends the call
                self._note(item)

    def _is_void(self, item: LineOut) -> bool:
        """Whether audio must not be sent any more, because its turn was interrupted while it waited here."""
        match item:
            case AudioOut() | MarkOut():
                gate = self._call.gate
                stopped = gate.held or not gate.allows(item.turn)
                return stopped or item.generation != self._call.ledger.generation
            case ClearOut():
                return False
            case _:
                assert_never(item)

    def _encode(self, item: LineOut) -> str:
        stream = self._call.stream
        match item:
            case AudioOut():
                return stream.media(item.mulaw)
            case MarkOut():
                return stream.mark(item.name)
            case ClearOut():
                return stream.clear()
            case _:
                assert_never(item)

    def _note(self, item: LineOut) -> None:
        now = trio.current_time()
        echo_guard = self._call.echo_guard
        match item:
            case AudioOut():
                if echo_guard is not None:
                    echo_guard.played(item.mulaw, max(now, self._call.ledger.plays_until))
                self._call.ledger.wrote_audio(item.sentence, item.from_byte, len(item.mulaw), now)
                self._call.report(facts.AudioSent(len(item.mulaw), item.filler), turn=item.turn)
            case MarkOut():
                self._call.ledger.wrote_mark(item.name)
                self._call.report(facts.MarkSent(item.name), turn=item.turn)
            case ClearOut():
                if echo_guard is not None:
                    echo_guard.cleared(now)
                self._call.ledger.wrote_clear(now)
                self._call.turns.cleared()
                self._call.report(facts.ClearSent(), turn=item.turn)
            case _:
                assert_never(item)
