"""pocketsphinx's part in an utterance that Whisper hears too: it listens along, for as long as it works."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Protocol, TypeVar

import trio

from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.served_call import ServedCall
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

PIECE_BYTES = BYTES_PER_S // 2  # of audio that has waited, so that the worker's other callers get their turns

PATIENCE_S = 0.8
"""With a request: a little less than a chain has with both together, so that a worker that hangs does not take Whisper
with it. Where ten calls end a turn at once, one may wait half a second."""

T = TypeVar("T")


class Listens(Protocol):
    """What is needed of an utterance of pocketsphinx's."""

    async def feed(self, mulaw: bytes) -> None: ...

    async def look(self) -> Transcript: ...


class GrammarSession(Protocol):
    """The same of its session in a call."""

    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Listens]: ...


class Grammar(Protocol):
    """The same of pocketsphinx itself."""

    def speaks(self, language: str) -> bool: ...

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[GrammarSession]: ...


class GrammarListener:
    """Its words are wanted at each pause. It goes on listening from there, so partial texts come after a pause too.

    One task feeds while another asks at a pause, and may be cancelled. pocketsphinx takes one request at a time, so
    the two take turns, and each first feeds what the other has left.
    """

    def __init__(
        self,
        stack: AsyncExitStack,
        begin: Callable[[], AbstractAsyncContextManager[Listens]],
        sound: bytearray,
        failed: Callable[[str], None],
    ) -> None:
        """What is begun is left with the `stack`. The owner of `sound` adds to it; it stays what it was until then.
        `failed` is told once why pocketsphinx does not listen any more."""
        self._stack, self._begin, self._sound, self._tell_failed = stack, begin, sound, failed
        self._turns = trio.Lock()
        self._utterance: Listens | None = None
        self._has_failed = False
        self._fed = 0
        """Bytes of the sound that the utterance has had."""
        self._looked_at = -1
        """How many there were when its words were asked for; they are not looked for twice in the same sound."""
        self._words: Transcript | None = None

    async def listen(self) -> None:
        """Begin, or go on with what the sound has more."""
        async with self._turns:
            await self._catch_up()

    async def words(self) -> Transcript | None:
        """Of all the sound; None if it has failed. It may be cancelled and asked again."""
        async with self._turns:
            await self._catch_up()
            if self._utterance is None:
                return None
            if self._looked_at != self._fed:
                looked_at = self._fed
                self._words = await self._or_give_up(self._utterance.look())
                self._looked_at = looked_at
            return self._words

    async def _catch_up(self) -> None:
        if self._utterance is None and not self._has_failed:
            self._utterance = await self._or_give_up(self._stack.enter_async_context(self._begin()))
        while self._utterance is not None and self._fed < len(self._sound):
            piece = bytes(self._sound[self._fed : self._fed + PIECE_BYTES])
            await self._or_give_up(self._utterance.feed(piece))
            self._fed += len(piece)

    async def _or_give_up(self, asked: Awaitable[T]) -> T | None:
        """Whisper is there, and the next utterance may find another worker."""
        why = f"it took longer than {PATIENCE_S:g} s"
        try:
            with trio.move_on_after(PATIENCE_S):
                return await asked
        except RecognizerFailed as exc:
            why = str(exc)
        self._utterance, self._has_failed = None, True
        self._tell_failed(why)
        return None
