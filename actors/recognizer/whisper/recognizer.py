"""The `whisper` recognizer: free speech without a key and without a network.

It takes an utterance in one piece: it is asked when the caller pauses, and again if the caller goes on. One worker
process serves many calls, an utterance at a time (`queue.py`).
"""

from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Annotated, Protocol

from pydantic import Field

from offhook.actors.at_once import at_once
from offhook.actors.recognizer.service import (
    FedAtOnce,
    Recognizer,
    RecognizerDeclaration,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.recognizer.whisper.files import ModelUnusable, chosen_model
from offhook.actors.recognizer.whisper.judgement import judged_among, may_ask_about
from offhook.actors.recognizer.whisper.messages import LONGEST_BYTES, Hear, Heard
from offhook.actors.recognizer.whisper.queue import Busy, open_whisper_queue
from offhook.actors.served_call import ServedCall
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerCannotStart, worker_command
from offhook.engine.host.world import World
from offhook.engine.record import facts
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

NAME = "whisper"
WORKER = "offhook.actors.recognizer.whisper.worker"
WAITED_S = 0.01  # less is the scheduler's time, not another caller's
SHORTEST_BYTES = BYTES_PER_S // 10
NOTHING_HEARD = Heard((), (), no_speech=1.0, language="", language_probability=0.0)


class WhisperSettings(Section):
    """Whisper, embedded: free speech without a key; docs/services.md."""

    model: Annotated[str, Field(min_length=1, max_length=4096)] = "auto"
    """Which model recognises: `"tiny.en"` (English), `"base"` (a hundred languages, half as fast), or a folder with a
    Whisper model for CTranslate2. `"auto"`: the first of these that is installed."""
    workers: int = Field(default=1, ge=1, le=16)
    """How many processes recognise; calls share them. Each keeps one core busy, and takes 230 MB or more."""
    pair: bool = True
    """Whether `pocketsphinx` listens along where phrases are expected, if it stands right behind in the chain: its
    sure answers come at once, and Whisper decides about the others."""
    max_waiting_s: Annotated[float, Field(ge=0, le=60)] = 0.5
    """How long an utterance may wait for those before it. One that would wait longer goes to the next service of the
    chain at once."""


@asynccontextmanager
async def open_whisper(world: World, settings: WhisperSettings) -> AsyncIterator[Recognizer]:
    """Raises WorkerCannotStart (also in a group) where CTranslate2 or the model is missing or broken."""
    try:
        model = chosen_model(settings.model)
    except ModelUnusable as exc:
        raise WorkerCannotStart(f"{NAME}: {exc}") from exc
    command = worker_command(WORKER, model)
    async with open_whisper_queue(world, NAME, command, settings.workers, settings.max_waiting_s) as queue:
        try:
            languages = (await queue.describe()).languages
        except RecognizerFailed as exc:
            raise WorkerCannotStart(str(exc)) from exc
        yield Whisper(queue, languages, pairs=settings.pair)


class HearsOne(Protocol):
    """Whoever has the model."""

    async def hear(self, request: Hear, waited: Callable[[float], None]) -> Heard:
        """`waited` is told for how many seconds it had to wait for a worker. Raises Busy, or RecognizerFailed."""


class Whisper:
    """All calls' way to the model."""

    hears_each_alone = True
    guesses = True
    """Words for coughs and noise are refused, but not all of them."""
    name = NAME

    def __init__(self, queue: HearsOne, languages: Sequence[str], *, pairs: bool) -> None:
        self._queue, self._languages = queue, frozenset(languages)
        self.pairs = pairs

    def speaks(self, language: str) -> bool:
        return _code(language) in self._languages

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected  # it writes any word
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        return nullcontext(_Session(self, call))

    async def hear(self, sound: bytes, call: ServedCall, asked: Sequence[str] = ()) -> Heard:
        """What the model finds in an utterance, and how likely it finds the texts that it is asked about. Raises Busy,
        or RecognizerFailed."""
        if len(sound) < SHORTEST_BYTES:
            return NOTHING_HEARD
        among = tuple(dict.fromkeys(_code(each) for each in (call.language, *call.among) if self.speaks(each)))

        def waited(seconds: float) -> None:
            if seconds >= WAITED_S:
                call.report(facts.RecognizerWaited(NAME, seconds))

        try:
            return await self._queue.hear(Hear(sound[:LONGEST_BYTES], among, tuple(asked)), waited)
        except Busy as exc:
            call.report(facts.RecognizerBusy(NAME, exc.waits_s))
            raise


class _Session:
    """Nothing is kept from one utterance to the next."""

    def __init__(self, whisper: Whisper, call: ServedCall) -> None:
        self._whisper, self._call = whisper, call

    @at_once
    def utterance(self, number: int, expected: Expectation, on_partial: Callable[[str], None]) -> Generator[Utterance]:
        del number, on_partial
        yield _Utterance(self._whisper, self._call, expected)


class _Utterance(FedAtOnce):
    """Keeps the audio, so that it can be asked about again."""

    def __init__(self, whisper: Whisper, call: ServedCall, expected: Expectation) -> None:
        self._whisper, self._call, self._expected = whisper, call, expected
        self._sound = bytearray()

    def feed_nowait(self, mulaw: bytes) -> None:
        self._sound += mulaw[: LONGEST_BYTES - len(self._sound)]

    async def so_far(self) -> TranscriptSoFar | None:
        try:
            return TranscriptSoFar(await self.finish(), stands=True)
        except Busy:
            return None  # what waits at the end of a turn is in more of a hurry than a draft

    async def finish(self) -> Transcript:
        heard = await self._whisper.hear(bytes(self._sound), self._call, may_ask_about(self._expected))
        return judged_among(heard, len(self._sound) / BYTES_PER_S, self._expected)


def _code(language: str) -> str:
    """As the model calls it: "en" for "en-GB"."""
    return language.lower().replace("_", "-").partition("-")[0]


WHISPER = RecognizerDeclaration(NAME, WhisperSettings, open_whisper, embedded=True)
