"""Counts the sound that a recognizer takes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from offhook.actors.recognizer.service import Transcript, TranscriptSoFar, Utterance
from offhook.engine.decide.costs import Used
from offhook.protocol.telephone_audio import BYTES_PER_S


@asynccontextmanager
async def counted_utterance(
    context: AbstractAsyncContextManager[Utterance], count: Callable[[Used], None]
) -> AsyncIterator[Utterance]:
    """The same utterance. Its sound is counted when it is left, whatever became of it."""
    async with context as utterance:
        counted = _Counted(utterance)
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
