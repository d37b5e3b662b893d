"""pocketsphinx's part in an utterance that Whisper hears too: it listens along, for as long as it works."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TypeVar

import trio

from offhook.actors.recognizer.service import RecognizerFailed, Transcript, Utterance
from offhook.protocol.telephone_audio import BYTES_PER_S

PIECE_BYTES = BYTES_PER_S // 2  # of audio that is fed again, so that the worker's other callers get their turns

T = TypeVar("T")


class GrammarListener:
    """Its words are wanted at a pause, and again if the caller goes on: then it begins anew with all of the audio."""

    def __init__(self, stack: AsyncExitStack, begin: Callable[[], AbstractAsyncContextManager[Utterance]]) -> None:
        """What is begun is left with the `stack`."""
        self._stack, self._begin = stack, begin
        self._utterance: Utterance | None = None
        self._fed = 0
        """Bytes that the utterance has had."""
        self._is_over = False
        """It has been asked for its words, and takes no more audio."""
        self._final: Transcript | None = None

    async def begin(self) -> None:
        self._utterance, self._fed, self._is_over, self._final = None, 0, False, None
        self._utterance = await self._or_give_up(self._stack.enter_async_context(self._begin()))

    async def feed(self, mulaw: bytes) -> None:
        await trio.lowlevel.checkpoint()
        if self._utterance is not None and not self._is_over:
            self._fed += len(mulaw)
            await self._or_give_up(self._utterance.feed(mulaw))

    async def whole(self, sound: bytes) -> Transcript | None:
        """The words of all this audio; None if it has failed. It may be cancelled and asked again."""
        await trio.lowlevel.checkpoint()
        if self._is_over and self._fed != len(sound):
            await self.begin()
            for start in range(0, len(sound), PIECE_BYTES):
                await self.feed(sound[start : start + PIECE_BYTES])
        self._is_over = True
        if self._final is None and self._utterance is not None:
            self._final = await self._or_give_up(self._utterance.finish())
        return self._final

    async def _or_give_up(self, asked: Awaitable[T]) -> T | None:
        try:
            return await asked
        except RecognizerFailed:  # Whisper is there, and the next utterance may find another worker
            self._utterance = None
            return None
