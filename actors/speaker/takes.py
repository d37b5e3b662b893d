"""The audio of one reply, sentence by sentence: each is rendered while the one before plays, and kept until heard.

So a reply that was stopped by a false alarm can go on where it was, and nothing is rendered twice.
"""

import trio

from offhook.actors.speaker.service import CallsVoice, VoiceFailed
from offhook.engine.decide.ledger import Ledger
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.mailbox import Wake
from offhook.engine.run.reply import HangUp, Reply, ReplyPart, Sentence, Transfer, key_tones
from offhook.engine.words.sent_keys import keys_in, place_of_key
from offhook.engine.words.spoken_words import SaidInstead, WordTime
from offhook.protocol.dtmf import key_sounds, keys_left, next_key_at, sound_of
from offhook.protocol.telephone_audio import BYTES_PER_S

MADE_AHEAD = 1  # sentences, beside the one that plays
UNPLAYED_AT_MOST = 120 * BYTES_PER_S  # of one sentence: a voice that is further ahead waits


class Take:
    """One sentence and its audio so far."""

    __slots__ = ("_changed", "_has_room", "ended", "number", "position", "sentence", "sound")

    def __init__(self, sentence: Sentence, number: int) -> None:
        self.sentence, self.number = sentence, number
        self.sound: bytes | bytearray = b""
        self.ended = False
        self.position = 0  # the byte that goes out next
        self._changed = Wake()
        self._has_room = Wake()

    def add(self, mulaw: bytes) -> None:
        """More audio. If it comes in one piece, as from the cache, it stays shared with whoever has it too."""
        if not self.sound:
            self.sound = mulaw
        elif isinstance(self.sound, bytes):
            self.sound = bytearray(self.sound) + mulaw
        else:
            self.sound += mulaw
        self._changed.ring()

    def end(self) -> None:
        """The voice has finished, or has failed."""
        self.ended = True
        self._changed.ring()

    async def next_chunk(self, length: int) -> bytes:
        """Audio from `position` on: waits until there are `length` bytes, or all that is left; empty at the end."""
        while not self.ended and len(self.sound) < self.position + length:
            await self._changed.wait()
        return bytes(self.sound[self.position : self.position + length])

    def sent(self, length: int) -> None:
        self.position += length
        self._has_room.ring()

    async def wait_room(self) -> None:
        while len(self.sound) > self.position + UNPLAYED_AT_MOST:
            await self._has_room.wait()


