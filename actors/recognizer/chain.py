"""The chain of recognizers: an utterance that one service loses is recognised by the next one, from its beginning.

The audio of an utterance is kept until it is over. Whoever takes over is fed all of it, faster than it was spoken.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import trio

from offhook.actors.chain import CLOSE_WITHIN_S, CallChain, Patience, Work, begin_call_chain
from offhook.actors.hedge import Race
from offhook.actors.held import Held, Holder, open_holder
from offhook.actors.link import CallLink, Link
from offhook.actors.recognizer.counted_utterance import counted_utterance
from offhook.actors.recognizer.service import (
    FedAtOnce,
    Recognizer,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.recognizer.sessions import KeptUtterance
from offhook.actors.served_call import ServedCall
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

PIECE_BYTES = BYTES_PER_S // 2  # of the audio that is fed again
SOONEST_S = 0.6  # so long a service has for its words at least


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
    async def session(self, call: ServedCall) -> AsyncIterator["RecognizerChainSession"]:
        async with open_holder(CLOSE_WITHIN_S) as holder:
            yield await self.begin(call, holder)

    async def begin(self, call: ServedCall, holder: Holder) -> "RecognizerChainSession":
        """The same, as long as the holder lasts."""
        guessing = [link.name for link in self._links if link.service.guesses]
        return RecognizerChainSession(
            await begin_call_chain(self._links, call, "recognizer", self._patience, holder), guessing
        )


class RecognizerChainSession:
    """One call's use of the chain."""

    __slots__ = ("_chain", "_guessing", "_hears")

    def __init__(self, chain: CallChain[RecognizerSession], guessing: Sequence[str]) -> None:
        self._chain, self._guessing = chain, guessing
        self._hears = chain.next().name

    @property
    def guesses(self) -> bool:
        """Whether the service that hears the caller guesses (`Recognizer.guesses`)."""
        return self._hears in self._guessing

    @property
    def hears_each_alone(self) -> bool:
        """Whether that service hears each utterance by itself, and nothing of those before."""
        return any(link.hears_each_alone for link in self._chain.links if link.name == self._hears)

    def hears(self, service: str) -> None:
        """This one is at it."""
        self._hears = service

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[KeptUtterance]:
        async with self._chain.work(utterance=number) as work:
            utterance = _Utterance(self, work, number, expected, on_partial)
            await utterance.begin()
            yield utterance


class _Attempt:
    """One service at one utterance."""

    __slots__ = ("asked_at", "asking", "behind_s", "failure", "fed", "held", "link", "utterance")

    def __init__(self, link: CallLink[RecognizerSession], held: Held[Utterance]) -> None:
        self.link, self.held = link, held
        self.utterance = held.value
        self.fed = 0
        """Bytes."""
        self.behind_s = 0.0
        """How long it took for what it was fed, less what was spoken in that time."""
        self.failure: ServiceFailed | None = None
        """It failed while the caller paused."""
        self.asked_at: float | None = None
        """When it was last asked at a pause."""
        self.asking = trio.CancelScope()
        """Of the last question at a pause."""


