"""Counts the sound that a recognizer takes."""

from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

from offhook.actors.at_once import AtOnce, at_once
from offhook.actors.recognizer.service import FedAtOnce, Transcript, TranscriptSoFar, Utterance
from offhook.engine.decide.costs import Used
from offhook.protocol.telephone_audio import BYTES_PER_S


def counted_utterance(
    context: AbstractAsyncContextManager[Utterance], count: Callable[[Used], None]
) -> AbstractAsyncContextManager[Utterance]:
    """The same utterance. Its sound is counted when it is left, whatever became of it."""
    return _counted_at_once(context, count) if isinstance(context, AtOnce) else _counted(context, count)


@asynccontextmanager
async def _counted(
    context: AbstractAsyncContextManager[Utterance], count: Callable[[Used], None]
) -> AsyncIterator[Utterance]:
    async with context as utterance:
        with _counting(utterance, count) as counted:
            yield counted


@at_once
def _counted_at_once(context: AtOnce[Utterance], count: Callable[[Used], None]) -> Generator[Utterance]:
    with context as utterance, _counting(utterance, count) as counted:
        yield counted


@contextmanager
def _counting(utterance: Utterance, count: Callable[[Used], None]) -> Iterator[Utterance]:
    counted = _CountedAtOnce(utterance) if isinstance(utterance, FedAtOnce) else _Counted(utterance)
    try:
        yield counted
    finally:
        if counted.fed:
            count(Used(requests=1, seconds=counted.fed / BYTES_PER_S))


class _Counted:
    __slots__ = ("_utterance", "fed")

    def __init__(self, utterance: Utterance) -> None:
        self._utterance = utterance
        self.fed = 0
        """Bytes."""

    async def feed(self, mulaw: bytes) -> None:
        await self._utterance.feed(mulaw)
        self.fed += len(mulaw)

    async def so_far(self) -> TranscriptSoFar | None:
        return await self._utterance.so_far()

    async def finish(self) -> Transcript:
        return await self._utterance.finish()


class _CountedAtOnce(_Counted, FedAtOnce):
    def __init__(self, utterance: FedAtOnce) -> None:
        super().__init__(utterance)
        self._fed_at_once = utterance

    def feed_nowait(self, mulaw: bytes) -> None:
        self._fed_at_once.feed_nowait(mulaw)
        self.fed += len(mulaw)