class Takes:
    """The sentences of one reply that are rendered and not heard yet, in order, and the position of playback."""

    __slots__ = ("_all_there", "_ledger", "_more", "_moved_on", "_playing", "_reply", "_report", "_session", "_takes")

    def __init__(self, session: CallsVoice, reply: Reply, ledger: Ledger, report: Report) -> None:
        self._session, self._reply, self._ledger, self._report = session, reply, ledger, report
        self._takes: list[Take] = []
        self._playing = 0
        self._all_there = False
        self._more = Wake()
        self._moved_on = Wake()

    async def make(self) -> None:
        """Render every sentence of the reply, as far ahead as is wanted."""
        for sentence in tuple(self._reply.in_hand):  # a speaker crashed while it said these
            await self._make(sentence)
        with self._reply.parts.clone() as parts:
            while self._reply.closing is None:
                await self._wait_wanted()
                try:
                    part = await _next_of(parts)
                except trio.EndOfChannel:
                    break
                match part:
                    case Sentence():
                        self._reply.in_hand.append(part)
                        await self._make(part)
                    case HangUp() | Transfer():
                        self._reply.closing = part
        self._all_there = True
        self._more.ring()

    async def current(self) -> Take | None:
        """The sentence to play now; None after the last."""
        while len(self._takes) <= self._playing:
            if self._all_there:
                return None
            await self._more.wait()
        return self._takes[self._playing]

    def move_on(self, now: float) -> None:
        """The current sentence has been sent."""
        self._playing += 1
        self.forget_heard(now)
        self._moved_on.ring()

    def forget_heard(self, now: float) -> None:
        """Drop the sentences that were sent and heard."""
        while self._playing and self._is_heard(self._takes[0], now):
            del self._takes[0]
            self._playing -= 1
            del self._reply.in_hand[0]

    def forget_sent_keys(self, now: float) -> None:
        """A speaker that crashes may repeat a sentence, but no key: what is left of keys is in hand."""
        if self._takes and self._reply.in_hand and (take := self._takes[0]).sentence.tones:
            keys = keys_in(take.sentence.text)
            left = keys_left(keys, self._ledger.heard_of(take.number, now))
            self._reply.in_hand[0] = key_tones(left)

    def rewind(self, now: float) -> None:
        """Go back to the last word or pause that was heard."""
        unheard = (
            place for place, take in enumerate(self._takes[: self._playing + 1]) if not self._is_heard(take, now)
        )
        first = next(unheard, None)
        if first is None:
            return
        self._playing = first
        for take in self._takes[first:]:
            take.position = self._resume_point(take, now)

    def _resume_point(self, take: Take, now: float) -> int:
        if take.sentence.tones:
            return next_key_at(keys_in(take.sentence.text), self._ledger.heard_of(take.number, now))
        return self._ledger.resume_point(take.number, bytes(take.sound), now)

    def _is_heard(self, take: Take, now: float) -> bool:
        return take.ended and self._ledger.heard_of(take.number, now) >= len(take.sound)

    async def _wait_wanted(self) -> None:
        """Wait until another sentence is wanted: one of a draft, one ahead of the one that plays."""
        if self._takes:
            await self._reply.wait_committed()
        while len(self._takes) > self._playing + MADE_AHEAD:
            await self._moved_on.wait()

    async def _make(self, sentence: Sentence) -> None:
        reply, ledger = self._reply, self._ledger
        await self._wait_wanted()
        self._report(facts.SentenceBegun(sentence.filler), turn=reply.turn)
        number = ledger.begin_sentence(
            reply.turn,
            sentence.text,
            language=sentence.language,
            protected=sentence.protected,
            asks=sentence.asks,
            filler=sentence.filler,
        )
        take = Take(sentence, number)
        self._takes.append(take)
        self._more.ring()
        try:
            await self._fill(take)
            ledger.made_all(take.number)
        except VoiceFailed:
            pass  # the chain has reported it; the rest of the sentence is missing
        take.end()

    async def _fill(self, take: Take) -> None:
        if take.sentence.tones:
            await self._fill_with_keys(take)
            return
        async with self._session.sentence(take.sentence.text, self._unplayed_s(), take.sentence.language) as pieces:
            async for piece in pieces:
                if isinstance(piece, WordTime):
                    self._ledger.word_begins(take.number, piece)
                    continue
                if isinstance(piece, SaidInstead):
                    self._ledger.says_instead(take.number, piece.text)
                    continue
                if not take.sound:
                    self._report(facts.VoiceSounded(take.sentence.filler), turn=self._reply.turn)
                self._ledger.made(take.number, piece)
                take.add(piece)
                await take.wait_room()

    async def _fill_with_keys(self, take: Take) -> None:
        self._report(facts.VoiceSounded(filler=False), turn=self._reply.turn)
        over_at = 0  # a key was heard when whoever listens has taken it, and not only with the silence behind it
        keys = keys_in(take.sentence.text)
        for number, sound in enumerate(key_sounds(keys)):
            self._ledger.word_begins(take.number, WordTime(place_of_key(number), over_at))
            over_at = sound.is_taken_at
            mulaw = sound_of(sound)
            self._ledger.made(take.number, mulaw)
            take.add(mulaw)
            await take.wait_room()
        self._ledger.word_begins(take.number, WordTime(place_of_key(len(keys)), over_at))

    def _unplayed_s(self) -> float:
        """How long the sentences before the last one will sound."""
        now = trio.current_time()
        unsent = sum(len(take.sound) - take.position for take in self._takes[self._playing : -1])
        return self._ledger.all_played_at(now) - now + unsent / BYTES_PER_S


async def _next_of(parts: trio.MemoryReceiveChannel[ReplyPart]) -> ReplyPart:
    """Without a turn of the scheduler where it is there. Raises trio.EndOfChannel."""
    await trio.lowlevel.checkpoint_if_cancelled()
    try:
        return parts.receive_nowait()
    except trio.WouldBlock:
        return await parts.receive()
