"""Counts the text that a voice is given."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from offhook.actors.speaker.service import VoicePiece
from offhook.engine.decide.costs import Used


@asynccontextmanager
async def counted_sentence(
    context: AbstractAsyncContextManager[AsyncIterator[VoicePiece]], text: str, count: Callable[[Used], None]
) -> AsyncIterator[AsyncIterator[VoicePiece]]:
    """The same pieces. The text is counted when the sentence is left, also where it was cut off: the voice was given
    all of it. It is not counted if the voice failed before it gave anything: then it has refused it."""
    async with context as pieces:
        counted = _Counted(pieces)
        try:
            yield counted
        finally:
            if counted.is_asked and not counted.is_refused:
                count(Used(requests=1, characters=len(text)))


class _Counted:
    def __init__(self, pieces: AsyncIterator[VoicePiece]) -> None:
        self._pieces = pieces
        self.is_asked = self.is_refused = self._has_given = False

    def __aiter__(self) -> "_Counted":
        return self

    async def __anext__(self) -> VoicePiece:
        self.is_asked = True
        try:
            piece = await anext(self._pieces)
        except StopAsyncIteration:
            raise
        except Exception:  # whatever it is, it is only counted, and raised again
            self.is_refused = not self._has_given
            raise
        self._has_given = True
        return piece
