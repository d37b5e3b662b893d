"""The chain of voices: a sentence that one voice does not finish is finished by the next one, from the word at which it
stopped.

Where a voice gives no word times, that word is estimated by the length of its sound, and by the speed of its last whole
sentence. The estimate leans to the early side: a word that is said twice is better than one that is missing.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import trio

from offhook.actors.chain import CallChain, Link, Patience, Work, open_call_chain
from offhook.actors.held import Held, Holder, open_holder
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.cached_voice import is_at_hand
from offhook.actors.speaker.service import Voice, VoiceFailed, VoicePiece, VoiceSession
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.record.facts import Fault
from offhook.engine.words.spoken_words import USUAL_BYTES_PER_CHARACTER, SpokenSentence, WordTime
from offhook.protocol.telephone_audio import BYTES_PER_S

PATIENCE_FOR = BYTES_PER_S // 10  # a voice must deliver this much audio for its deadline to start anew
SLOWER, SLOWER_UNKNOWN = 1.2, 1.5  # than estimated: so slowly a voice may speak without our skipping a word
LEFT_WITHIN_S = 0.5


class VoiceChain:
    """A voice that consists of others."""

    def __init__(self, links: Sequence[Link[Voice]], patience: Patience) -> None:
        self._links, self._patience = links, patience

    @property
    def name(self) -> str:
        return self._links[0].name

    def speaks(self, language: str) -> bool:
        return any(link.service.speaks(language) for link in self._links)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        async with open_call_chain(self._links, call, Fault.VOICE_FAILED, self._patience) as chain:
            yield _Session(chain)


class _Session:
    def __init__(self, chain: CallChain[VoiceSession]) -> None:
        self._chain = chain
        self._speeds: dict[str, float] = {}  # bytes per character of each voice's last whole sentence

    @asynccontextmanager
    async def sentence(self, text: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        async with open_holder(LEFT_WITHIN_S) as holder:
            work = self._chain.work()
            try:
                yield _Sound(work, holder, text, self._speeds)
            finally:
                work.over()


class _Sound:
    """The sound of one sentence, by one voice after the other."""

    def __init__(self, work: Work[VoiceSession], holder: Holder, text: str, speeds: dict[str, float]) -> None:
        self._work, self._holder, self._speeds = work, holder, speeds
        self._text = text
        """What the voice that is at it was given to say: the rest of the sentence."""
        self._spoken = SpokenSentence(text)
        self._characters_before = self._bytes_before = 0
        self._bytes = 0
        self._held: Held[AsyncIterator[VoicePiece]] | None = None
        self._is_over = False
        self._first_at: float | None = None
        """When the sound began, which cannot have begun to play before."""
        self._dripped, self._patience_s = 0, work.within_s

    def __aiter__(self) -> "_Sound":
        return self

    async def __anext__(self) -> VoicePiece:
        while not self._is_over:
            try:
                piece = await self._next()
            except ServiceFailed as exc:
                if (reached := self._go_on_after(exc)) is not None:
                    return reached
                continue
            if piece is None:
                self._end()
            else:
                return self._taken(piece)
        await trio.lowlevel.checkpoint()
        raise StopAsyncIteration

    async def _next(self) -> VoicePiece | None:
        began = trio.current_time()
        with trio.move_on_after(self._patience_s) as patience:
            pieces = (self._held or await self._begin()).value
            piece = await anext(pieces, None)
        if patience.cancelled_caught:
            raise ServiceFailed(f"no sound within {self._work.within_s:g} s")
        self._patience_s -= trio.current_time() - began
        return piece

    async def _begin(self) -> Held[AsyncIterator[VoicePiece]]:
        session = await self._work.link.session()
        if not is_at_hand(session, self._text):  # which says nothing about the service
            self._work.asked()
        self._held = await self._holder.hold(session.sentence(self._text), "sentence")
        return self._held

    def _taken(self, piece: VoicePiece) -> VoicePiece:
        if isinstance(piece, WordTime):
            self._spoken.word(piece)
            return WordTime(piece.character + self._characters_before, piece.byte + self._bytes_before)
        if self._first_at is None:
            self._first_at = trio.current_time()
        self._work.succeeded()
        self._spoken.sound(piece)
        self._bytes += len(piece)
        self._dripped += len(piece)
        if self._dripped >= PATIENCE_FOR:
            self._renew_patience()
        return piece

    def _end(self) -> None:
        self._is_over = True
        self._spoken.end()
        if self._bytes and (speed := self._spoken.bytes_per_character) is not None:
            self._speeds[self._work.link.name] = speed

    def _renew_patience(self) -> None:
        """The caller waits from the end of the sound that is there."""
        self._dripped = 0
        unplayed_s = 0.0
        if self._first_at is not None:
            made_s = (self._bytes_before + self._bytes) / BYTES_PER_S
            unplayed_s = max(0.0, made_s - (trio.current_time() - self._first_at))
        # Another voice begins when the sound runs out, so that the silence is no longer than it takes to begin.
        self._patience_s = (
            unplayed_s + self._work.within_s if self._work.is_last else max(unplayed_s, self._work.within_s)
        )

    def _go_on_after(self, exc: ServiceFailed) -> WordTime | None:
        """Give the rest to the next voice. Returns which word the sound has reached, if there was any. Raises
        VoiceFailed if nobody is left."""
        known = self._speeds.get(self._work.link.name)
        if not self._work.failed(exc):
            raise VoiceFailed(str(exc)) from exc
        if self._held is not None:
            self._held.drop()
            self._held = None
        self._renew_patience()
        if not self._bytes:
            return None
        speed = known or USUAL_BYTES_PER_CHARACTER
        _, rest = self._spoken.split_at(self._bytes, speed * (SLOWER if known else SLOWER_UNKNOWN))
        _, unheard = self._spoken.split_at(self._bytes, speed)
        length = len(self._text.rstrip())
        reached = WordTime(self._characters_before + length - len(unheard), self._bytes_before + self._bytes)
        self._characters_before += length - len(rest)
        self._bytes_before += self._bytes
        self._bytes, self._text, self._spoken = 0, rest, SpokenSentence(rest)
        self._is_over = not rest
        return reached if rest else None
