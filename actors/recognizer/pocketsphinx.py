"""The `pocketsphinx` recognizer: English, embedded, at its best where few phrases are expected.

It recognises known phrases; without them it gets every second word wrong. pocketsphinx holds the interpreter lock while
it works, so it runs in worker processes.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext

import trio
from pydantic import Field

from offhook.actors.recognizer.jsgf import BadPattern, grammar_of
from offhook.actors.recognizer.pocketsphinx_messages import (
    LONGEST_BYTES,
    MOST_CONFIDENT,
    Answer,
    Audio,
    Failed,
    Final,
    Finish,
    Look,
    Partial,
    Request,
    Start,
    decode_answer,
    encode,
)
from offhook.actors.recognizer.pronunciations import missing_words
from offhook.actors.recognizer.service import (
    RecognizerDeclaration,
    RecognizerFailed,
    Transcript,
    TranscriptSoFar,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerDied, WorkerPool, WorkerSession, open_workers, worker_command
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation

NAME = "pocketsphinx"
WORKER = "offhook.actors.recognizer.pocketsphinx_worker"


class PocketsphinxSettings(Section):
    """pocketsphinx: English, best where the dialogue expects few phrases."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes recognise; calls share them. More use more cores and memory."""


@asynccontextmanager
async def open_pocketsphinx(world: World, settings: PocketsphinxSettings) -> "AsyncIterator[Pocketsphinx]":
    """Raises WorkerCannotStart (in a group) where pocketsphinx is missing or broken."""
    async with open_workers(world, NAME, worker_command(WORKER), settings.workers) as pool:
        yield Pocketsphinx(pool)


class Pocketsphinx:
    """All calls' way to the workers."""

    guesses = True  # a grammar finds one of its phrases in any sound
    hears_each_alone = True
    name = NAME

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    def speaks(self, language: str) -> bool:
        return language.lower().replace("_", "-").partition("-")[0] == "en"

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        try:
            return missing_words(
                word for each in expected for word in grammar_of(each.phrases, each.rules, each.parts).words
            )
        except BadPattern as exc:
            raise RecognizerFailed(f"{NAME} cannot listen for what is expected: {exc}") from exc

    def session(self, call: ServedCall) -> "AbstractAsyncContextManager[PocketsphinxSession]":
        del call
        return nullcontext(PocketsphinxSession(self._pool))


class PocketsphinxSession:
    """Keeps how one caller and line sound (the cepstral mean). The workers keep nothing."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self.cepstral_mean = ""

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> "AsyncIterator[PocketsphinxUtterance]":
        del number  # each utterance has a worker's session of its own
        with _a_lost_worker_fails_the_utterance():
            async with self._pool.session() as session:
                await session.send(encode(Start(expected, self.cepstral_mean)))
                yield PocketsphinxUtterance(self, session, on_partial)


class PocketsphinxUtterance:
    """Every message gets one answer. The answer to one piece of audio is read when the next piece comes. By then it has
    arrived, so nothing waits; and a worker that falls behind slows the feeding down, so its queue does not grow."""

    def __init__(self, ear: PocketsphinxSession, session: WorkerSession, on_partial: Callable[[str], None]) -> None:
        self._ear, self._session, self._on_partial = ear, session, on_partial
        self._text = ""
        self._is_owed = True
        """Whether an answer has not been read yet; the first is that to `Start`."""
        self._is_finishing = False

    async def feed(self, mulaw: bytes) -> None:
        await self._go_on_with(Audio(mulaw[:LONGEST_BYTES]))

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        return TranscriptSoFar(Transcript(self._text, MOST_CONFIDENT), stands=False) if self._text else None

    async def look(self) -> Transcript:
        """The words so far, as `finish` would find them; it goes on listening. It may be cancelled and asked again."""
        await self._go_on_with(Look())
        transcript = self._found(await self._answer())
        self._is_owed = False
        return transcript

    async def finish(self) -> Transcript:
        if not self._is_finishing:
            await self._go_on_with(Finish())
            self._is_finishing = True
        return self._found(await self._answer())

    def _found(self, answer: Answer) -> Transcript:
        assert isinstance(answer, Final)
        self._ear.cepstral_mean = answer.cepstral_mean
        return Transcript(answer.text, answer.confidence)

    async def _go_on_with(self, request: Request) -> None:
        if self._is_owed:  # or sending the next request was cancelled
            so_far = await self._answer()  # a Final is that to a look that was cancelled
            self._is_owed = False
            if isinstance(so_far, Partial) and so_far.text != self._text:
                self._text = so_far.text
                self._on_partial(so_far.text)
        with _a_lost_worker_fails_the_utterance():
            await self._session.send(encode(request))
        self._is_owed = True

    async def _answer(self) -> Answer:
        with _a_lost_worker_fails_the_utterance():
            answer = decode_answer(await self._session.receive())
        if isinstance(answer, Failed):
            raise RecognizerFailed(f"{NAME}: {answer.reason}")
        return answer


@contextmanager
def _a_lost_worker_fails_the_utterance() -> Iterator[None]:
    try:
        yield
    except WorkerDied as exc:
        raise RecognizerFailed(f"{NAME} lost its worker") from exc


POCKETSPHINX = RecognizerDeclaration(NAME, PocketsphinxSettings, open_pocketsphinx, embedded=True)
