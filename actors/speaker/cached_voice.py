"""A voice that says what it has said before at once: the second rendering of a sentence is a look into memory."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

import msgspec
import trio

from offhook.actors.speaker.cached_files import CachedFiles
from offhook.actors.speaker.service import Voice, VoicePiece
from offhook.actors.speaker.voice_cache import VoiceCache
from offhook.engine.spoken_words import WordTime
from offhook.protocol import mulaw

LONGEST_S = 60  # what takes longer is no sentence that will be said again
LONGEST_BYTES = LONGEST_S * mulaw.SAMPLE_RATE_HZ


class _Said(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a sentence."""

    words: list[WordTime]
    sound: bytes


_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.Decoder(_Said).decode


class CachedVoice:
    """Another voice, with a memory. `manner` is all that decides how it sounds: its settings, as text.

    Many voices may share the cache, and the files where there are any.
    """

    def __init__(self, voice: Voice, manner: str, cache: VoiceCache, files: CachedFiles | None = None) -> None:
        self._voice, self._cache, self._files = voice, cache, files
        self.signature = f"{voice.name}-{_digest(manner, length=8)}"
        """Begins the key of every sound of this voice."""

    @property
    def name(self) -> str:
        return self._voice.name

    def speaks(self, language: str) -> bool:
        return self._voice.speaks(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        key = self._key(text, language)
        said = self._cache.find(key)
        async with self._made(key, text, language) if said is None else aclosing(_at_once(_decode(said))) as pieces:
            yield pieces

    async def prepare(self, text: str, language: str) -> None:
        """Have the sound before it is asked for. Counts as neither hit nor miss; raises VoiceFailed."""
        key = self._key(text, language)
        if key in self._cache or not self._cache.room:
            return
        async with self._made(key, text, language) as pieces:
            async for _ in pieces:
                pass

    @asynccontextmanager
    async def _made(self, key: str, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        async with self._voice.say(text, language) as pieces, aclosing(self._kept(key, pieces)) as passed_on:
            yield passed_on

    async def _kept(  # noqa: ASYNC900  # `_made` closes it
        self, key: str, pieces: AsyncIterator[VoicePiece]
    ) -> AsyncGenerator[VoicePiece]:
        """The pieces as they come. Only what came to its proper end is kept: half a sentence is worse than none."""
        words: list[WordTime] = []
        made = bytearray()
        async for piece in pieces:
            if isinstance(piece, WordTime):
                words.append(piece)
            elif len(made) <= LONGEST_BYTES:
                made += piece
            yield piece
        if 0 < len(made) <= LONGEST_BYTES:
            self._keep(key, _encode(_Said(words, bytes(made))))

    def _keep(self, key: str, said: bytes) -> None:
        if key in self._cache:
            return  # two calls asked at the same time, and the other one was first
        self._cache.keep(key, said)
        if self._files is not None and key in self._cache:  # what memory has no room for is no use on disk either
            self._files.write(key, said)

    def _key(self, text: str, language: str) -> str:
        return f"{self.signature}-{_digest(f'{language}: {text}', length=32)}"


async def _at_once(said: _Said) -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # `say` closes it
    await trio.lowlevel.checkpoint()
    for word in said.words:
        yield word
    yield said.sound


def _digest(text: str, *, length: int) -> str:
    # A digest, because what is said may be what a caller confided: neither keys nor file names should tell it.
    # "surrogatepass", because a text may hold half a character, which a voice passes over.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:length]
