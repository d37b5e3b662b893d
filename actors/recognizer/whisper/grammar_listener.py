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
    """Its words are wanted at a pause, and again if the caller goes on: then it begins anew with all of the audio.

    One task feeds while another asks at a pause, and may be cancelled. pocketsphinx takes one request at a time, so
    the two take turns, and each first feeds what the other has left.
    """

    def __init__(
        self, stack: AsyncExitStack, begin: Callable[[], AbstractAsyncContextManager[Utterance]], sound: bytearray
    ) -> None:
        """What is begun is left with the `stack`. The owner of `sound` adds to it; it stays what it was until then."""
        self._stack, self._begin, self._sound = stack, begin, sound
        self._turns = trio.Lock()
        self._has_failed = False
        self._start_over()

    def _start_over(self) -> None:
        self._utterance: Utterance | None = None
        self._fed = 0
        """Bytes of the sound that the utterance has had."""
        self._is_over = False
        """It has been asked for its words, and takes no more audio."""
        self._final: Transcript | None = None

    async def listen(self) -> None:
        """Begin, or go on with what the sound has more."""
        await trio.lowlevel.checkpoint()
        if self._is_over:  # until its words are wanted again
            return
        async with self._turns:
            await self._catch_up()

    async def words(self) -> Transcript | None:
        """Of all the sound; None if it has failed. It may be cancelled and asked again."""
        async with self._turns:
            if self._is_over and self._fed != len(self._sound):
                self._start_over()
            await self._catch_up()
            self._is_over = True
            if self._final is None and self._utterance is not None:
                self._final = await self._or_give_up(self._utterance.finish())
            return self._final

    async def _catch_up(self) -> None:
        if self._utterance is None and not self._has_failed:
            self._utterance = await self._or_give_up(self._stack.enter_async_context(self._begin()))
        while self._utterance is not None and not self._is_over and self._fed < len(self._sound):
            piece = bytes(self._sound[self._fed : self._fed + PIECE_BYTES])
            await self._or_give_up(self._utterance.feed(piece))
            self._fed += len(piece)

    async def _or_give_up(self, asked: Awaitable[T]) -> T | None:
        try:
            return await asked
        except RecognizerFailed:  # Whisper is there, and the next utterance may find another worker
            self._utterance, self._has_failed = None, True
            return None
