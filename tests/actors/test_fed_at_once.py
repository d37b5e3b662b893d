"""Recognizers that wait for nothing when they are fed: what goes wrong in one is made good as in any other. Virtual
time."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.link import Link
from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.service import (
    FedAtOnce,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.words.expectation import Expectation
from offhook.simulation.failing_services import Ear
from offhook.simulation.trouble import PlantedBug
from tests.actors.test_bad_services import PATIENCE, Told

PIECE = bytes([64]) * 1600


class FirstHalfOnly(FedAtOnce):
    """Takes two pieces, and raises with the third."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self._pieces = 0

    def feed_nowait(self, mulaw: bytes) -> None:
        assert mulaw == PIECE
        self._pieces += 1
        if self._pieces == 3:
            raise self._error

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        return None

    async def finish(self) -> Transcript:
        await trio.sleep_forever()
        raise AssertionError


class AtOnceEar(Ear):
    """Its session is over after `session_s`, and its utterances take two pieces."""

    def __init__(self, error: Exception, session_s: float = 60.0) -> None:
        super().__init__("first", "wrong")
        self._error, self._session_s = error, session_s

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with super().session(call) as session, trio.open_nursery() as nursery:
            nursery.start_soon(self._break)
            yield session
            nursery.cancel_scope.cancel()

    async def _break(self) -> None:
        await trio.sleep(self._session_s)
        raise RecognizerFailed("the connection was closed")

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        del number, expected, on_partial
        yield FirstHalfOnly(self._error)


@pytest.mark.parametrize("error", [RecognizerFailed("a planted failure"), PlantedBug("a planted bug")])
async def test_the_next_service_hears_all_that_one_could_not_take(error: Exception, autojump_clock: MockClock) -> None:
    """Be it a failure or a bug: the sound is given to the next one from its beginning, with the piece that was lost."""
    told, second = Told(), Ear("second", "book a room")
    chain = RecognizerChain([Link(AtOnceEar(error)), Link(second)], PATIENCE)
    async with chain.session(told.call) as session, session.utterance(1, Expectation(), print) as utterance:
        for _ in range(4):
            await utterance.feed(PIECE)
        assert (await utterance.finish()).text == "book a room"
    assert told.switches == [("first", "second")]
    assert second.heard == [PIECE * 4]


async def test_a_session_that_is_over_is_noticed_with_the_next_piece(autojump_clock: MockClock) -> None:
    """Nobody feeds a connection that is closed, and nobody waits for the end of the utterance to find out."""
    told, second = Told(), Ear("second", "book a room")
    chain = RecognizerChain([Link(AtOnceEar(PlantedBug("not reached"), session_s=0.5)), Link(second)], PATIENCE)
    async with chain.session(told.call) as session, session.utterance(1, Expectation(), print) as utterance:
        await utterance.feed(PIECE)
        await trio.sleep(1.0)
        assert told.switches == []
        await utterance.feed(PIECE)
        assert told.switches == [("first", "second")]
        assert "the connection was closed" in str(told.failures)
        assert (await utterance.finish()).text == "book a room"
    assert second.heard == [PIECE * 2]


async def test_a_bug_of_the_last_one_comes_as_it_is(autojump_clock: MockClock) -> None:
    """Nobody can take over, so it is the actor's, which is started anew."""
    chain = RecognizerChain([Link(AtOnceEar(PlantedBug("a planted bug")))], PATIENCE)

    async def feed() -> None:
        async with chain.session(Told().call) as session, session.utterance(1, Expectation(), print) as utterance:
            for _ in range(3):
                await utterance.feed(PIECE)

    with pytest.raises(PlantedBug):
        await feed()


class BoundedOutbox(FedAtOnce):
    """Posts each piece in a box with room for four, as clients of streaming services do. A task empties it."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.sent = b""

    def feed_nowait(self, mulaw: bytes) -> None:
        if len(self.waiting) == 4:
            raise RecognizerFailed("it takes nothing more")
        self.waiting.append(mulaw)

    async def send(self) -> None:
        while True:
            await trio.lowlevel.checkpoint()
            self.sent += b"".join(self.waiting)
            self.waiting.clear()

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        return None

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        while self.waiting:
            await trio.lowlevel.checkpoint()
        return Transcript("book a room", 1.0)


class PostingEar(Ear):
    """A service whose utterances go out over a connection."""

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        del number, expected, on_partial
        async with trio.open_nursery() as nursery:
            self.outbox = BoundedOutbox()
            nursery.start_soon(self.outbox.send)
            yield self.outbox
            nursery.cancel_scope.cancel()


async def test_a_long_utterance_that_is_fed_again_does_not_overflow_the_next_ones_connection(
    autojump_clock: MockClock,
) -> None:
    """Half a minute comes at once. The connection sends between two pieces, so that its box stays small."""
    told, second = Told(), PostingEar("second", "book a room")
    chain = RecognizerChain([Link(AtOnceEar(RecognizerFailed("a planted failure"))), Link(second)], PATIENCE)
    async with chain.session(told.call) as session, session.utterance(1, Expectation(), print) as utterance:
        await utterance.feed(PIECE)
        await utterance.feed(PIECE)
        rest = bytes([64]) * 8000 * 30
        await utterance.feed(rest)  # which the first one does not take
        assert (await utterance.finish()).text == "book a room"
        assert second.outbox.sent == PIECE * 2 + rest
    assert told.switches == [("first", "second")]
