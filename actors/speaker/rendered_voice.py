"""A voice whose sentences are rendered by worker processes (`rendering.py`)."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager

import trio

from offhook.actors.speaker.passages import passages
from offhook.actors.speaker.rendering import END, ListVoices, OfferedVoice, Render, decode_offer, decode_words, encode
from offhook.actors.speaker.service import StatelessVoice, VoiceFailed, VoicePiece
from offhook.engine.host.worker import WorkerCannotStart, WorkerDied, WorkerPool
from offhook.engine.words.spoken_words import WordTime

LIST_WITHIN_S = 10.0


class RenderedVoice(StatelessVoice):
    """Speaks texts of any length, passage by passage; each is rendered when the one before has been taken.

    So a worker delays other calls by one passage at most, and at most one passage waits in memory. `tables` name the
    voice for a language; the first table that knows the language, or the language of a dialect, is used. With
    `first_passage` the first passage ends with its clause, if that is not longer.
    """

    def __init__(
        self,
        name: str,
        pool: WorkerPool,
        tables: Sequence[Mapping[str, str]],
        longest_passage: int,
        first_passage: int = 0,
    ) -> None:
        self.name = name
        self._pool = pool
        self._tables = tables
        self._longest_passage, self._first_passage = longest_passage, first_passage

    def speaks(self, language: str) -> bool:
        return voice_for(language, self._tables) is not None

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        async with aclosing(self._sound(text, language)) as sound:
            yield sound

    async def _sound(self, text: str, language: str) -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # `say` closes it
        # A generator that yields inside a context is safe here: `say` alone opens it, and always closes it.
        voice = voice_for(language, self._tables)
        if voice is None:
            raise VoiceFailed(f"{self.name} does not speak {language!r}")
        try:
            async with self._pool.session() as session:
                made = 0
                for begins_at, passage in passages(text, self._longest_passage, self._first_passage):
                    await session.send(encode(Render(passage, voice)))
                    for word in decode_words(await session.receive()):
                        yield WordTime(begins_at + word.character, made + word.byte)  # noqa: ASYNC119  # as above
                    while (piece := await session.receive()) != END:
                        made += len(piece)
                        yield piece  # noqa: ASYNC119  # as above
        except WorkerDied as exc:
            raise VoiceFailed(f"{self.name} lost its worker") from exc


def voice_for(language: str, tables: Sequence[Mapping[str, str]]) -> str | None:
    """The lookup of RFC 4647, section 3.4: the last part of an unknown tag is removed until a tag is known."""
    for table in tables:
        tag = normal_tag(language)
        while tag:
            if tag in table:
                return table[tag]
            tag = tag.rpartition("-")[0]
    return None


def normal_tag(language: str) -> str:
    return language.lower().replace("_", "-")


async def offered_voices(pool: WorkerPool) -> list[OfferedVoice]:
    """The voices that a newly opened pool offers. Raises WorkerCannotStart."""
    try:
        with trio.fail_after(LIST_WITHIN_S):
            async with pool.session() as session:
                await session.send(encode(ListVoices()))
                return decode_offer(await session.receive())
    except (WorkerDied, trio.TooSlowError) as exc:
        raise WorkerCannotStart("a worker that was ready did not say which voices it has") from exc
