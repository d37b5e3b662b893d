"""The speaker: says replies, paced so that little waits at the carrier, and stops when its scope is cancelled.

Whoever sends the audio also sends the clear, on the same channel and after the reply's scope: so nothing of an
interrupted turn can follow it on the wire.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

import trio

from actors.speaker.chunking import cut_chunks
from actors.speaker.made_ahead import made_ahead
from actors.speaker.pacing import Pacing
from actors.speaker.service import Voice, VoiceFailed
from actors.speaker.speaker_settings import SpeakerSettings
from engine.call import Call
from engine.item_watch import handling
from engine.reply import HangUp, Reply, Sentence, Transfer
from engine.speech import BYTES_PER_S, FRAME_BYTES, AudioOut, ClearOut, LineOut, MarkOut
from engine.timeline import Instant

MARK_EVERY_S = 0.2
MARK_GRACE_S = 1.0  # how long after its last byte must have played a reply waits for the carrier to say so


class Speaker:
    """The agent's mouth in one call."""

    def __init__(self, call: Call, voice: Voice, settings: SpeakerSettings) -> None:
        self._call, self._voice, self._settings = call, voice, settings

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        channels = self._call.channels
        with channels.replies.clone() as replies, channels.line_send.clone() as line:
            mouth = _Mouth(self._call, self._voice, self._settings, line)
            task_status.started()
            await mouth.clear_leftovers()
            if channels.reply_in_hand is not None:
                await mouth.say(channels.reply_in_hand)
            async for reply in replies:
                channels.reply_in_hand = reply
                await mouth.say(reply)


class _Mouth:
    """One incarnation's state."""

    def __init__(
        self, call: Call, voice: Voice, settings: SpeakerSettings, line: trio.MemorySendChannel[LineOut]
    ) -> None:
        self._call, self._voice, self._settings, self._line = call, voice, settings, line
        self._pacing = Pacing(settings.lead_ms / 1000)
        self._sounds = False  # whether the sentence in hand has begun to
        self._last_mark: str | None = None
        self._unmarked = 0  # bytes since the last mark

    async def clear_leftovers(self) -> None:
        """After a crash: audio of the predecessor may still wait at the carrier."""
        if self._call.gate.sounding is not None:
            await self._clear(self._call.gate.sounding)

    async def say(self, reply: Reply) -> None:
        """One reply, to the end of its last sound, or to its interruption."""
        gate = self._call.gate
        self._last_mark, self._unmarked = None, 0
        with gate.utterance(reply.turn) as scope:
            await self._say_sentences(reply)
            await self._wait_played()
        self._call.channels.reply_in_hand = None
        reply.abandon()
        if scope.cancel_called:
            if gate.sounding == reply.turn:
                await self._clear(reply.turn)
            return
        gate.sounding = None
        self._call.turns.all_played(reply.turn)
        if reply.closing is not None:
            self._call.close(reply.closing)

    async def _say_sentences(self, reply: Reply) -> None:
        with reply.parts.clone() as parts:
            if reply.in_hand is not None:
                await self._say_sentence(reply, reply.in_hand)
            async for part in parts:
                match part:
                    case Sentence():
                        await self._say_sentence(reply, part)
                    case HangUp() | Transfer():
                        reply.closing = part
                        return

    async def _say_sentence(self, reply: Reply, sentence: Sentence) -> None:
        if reply.in_hand is not sentence:
            reply.sentences_begun += 1
        reply.in_hand, self._sounds = sentence, False
        self._call.timeline.note(reply.turn, Instant.FIRST_SENTENCE, trio.current_time())
        try:
            await self._send_sound(reply, sentence)
        except VoiceFailed as exc:
            self._call.count("voice failed")
            self._call.log.warning("voice failed", voice=self._voice.name, turn=reply.turn, error=str(exc))
        if self._sounds and self._call.gate.allows(reply.turn):  # else there is nothing to wait for
            self._last_mark = self._call.ledger.name_mark()
            await self._mark(MarkOut(reply.turn, self._last_mark))
        reply.in_hand = None

    async def _send_sound(self, reply: Reply, sentence: Sentence) -> None:
        """The sentence's audio, as it is made. One of which nothing is sounded leaves no trace."""
        later = self._settings.chunk_ms * BYTES_PER_S // 1000
        first = FRAME_BYTES if self._call.gate.sounding is None else later
        ledger = self._call.ledger
        number = ledger.begin_sentence(reply.turn, sentence.text)
        async with (
            self._voice.say(sentence.text, self._call.agent.language) as pieces,
            made_ahead(pieces, partial(ledger.made, number), partial(ledger.made_all, number)) as made,
            aclosing(cut_chunks(made, first=first, later=later)) as chunks,
        ):
            while (chunk := await self._next_chunk(chunks)) is not None:
                self._call.timeline.note(reply.turn, Instant.VOICE_FIRST_BYTE, trio.current_time())
                await self._pacing.wait_turn(len(chunk))
                self._call.gate.sounding = reply.turn
                await self._send(AudioOut(reply.turn, number, chunk))
                if not self._sounds:
                    self._sounds = True
                    self._announce(reply, sentence)
                await self._mark_if_due(reply.turn, len(chunk))

    async def _mark_if_due(self, turn: int, length: int) -> None:
        """Inside a sentence too: what was heard is then known to within the distance of two marks."""
        self._unmarked += length
        if self._unmarked >= MARK_EVERY_S * BYTES_PER_S:
            await self._mark(MarkOut(turn, self._call.ledger.name_mark()))

    async def _mark(self, mark: MarkOut) -> None:
        while self._call.channels.marks.take() is not None:
            pass  # they have told the ledger; only a wait for the last one listens to them
        self._unmarked = 0
        await self._send(mark)

    def _announce(self, reply: Reply, sentence: Sentence) -> None:
        """The first sound of a sentence is on its way."""
        if self._call.gate.allows(reply.turn):  # an interruption in this very moment has settled the turn already
            self._call.turns.audio_started(reply.turn)
            self._call.log.info("sent audio chunk", turn=reply.turn, n=reply.sentences_begun, text=sentence.text)

    async def _send(self, item: LineOut) -> None:
        with handling("handing over to the line writer", self._settings.item_within_s):
            await self._line.send(item)

    async def _next_chunk(self, chunks: AsyncGenerator[bytes, None]) -> bytes | None:
        with trio.move_on_after(self._settings.piece_within_s):
            return await anext(chunks, None)
        raise VoiceFailed(f"no sound within {self._settings.piece_within_s:g} s")

    async def _wait_played(self) -> None:
        """Sent is not heard: wait until the carrier says so, or until it must have played everything."""
        if self._last_mark is None:
            return
        with trio.move_on_at(self._pacing.plays_until + MARK_GRACE_S):
            while not self._call.ledger.has_played(self._last_mark):
                await self._call.channels.marks.receive()
            return
        self._call.count("marks overdue")

    async def _clear(self, turn: int) -> None:
        self._call.ledger.begin_generation()
        self._pacing.cleared()
        self._last_mark = None
        await self._send(ClearOut(turn))
        self._call.gate.sounding = None  # only now: a clear that was not sent is the next incarnation's to send
