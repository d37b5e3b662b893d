"""The chain of recognizers: an utterance that one service loses is recognised by the next one, from its beginning.

The audio of an utterance is kept until it is over. Whoever takes over is fed all of it, faster than it was spoken.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import trio

from offhook.actors.chain import CallChain, CallLink, Link, Patience, Work, open_call_chain
from offhook.actors.held import Held, Holder, open_holder
from offhook.actors.recognizer.service import (
    Recognizer,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.record.facts import Fault
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

PIECE_BYTES = BYTES_PER_S // 2  # of the audio that is fed again
LEFT_WITHIN_S = 0.5


class RecognizerChain:
    """A recognizer that consists of others."""

    def __init__(self, links: Sequence[Link[Recognizer]], patience: Patience) -> None:
        self._links, self._patience = links, patience

    @property
    def name(self) -> str:
        return self._links[0].name

    @property
    def guesses(self) -> bool:
        return any(link.service.guesses for link in self._links)

    def speaks(self, language: str) -> bool:
        return any(link.service.speaks(language) for link in self._links)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        """Of the first one. The others are asked when it fails: half an answer is better than none."""
        return self._links[0].service.unknown_words(expected)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with open_call_chain(self._links, call, Fault.RECOGNIZER_FAILED, self._patience) as chain:
            yield _Session(chain)


class _Session:
    def __init__(self, chain: CallChain[RecognizerSession]) -> None:
        self._chain = chain

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        async with open_holder(LEFT_WITHIN_S) as holder:
            work = self._chain.work(utterance=number)
            utterance = _Utterance(work, holder, number, expected, on_partial)
            try:
                await utterance.begin()
                yield utterance
            finally:
                work.over()


class _Attempt:
    """One service at one utterance."""

    def __init__(self, link: CallLink[RecognizerSession], held: Held[Utterance]) -> None:
        self.link, self.held = link, held
        self.utterance = held.value
        self.fed = 0
        """Bytes."""
        self.failure: ServiceFailed | None = None
        """It failed while the caller paused."""
        self.asking = trio.CancelScope()
        """Of the last question at a pause."""


class _Utterance:
    """All but `so_far` is called by one task, so that only that one changes services."""

    def __init__(
        self,
        work: Work[RecognizerSession],
        holder: Holder,
        number: int,
        expected: Expectation,
        on_partial: Callable[[str], None],
    ) -> None:
        self._work, self._holder = work, holder
        self._number, self._expected, self._on_partial = number, expected, on_partial
        self._sound = bytearray()
        self._attempt: _Attempt | None = None

    async def begin(self) -> None:
        while self._attempt is None:
            try:
                self._attempt = await self._begin(self._work.link)
            except ServiceFailed as exc:
                self._go_on_after(exc)

    async def feed(self, mulaw: bytes) -> None:
        self._sound += mulaw  # no more than `vad.max_utterance_ms`
        await self._feed_all()

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        attempt = self._attempt
        if attempt is None or attempt.failure is not None:
            return None
        attempt.asking = trio.CancelScope()
        found = None
        try:
            with attempt.asking, self._work.in_time("no words"):
                found = await attempt.utterance.so_far()
        except ServiceFailed as exc:
            attempt.failure = exc  # the next piece of audio comes soon, and is fed to the next service
            return None
        if found is None or attempt is not self._attempt:
            return None
        self._work.succeeded()
        return found

    async def finish(self) -> Transcript:
        while True:
            attempt = await self._feed_all()
            try:
                with self._work.in_time("no transcript"):
                    transcript = await attempt.utterance.finish()
            except ServiceFailed as exc:
                self._switch(attempt, exc)
                continue
            self._work.succeeded()
            return transcript

    async def _feed_all(self) -> _Attempt:
        """Feed what was not fed yet, to whichever service takes it."""
        while True:
            await self.begin()
            attempt = self._attempt
            assert attempt is not None
            try:
                await self._feed(attempt)
                return attempt
            except ServiceFailed as exc:
                self._switch(attempt, exc)

    async def _feed(self, attempt: _Attempt) -> None:
        while True:
            if attempt.failure is not None:
                raise attempt.failure
            piece = bytes(self._sound[attempt.fed : attempt.fed + PIECE_BYTES])
            if not piece:
                return
            with self._work.in_time("took no audio"):
                await attempt.utterance.feed(piece)
            attempt.fed += len(piece)

    async def _begin(self, link: CallLink[RecognizerSession]) -> _Attempt:
        session = await link.session()
        self._work.asked()
        context = session.utterance(self._number, self._expected, lambda text: self._tell_partial(link, text))
        with self._work.in_time("took no utterance"):
            held = await self._holder.hold(context, "utterance")
        return _Attempt(link, held)

    def _tell_partial(self, link: CallLink[RecognizerSession], text: str) -> None:
        """Late words of a service that has been replaced are void."""
        if link is self._work.link:
            self._on_partial(text)

    def _switch(self, attempt: _Attempt, exc: ServiceFailed) -> None:
        self._attempt = None
        attempt.asking.cancel(reason="another service is asked")
        attempt.held.drop()
        self._go_on_after(exc)

    def _go_on_after(self, exc: ServiceFailed) -> None:
        """Raises RecognizerFailed if nobody is left."""
        if not self._work.failed(exc):
            raise RecognizerFailed(str(exc)) from exc
