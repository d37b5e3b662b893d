"""pocketsphinx in this process: in virtual time nobody can wait for another one."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

import trio

from offhook.actors.recognizer.pocketsphinx_messages import (
    MOST_CONFIDENT,
    Answer,
    Audio,
    Final,
    Finish,
    Look,
    Partial,
    Request,
    Start,
    decode_answer,
    encode,
)
from offhook.actors.recognizer.pocketsphinx_worker import PocketsphinxProgram
from offhook.actors.recognizer.service import Transcript, TranscriptSoFar
from offhook.actors.served_call import ServedCall
from offhook.engine.words.expectation import Expectation

FINAL_S = 0.03
"""What its second pass takes for a second of speech."""


class LocalPocketsphinx:
    """The recognizer: the worker's program, asked directly."""

    name = "pocketsphinx"
    guesses = True
    hears_each_alone = True

    def __init__(self) -> None:
        self._program, self._sessions = PocketsphinxProgram(), 0

    def speaks(self, language: str) -> bool:
        return language.startswith("en")

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected
        return ()

    def session(self, call: ServedCall) -> "AbstractAsyncContextManager[LocalSession]":
        del call
        return nullcontext(LocalSession(self))

    def begin(self) -> int:
        """Returns the number of a new utterance."""
        self._sessions += 1
        return self._sessions

    def ask(self, utterance: int, request: Request) -> Answer:
        (answer,) = self._program.handle(utterance, encode(request))
        return decode_answer(answer)

    def close(self, utterance: int) -> None:
        self._program.close(utterance)


class LocalSession:
    """Of one call."""

    def __init__(self, recognizer: LocalPocketsphinx) -> None:
        self._recognizer, self.cepstral_mean = recognizer, ""

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> "AsyncIterator[LocalUtterance]":
        del number
        begun = self._recognizer.begin()
        self._recognizer.ask(begun, Start(expected, self.cepstral_mean))
        try:
            yield LocalUtterance(self, self._recognizer, begun, on_partial)
        finally:
            self._recognizer.close(begun)


class LocalUtterance:
    """Of one caller."""

    def __init__(
        self, ear: LocalSession, recognizer: LocalPocketsphinx, utterance: int, on_partial: Callable[[str], None]
    ) -> None:
        self._ear, self._recognizer, self._utterance, self._on_partial = ear, recognizer, utterance, on_partial
        self._text = ""
        self._final: Transcript | None = None

    async def feed(self, mulaw: bytes) -> None:
        await trio.lowlevel.checkpoint()
        answer = self._recognizer.ask(self._utterance, Audio(mulaw))
        assert isinstance(answer, Partial)
        if answer.text != self._text:
            self._text = answer.text
            self._on_partial(answer.text)

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        return TranscriptSoFar(Transcript(self._text, MOST_CONFIDENT), stands=False) if self._text else None

    async def look(self) -> Transcript:
        await trio.sleep(FINAL_S)
        return self._found(Look())

    async def finish(self) -> Transcript:
        await trio.sleep(FINAL_S)
        if self._final is None:  # it may be asked again
            self._final = self._found(Finish())
        return self._final

    def _found(self, request: Request) -> Transcript:
        answer = self._recognizer.ask(self._utterance, request)
        assert isinstance(answer, Final)
        self._ear.cepstral_mean = answer.cepstral_mean
        return Transcript(answer.text, answer.confidence)
