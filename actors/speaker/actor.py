"""The speaker actor: sends the audio of replies, paced so that little waits at the carrier, and stops when cancelled.

The task that sends the audio also sends the clear, on the same channel, after the cancel scope of the audio. So no
audio of an interrupted turn can follow the clear on the wire. A reply that may be resumed waits with its audio
(`takes.py`) until the interruption is judged; if it goes on, it does so in a new generation.
"""

from collections.abc import Callable
from dataclasses import dataclass

import trio

from offhook.actors.speaker.pacing import ROUNDING_S, Pacing
from offhook.actors.speaker.service import CallsVoice
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.actors.speaker.takes import Take, Takes
from offhook.engine.decide.carrier_time import CarrierTime
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.reply_life import ReplyEvent
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import SaysFloor
from offhook.engine.run.gate import Gate
from offhook.engine.run.item_watch import handling
from offhook.engine.run.mailbox import Mailbox, Wake
from offhook.engine.run.messages import AudioOut, ClearOut, LineOut, MarkOut
from offhook.engine.run.reply import Closing, Reply
from offhook.engine.run.unfinished import Unfinished
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES

MARK_EVERY_S = 0.2
MARK_GRACE_S = 0.25  # how long a reply waits for its last mark after its last byte must have played
LATE_AT_MOST_S = 2.0  # the longest extra wait when this process reads late
CLOSING_GRACE_S = 1.0  # MARK_GRACE_S for the last reply: a goodbye that is cut off is worse than a longer wait


@dataclass(frozen=True, slots=True)
class SpeakerPorts:
    """What the speaker of a call says, where its audio goes, and whom it tells."""

    replies: trio.MemoryReceiveChannel[Reply]
    line: trio.MemorySendChannel[LineOut]
    marks: Mailbox[str]
    clear_written: Wake
    unfinished: Unfinished
    floor: SaysFloor
    ledger: Ledger
    gate: Gate
    carrier_time: CarrierTime
    close: Callable[[Closing], None]
    """Ends the call, as a reply asks for that was heard to its end."""
    report: Report


class Speaker:
    """The speaker of one call."""

    __slots__ = ("_ports", "_session", "_settings")

    def __init__(self, ports: SpeakerPorts, session: CallsVoice, settings: SpeakerSettings) -> None:
        self._ports, self._session, self._settings = ports, session, settings

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        unfinished = self._ports.unfinished
        with self._ports.replies.clone() as replies, self._ports.line.clone() as line:
            player = _Player(self._ports, self._session, self._settings, line)
            task_status.started()
            await player.clear_leftovers()
            if unfinished.saying is not None:
                await player.say(unfinished.saying)
            async for reply in replies:
                unfinished.saying = reply
                await player.say(reply)


