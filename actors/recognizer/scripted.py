"""The recognizers `scripted` and `scripted_batch`: they return a fixed text after a fixed time.

The first one streams: it has the text as soon as the caller pauses. The second one takes audio in one piece: it starts
when the caller pauses, and has the text after the fixed time.
"""

from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

import trio
from pydantic import Field

from offhook.actors.at_once import at_once
from offhook.actors.recognizer.service import (
    FedAtOnce,
    Recognizer,
    RecognizerDeclaration,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.host.settings import Section
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation


class ScriptedRecognizerSettings(Section):
    """The scripted recognizer: the same words, whatever was said; for measurements and tests."""

    text: str = Field(default="hello", max_length=1000)
    """The words it has heard."""
    final_ms: int = Field(default=0, ge=0, le=60_000)
    """How long after the end of speech it has them."""


class BatchRecognizerSettings(Section):
    """The second settable one: the same words too, as a service has them that takes an utterance in one piece."""

    text: str = Field(default="hello", max_length=1000)
    """The words it has heard."""
    final_ms: int = Field(default=300, ge=0, le=60_000)
    """How long after the end of speech it has them."""


@asynccontextmanager
async def open_scripted_recognizer(world: World, settings: ScriptedRecognizerSettings) -> AsyncIterator[Recognizer]:
    del world  # nothing outside is needed
    yield _ScriptedRecognizer("scripted", lambda: _StreamedUtterance(settings.text, settings.final_ms / 1000))


@asynccontextmanager
async def open_scripted_batch(world: World, settings: BatchRecognizerSettings) -> AsyncIterator[Recognizer]:
    del world
    yield _ScriptedRecognizer("scripted_batch", lambda: _BatchUtterance(settings.text, settings.final_ms / 1000))


class _ScriptedRecognizer:
    guesses = False

    def __init__(self, name: str, begin: Callable[[], Utterance]) -> None:
        self._name, self._begin = name, begin

    @property
    def name(self) -> str:
        return self._name

    def speaks(self, language: str) -> bool:
        return bool(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        del call
        return nullcontext(self)

    @at_once
    def utterance(self, number: int, expected: Expectation, on_partial: Callable[[str], None]) -> Generator[Utterance]:
        del number, expected, on_partial  # it knows what will have been said
        yield self._begin()


class _StreamedUtterance(FedAtOnce):
    __slots__ = ("_final_s", "_transcript")

    def __init__(self, text: str, final_s: float) -> None:
        self._transcript, self._final_s = Transcript(text, confidence=1.0), final_s

    def feed_nowait(self, mulaw: bytes) -> None:
        del mulaw

    async def so_far(self) -> TranscriptSoFar:
        await trio.lowlevel.checkpoint()
        return TranscriptSoFar(self._transcript, stands=False)

    async def finish(self) -> Transcript:
        await trio.sleep(self._final_s)
        return self._transcript


class _BatchUtterance(_StreamedUtterance):
    async def so_far(self) -> TranscriptSoFar:
        return TranscriptSoFar(await self.finish(), stands=True)


SCRIPTED = RecognizerDeclaration(
    "scripted", ScriptedRecognizerSettings, open_scripted_recognizer, embedded=True, only_named=True
)
SCRIPTED_BATCH = RecognizerDeclaration(
    "scripted_batch", BatchRecognizerSettings, open_scripted_batch, embedded=True, only_named=True
)
