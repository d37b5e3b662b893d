"""The chain of voices: a sentence that one voice does not finish is finished by the next one, from the word at which it
stopped.

Where a voice gives no word times, that word is estimated by the length of its sound, and by the speed of its last whole
sentence. The estimate leans to the early side: a word that is said twice is better than one that is missing.
"""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import trio

from offhook.actors.chain import CLOSE_WITHIN_S, CallChain, Patience, Work, begin_call_chain
from offhook.actors.hedge import HedgedParts
from offhook.actors.held import Held, Holder, open_holder
from offhook.actors.link import Link
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.cached_voice import at_hand
from offhook.actors.speaker.counted_sentence import counted_sentence
from offhook.actors.speaker.service import Voice, VoiceFailed, VoicePiece, VoiceSession
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.words.spoken_words import USUAL_BYTES_PER_CHARACTER, SaidInstead, SpokenSentence, WordTime
from offhook.protocol.telephone_audio import BYTES_PER_S

PATIENCE_FOR = BYTES_PER_S // 10  # a voice must deliver this much audio for its deadline to start anew
SLOWER = 1.5  # than estimated: so slowly a voice may speak without our skipping a word


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
    async def session(self, call: ServedCall) -> AsyncIterator["VoiceChainSession"]:
        async with open_holder(CLOSE_WITHIN_S) as holder:
            yield await self.begin(call, holder)

    async def begin(self, call: ServedCall, holder: Holder) -> "VoiceChainSession":
        """The same, as long as the holder lasts."""
        return VoiceChainSession(await begin_call_chain(self._links, call, "speaker", self._patience, holder))


class VoiceChainSession:
    """One call's use of the chain."""

    __slots__ = ("_chain", "_speeds")

    def __init__(self, chain: CallChain[VoiceSession]) -> None:
        self._chain = chain
        self._speeds: dict[str, float] = {}  # bytes per character of each voice's last whole sentence

    @asynccontextmanager
    async def sentence(self, text: str, unplayed_s: float = 0.0) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        """As `VoiceSession.sentence`. Until `unplayed_s` are over the caller hears what was said before, and waits for
        nothing: no voice is replaced for being slow."""
        async with self._chain.work() as work:
            sound = _Sound(work, text, self._speeds, trio.current_time() + min(unplayed_s, work.longest_s))
            yield sound if work.hedge_s is None else HedgedParts(sound, work.hedge_s + sound.spare_s)