class _Player:
    """Plays replies, from one start of the actor to its end."""

    def __init__(
        self,
        ports: SpeakerPorts,
        session: CallsVoice,
        settings: SpeakerSettings,
        line: trio.MemorySendChannel[LineOut],
    ) -> None:
        self._ports, self._session, self._settings, self._line = ports, session, settings, line
        self._pacing = Pacing(ports.ledger, settings.lead_ms / 1000)
        # A single message must not use up the lead, or the distance between two marks.
        longest_ms = min(settings.chunk_ms, round(MARK_EVERY_S * 1000), settings.lead_ms // 2 // 20 * 20)
        self._chunk_bytes = longest_ms * BYTES_PER_S // 1000
        self._last_mark: str | None = None
        self._unmarked = 0  # bytes since the last mark
        self._resumes = False  # the next audio is the first after a false alarm

    async def clear_leftovers(self) -> None:
        """After a crash: clear audio that may still wait at the carrier."""
        if self._ports.unfinished.sounding is not None:
            await self._clear(self._ports.unfinished.sounding)

    async def say(self, reply: Reply) -> None:
        """Say one reply, until its last audio has played or it is interrupted."""
        gate, unfinished = self._ports.gate, self._ports.unfinished
        self._last_mark, self._unmarked, self._resumes = None, 0, False
        whole = False
        with gate.utterance(reply) as scope:
            async with trio.open_nursery() as nursery:
                takes = Takes(self._session, reply, self._ports.ledger, self._ports.report)
                nursery.start_soon(takes.make, name="voice, made ahead")
                try:
                    await reply.wait_committed()
                    whole = await self._play(reply, takes)
                finally:
                    takes.forget_heard(trio.current_time())  # after a crash, the restarted speaker says only the rest
                    takes.forget_sent_keys(trio.current_time())
                nursery.cancel_scope.cancel(reason="the reply is over")
        unfinished.saying = None
        reply.abandon()
        if scope.cancel_called:
            if unfinished.sounding == reply.turn:
                await self._clear(reply.turn)
            return
        unfinished.sounding = None
        gate.heard(reply)
        self._ports.floor.all_played(reply.turn)
        if reply.closing is not None and whole:
            self._ports.close(reply.closing)

    async def _play(self, reply: Reply, takes: Takes) -> bool:
        """Play a whole reply. It stops when held, and goes on when released. False if it gave way to an answer."""
        gate, whole = self._ports.gate, True
        while True:
            with gate.audible() as sound:
                whole = await self._play_on(reply, takes)
                await self._wait_played(MARK_GRACE_S if reply.closing is None else CLOSING_GRACE_S)
            if not sound.cancelled_caught:
                return whole
            if self._ports.unfinished.sounding == reply.turn:
                await self._clear(reply.turn)
            await gate.wait_released()
            while self._ports.ledger.clear_is_due:  # on a slow line the carrier plays on until then
                await self._ports.clear_written.wait()
            takes.rewind(trio.current_time())
            self._resumes = True

    async def _play_on(self, reply: Reply, takes: Takes) -> bool:
        while (take := await takes.current()) is not None:
            if self._ports.floor.gives_way(reply.turn, protected=take.sentence.protected):
                return False
            await self._play_take(reply, take)
            takes.move_on(trio.current_time())
        return True

    async def _play_take(self, reply: Reply, take: Take) -> None:
        """Play the rest of one sentence. A sentence that is never sent leaves no trace."""
        unfinished, sounds = self._ports.unfinished, False
        while chunk := await take.next_chunk(FRAME_BYTES if unfinished.sounding is None else self._chunk_bytes):
            await self._pacing.wait_turn(len(chunk))
            unfinished.sounding = reply.turn
            reply.life.handle(ReplyEvent.SOUND)
            generation = self._ports.ledger.generation
            await self._send(AudioOut(reply.turn, generation, take.number, take.position, chunk, take.sentence.filler))
            self._ports.ledger.handed_over(len(chunk))
            if not sounds:
                self._announce(reply, take)
            sounds = True
            take.sent(len(chunk))
            await self._mark_if_due(reply.turn, len(chunk))
        if sounds and self._ports.gate.allows(reply.turn):  # otherwise there is nothing to wait for
            self._last_mark = self._ports.ledger.name_mark()
            await self._mark(MarkOut(reply.turn, self._ports.ledger.generation, self._last_mark))

    def _announce(self, reply: Reply, take: Take) -> None:
        """Note that the first audio of a sentence, or of the rest of one, is about to be sent."""
        if not self._ports.gate.allows(reply.turn):  # an interruption at this moment has settled the turn already
            return
        if not take.sentence.filler:
            self._ports.floor.audio_started(reply.turn)
        if self._resumes:
            self._resumes = False
            self._ports.report(facts.Resumed(take.position * 1000 // BYTES_PER_S), turn=reply.turn)
        if take.position == 0:
            reply.sentences_begun += 1
            sounded = facts.SentenceSounded(reply.sentences_begun, take.sentence.text)
            self._ports.report(sounded, turn=reply.turn)

    async def _mark_if_due(self, turn: int, length: int) -> None:
        """Send a mark at regular distances, also inside a sentence, so that what was heard is known that exactly."""
        self._unmarked += length
        if self._unmarked + self._chunk_bytes > MARK_EVERY_S * BYTES_PER_S:
            await self._mark(MarkOut(turn, self._ports.ledger.generation, self._ports.ledger.name_mark()))

    async def _mark(self, mark: MarkOut) -> None:
        while self._ports.marks.take() is not None:
            pass  # they have told the ledger; only a wait for the last one listens to them
        self._unmarked = 0
        await self._send(mark)

    async def _send(self, item: LineOut) -> None:
        try:
            self._line.send_nowait(item)  # nearly always: pacing has waited, and there is room for four
        except trio.WouldBlock:
            with handling("handing over to the line writer", self._settings.item_within_s):
                await self._line.send(item)

    async def _wait_played(self, grace_s: float) -> None:
        """Wait until the carrier echoes the last mark, or must have played everything: sent does not mean heard."""
        if self._last_mark is None:
            return
        ledger = self._ports.ledger
        while not ledger.has_played(self._last_mark):
            # Audio that is not written yet has not begun to play. If the line stays blocked, the call ends it.
            with trio.move_on_at(ledger.all_played_at(trio.current_time()) + grace_s + self._late_s()) as patience:
                await self._ports.marks.receive()
            silent_s = trio.current_time() - ledger.plays_until
            is_overdue = ledger.is_written(self._last_mark) and silent_s > grace_s + self._late_s() - ROUNDING_S
            if patience.cancelled_caught and is_overdue:
                self._ports.report(facts.Faulted(Fault.MARKS_OVERDUE))
                return

    def _late_s(self) -> float:
        """How late this process reads: a mark that came in time, or the caller's hang-up, may not be read yet."""
        return min(self._ports.carrier_time.late_s, LATE_AT_MOST_S)

    async def _clear(self, turn: int) -> None:
        self._ports.ledger.begin_generation()
        self._last_mark = None
        await self._send(ClearOut(turn))
        # Only now: if the clear was not sent, the restarted speaker must send it.
        self._ports.unfinished.sounding = None
