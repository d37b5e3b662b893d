"""A voice that answers from the cache: a sentence that was said before starts at once.

CachedVoice ──► MemoryCache                 every sentence is looked up here
     └────────► DiskCache ──► CacheFolder   written, and read at start-up only (`cache_start_up.py`)
"""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, nullcontext

import msgspec
import trio

from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.disk_cache import DiskCache
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import Voice, VoicePiece, VoiceSession
from offhook.engine.words.spoken_words import SaidInstead, WordTime
from offhook.protocol import mulaw

LONGEST_S = 60  # longer sentences are not kept: they will hardly be said again
LONGEST_BYTES = LONGEST_S * mulaw.SAMPLE_RATE_HZ


class Said(msgspec.Struct, frozen=True, array_like=True):
    """A sentence as it is kept: audio and word times. All calls that say it share it."""

    words: tuple[WordTime, ...]
    sound: bytes

    def __len__(self) -> int:
        return len(self.sound) + 8 * len(self.words)


SaidCache = MemoryCache[Said]
decode_said = msgspec.msgpack.Decoder(Said).decode
"""Of a file of the cache. Raises msgspec.DecodeError."""
_encode = msgspec.msgpack.encode


class CachedVoice:
    """Adds a cache to a voice. `manner` is the text of all settings that decide how it sounds.

    Several voices may share the cache in memory, and the one on disk if there is one.
    """

    def __init__(self, voice: Voice, manner: str, memory: SaidCache, disk: DiskCache | None = None) -> None:
        self._voice, self._memory, self._disk = voice, memory, disk
        self.signature = f"{voice.name}-{_digest(manner, length=8)}"
        """The first part of the key of every sound of this voice."""

    def with_voice(self, voice: Voice, manner: str) -> "CachedVoice":
        """Another voice with the same cache."""
        return CachedVoice(voice, manner, self._memory, self._disk)

    @property
    def name(self) -> str:
        return self._voice.name

    def speaks(self, language: str) -> bool:
        return self._voice.speaks(language)

    def session(self, call: ServedCall) -> AbstractAsyncContextManager["CachedSession"]:
        voice = self._voice.session(call)
        if isinstance(voice, nullcontext):  # so that whoever holds this one sees the same (`actors/held.py`)
            return nullcontext(self._cached(voice.enter_result, call))
        return self._entered(voice, call)

    @asynccontextmanager
    async def _entered(
        self, voice: AbstractAsyncContextManager[VoiceSession], call: ServedCall
    ) -> AsyncIterator["CachedSession"]:
        async with voice as session:
            yield self._cached(session, call)

    def _cached(self, session: VoiceSession, call: ServedCall) -> "CachedSession":
        return CachedSession(session, self.signature, call.language, self._memory, self._disk)


class CachedSession:
    """A session of the voice that is asked only for what is not in the cache."""

    __slots__ = ("_disk", "_language", "_memory", "_session", "_signature")

    def __init__(
        self, session: VoiceSession, signature: str, language: str, memory: SaidCache, disk: DiskCache | None
    ) -> None:
        self._session, self._signature, self._language = session, signature, language
        self._memory, self._disk = memory, disk

    @asynccontextmanager
    async def sentence(self, text: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        key = self._key(text)
        said = self._memory.find(key)
        async with self._made(key, text) if said is None else aclosing(_at_once(said)) as pieces:
            yield pieces

    def at_hand(self, text: str) -> Sequence[VoicePiece] | None:
        """All that `sentence` would give of what is in the cache. Of what is not, None, and it is no miss yet."""
        key = self._key(text)
        said = self._memory.find(key) if key in self._memory else None
        return None if said is None else (*said.words, said.sound)

    async def prepare(self, text: str) -> None:
        """Render a sentence before it is asked for. Counts as neither hit nor miss. Raises VoiceFailed."""
        key = self._key(text)
        if key in self._memory or not self._memory.room:
            return
        async with self._made(key, text) as pieces:
            async for _ in pieces:
                pass

    @asynccontextmanager
    async def _made(self, key: str, text: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        async with self._session.sentence(text) as pieces, aclosing(self._kept(key, pieces)) as passed_on:
            yield passed_on

    async def _kept(  # noqa: ASYNC900  # `_made` closes it
        self, key: str, pieces: AsyncIterator[VoicePiece]
    ) -> AsyncGenerator[VoicePiece]:
        """The pieces as they come. A sentence is kept only if it was rendered to its end, as it was given."""
        words: list[WordTime] = []
        made = bytearray()
        as_given = True
        async for piece in pieces:
            if isinstance(piece, WordTime):
                words.append(piece)
            elif isinstance(piece, SaidInstead):
                as_given = False
            elif len(made) <= LONGEST_BYTES:
                made += piece
            yield piece
        if as_given and 0 < len(made) <= LONGEST_BYTES:
            self._keep(key, Said(tuple(words), bytes(made)))

    def _keep(self, key: str, said: Said) -> None:
        if key in self._memory:
            return  # another call rendered the same sentence at the same time, and was first
        self._memory.keep(key, said)
        if self._disk is not None and key in self._memory:  # a sound too large for memory is not kept on disk either
            self._disk.write(key, _encode(said))

    def _key(self, text: str) -> str:
        return f"{self._signature}-{_digest(f'{self._language}: {text}', length=32)}"


def at_hand(session: VoiceSession, text: str) -> Sequence[VoicePiece] | None:
    """All of a sentence that comes from a cache; None of any other."""
    return session.at_hand(text) if isinstance(session, CachedSession) else None


async def _at_once(said: Said) -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # `sentence` closes it
    await trio.lowlevel.checkpoint()
    for word in said.words:
        yield word
    yield said.sound


def _digest(text: str, *, length: int) -> str:
    # A digest, because sentences may be confidential: keys and file names must not reveal them.
    # "surrogatepass", because a text may hold half a surrogate pair, which a voice ignores.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:length]