class _Utterance:
    """All but `so_far` is called by one task, so that only that one changes services."""

    __slots__ = ("_attempt", "_expected", "_number", "_on_partial", "_session", "_sound", "_work")

    def __init__(
        self,
        session: RecognizerChainSession,
        work: Work[RecognizerSession],
        number: int,
        expected: Expectation,
        on_partial: Callable[[str], None],
    ) -> None:
        self._session, self._work = session, work
        self._number, self._expected, self._on_partial = number, expected, on_partial
        self._sound = bytearray()
        self._attempt: _Attempt | None = None

    @property
    def sound(self) -> bytearray:
        """All that it was fed."""
        return self._sound

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
        await trio.lowlevel.checkpoint_if_cancelled()
        attempt = self._attempt
        if attempt is None or attempt.failure is not None:
            return None
        attempt.asking = trio.CancelScope()
        attempt.asked_at = trio.current_time()
        found = None
        try:
            with attempt.asking, self._work.asking("no words", attempt.held):
                found = await attempt.utterance.so_far()
        except ServiceFailed as exc:
            attempt.failure = exc  # the next piece of audio comes soon, and is fed to the next service
            return None
        if found is None or attempt is not self._attempt:
            return None
        self._work.succeeded()
        return found

    async def finish(self) -> Transcript:
        if (hedge_s := self._work.hedge_s) is None:
            return await self._finish()
        race: Race[_Utterance, Transcript] = Race(_Utterance._finish)
        _, transcript = await race.run(self, hedge_s)
        return transcript

    def second(self) -> "_Utterance | None":
        work = self._work.beside()
        if work is None:
            return None
        second = _Utterance(self._session, work, self._number, self._expected, self._on_partial)
        second._sound = self._sound
        return second

    def decided(self, *, for_the_second: bool) -> None:
        self._work.decided(for_the_second=for_the_second)
        if not for_the_second:
            self._session.hears(self._work.link.name)  # the other one has begun after it

    async def _finish(self) -> Transcript:
        while True:
            attempt = await self._feed_all()
            try:
                with self._work.asking("no transcript", attempt.held, self._patience_s(attempt)):
                    transcript = await attempt.utterance.finish()
            except ServiceFailed as exc:
                self._switch(attempt, exc)
                continue
            self._work.succeeded()
            return transcript

    def _patience_s(self, attempt: _Attempt) -> float:
        """The caller has been waiting since the last pause, and so has whoever can take over."""
        within_s = self._work.within_s
        if attempt.asked_at is None or self._work.is_last:
            return within_s
        return max(SOONEST_S, within_s - (trio.current_time() - attempt.asked_at))

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
        while True:  # noqa: ASYNC913  # each round feeds a piece
            if attempt.failure is not None:
                raise attempt.failure
            piece = bytes(self._sound[attempt.fed : attempt.fed + PIECE_BYTES])
            if not piece:
                return
            if isinstance(attempt.utterance, FedAtOnce):
                self._work.at_once(partial(attempt.utterance.feed_nowait, piece), attempt.held)
            else:
                await self._feed_slowly(attempt, piece)
            attempt.fed += len(piece)
            if attempt.fed < len(self._sound):  # what is fed again is a lot: its connection sends meanwhile
                await trio.lowlevel.checkpoint()

    async def _feed_slowly(self, attempt: _Attempt, piece: bytes) -> None:
        began = trio.current_time()
        with self._work.asking("did not take the audio", attempt.held, self._work.within_s - attempt.behind_s):
            await attempt.utterance.feed(piece)
        took_s = trio.current_time() - began
        attempt.behind_s = max(0.0, attempt.behind_s + took_s - len(piece) / BYTES_PER_S)

    async def _begin(self, link: CallLink[RecognizerSession]) -> _Attempt:
        session = await self._work.session()
        self._session.hears(link.name)
        self._work.asked()

        def make() -> AbstractAsyncContextManager[Utterance]:
            context = session.utterance(self._number, self._expected, lambda text: self._tell_partial(link, text))
            return context if link.counts_itself else counted_utterance(context, self._work.count)

        return _Attempt(link, await self._work.begin(make, "utterance", "took no utterance"))

    def _tell_partial(self, link: CallLink[RecognizerSession], text: str) -> None:
        """Late words of a service that has been replaced are void."""
        if link is self._work.link:
            self._on_partial(text)

    def _switch(self, attempt: _Attempt, exc: ServiceFailed) -> None:
        self._attempt = None
        attempt.asking.cancel(reason="another service is asked")
        self._go_on_after(exc)

    def _go_on_after(self, exc: ServiceFailed) -> None:
        """Raises RecognizerFailed if nobody is left."""
        if not self._work.failed(exc):
            raise RecognizerFailed(str(exc)) from exc