class _Sound:
    """The sound of one sentence, by one voice after the other."""

    def __init__(self, work: Work[VoiceSession], text: str, speeds: dict[str, float], plays_from: float) -> None:
        """It cannot begin to play before `plays_from`."""
        self._work, self._speeds, self._whole_text = work, speeds, text
        self._text = text
        """What the voice that is at it was given to say: the rest of the sentence."""
        self._spoken = SpokenSentence(text)
        self._said_instead = False
        self._before = ""
        """What other voices have said of the sentence."""
        self._bytes_before = self._bytes = 0
        self._told: deque[VoicePiece] = deque()
        """What is to be told before the next piece is asked for."""
        self._ahead: deque[WordTime] = deque()
        """Times of words whose sound has not come yet: if the voice fails, they are void."""
        self._held: Held[AsyncIterator[VoicePiece]] | None = None
        self._at_hand: deque[VoicePiece] | None = None
        """What a cache had of it, and is not told yet: nothing is waited for."""
        self._is_over = False
        self._plays_from = plays_from
        self._dripped = 0
        self._stalled_s = 0.0
        """How long the caller has waited in all, between the sounds of the voice that is at it."""
        self._patience_s = self._new_patience_s()

    @property
    def spare_s(self) -> float:
        """For how much longer its first sound may take, because the caller does not wait yet."""
        return max(0.0, self._patience_s - self._work.within_s)

    def __aiter__(self) -> "_Sound":
        return self

    async def __anext__(self) -> VoicePiece:
        await trio.lowlevel.checkpoint_if_cancelled()
        while self._told or not self._is_over:
            if self._told:
                return self._told.popleft()
            try:
                piece = await self._next()
            except ServiceFailed as exc:
                self._go_on_after(exc)
                continue
            if piece is None:
                self._end()
            else:
                self._take(piece)
        raise StopAsyncIteration

    async def beginning(self) -> Sequence[VoicePiece]:
        """Up to the first sound."""
        pieces: list[VoicePiece] = []
        async for piece in self:
            pieces.append(piece)
            if isinstance(piece, bytes):
                break
        return pieces

    def second(self) -> "_Sound | None":
        work = self._work.beside()
        return None if work is None else _Sound(work, self._whole_text, self._speeds, self._plays_from)

    def decided(self, *, for_the_second: bool) -> None:
        self._work.decided(for_the_second=for_the_second)

    async def _next(self) -> VoicePiece | None:
        began, unplayed_s = trio.current_time(), self._unplayed_s
        if self._held is None and self._at_hand is None:
            await self._begin()
        if self._held is None:
            return self._at_hand.popleft() if self._at_hand else None
        left_s = self._patience_s - (trio.current_time() - began)
        with self._work.asking("no sound", self._held, left_s):
            piece = await anext(self._held.value, None)
        if piece is None:
            await self._work.finish(self._held)
        waited_s = trio.current_time() - began
        self._patience_s -= waited_s
        if self._bytes and waited_s > unplayed_s:
            self._stalled_s += waited_s - unplayed_s
        return piece

    async def _begin(self) -> None:
        session = await self._work.session()
        said = at_hand(session, self._text)
        if said is not None:  # which says nothing about the service, and costs nothing
            self._at_hand = deque(said)
            return
        self._work.asked()

        def make() -> AbstractAsyncContextManager[AsyncIterator[VoicePiece]]:
            return counted_sentence(session.sentence(self._text), self._text, self._work.count)

        self._held = await self._work.begin(make, "sentence", "no sound", self._patience_s)

    def _take(self, piece: VoicePiece) -> None:
        if isinstance(piece, WordTime):
            self._ahead.append(piece)
        elif isinstance(piece, SaidInstead):
            self._said_instead = True
            self._spoken.say_instead(piece.text)
            self._told.append(SaidInstead(self._before + piece.text))
        else:
            self._take_sound(piece)

    def _take_sound(self, sound: bytes) -> None:
        while self._ahead and self._ahead[0].byte < self._bytes + len(sound):
            time = self._ahead.popleft()
            self._spoken.word(time)
            self._told.append(WordTime(time.character + len(self._before), time.byte + self._bytes_before))
        if (late_s := trio.current_time() - self._plays_until) > 0:
            self._plays_from += late_s
        self._work.succeeded()
        self._spoken.sound(sound)
        self._bytes += len(sound)
        self._dripped += len(sound)
        if self._dripped >= PATIENCE_FOR:
            self._renew_patience()
        self._told.append(sound)

    def _end(self) -> None:
        self._is_over = True
        self._spoken.end()
        if self._bytes and (speed := self._spoken.bytes_per_character) is not None:
            self._speeds[self._work.link.name] = speed

    def _renew_patience(self) -> None:
        self._dripped = 0
        self._patience_s = self._new_patience_s()

    def _new_patience_s(self) -> float:
        """The caller waits from the end of the sound that is there, be it of the sentence before."""
        if self._work.is_last:
            return self._unplayed_s + self._work.within_s
        # Another voice begins when the sound runs out, so that the silence is no longer than it takes to begin. A voice
        # that is slower than speech, and so says it in crumbs, has this patience once, and not for each crumb.
        return max(self._unplayed_s, self._work.within_s - self._stalled_s)

    @property
    def _plays_until(self) -> float:
        return self._plays_from + (self._bytes_before + self._bytes) / BYTES_PER_S

    @property
    def _unplayed_s(self) -> float:
        return max(0.0, self._plays_until - trio.current_time())

    def _go_on_after(self, exc: ServiceFailed) -> None:
        """Give the rest to the next voice, and tell which word the sound has reached, if there was any. Raises
        VoiceFailed if nobody is left."""
        speed = self._speeds.get(self._work.link.name, USUAL_BYTES_PER_CHARACTER)
        if not self._work.failed(exc):
            raise VoiceFailed(str(exc)) from exc
        self._held = self._at_hand = None
        self._ahead.clear()
        self._stalled_s = 0.0
        self._renew_patience()
        if not self._bytes:
            if self._said_instead:  # and nobody has heard it
                self._told.append(SaidInstead(self._before + self._text))
            self._spoken, self._said_instead = SpokenSentence(self._text), False
            return
        said, rest = self._spoken.split_at(self._bytes, speed * SLOWER)
        if self._said_instead:  # as many words are said of the sentence as of what it was replaced with
            rest = " ".join(self._text.split()[len(said.split()) :])
            self._before += f"{said} "
            self._told.append(SaidInstead(self._before + rest))
            reached = len(self._before)
        else:
            _, unheard = self._spoken.split_at(self._bytes, speed)
            length = len(self._text.rstrip())
            reached = len(self._before) + length - len(unheard)
            self._before += self._text[: length - len(rest)]
        self._bytes_before += self._bytes
        self._bytes, self._text, self._spoken, self._said_instead = 0, rest, SpokenSentence(rest), False
        self._is_over = not rest
        if rest:
            self._told.append(WordTime(reached, self._bytes_before))
