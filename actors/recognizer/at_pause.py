"""Asks the recognizer for the words so far while the caller pauses, so that the time until the turn ends is used."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import trio

from offhook.actors.recognizer.service import TranscriptSoFar, Utterance

DROPPED_WITHIN_S = 1.0


class AtPause:
    """Asks about one utterance at a time, in a task beside the feeding."""

    __slots__ = ("_ended", "_nursery", "_scope", "_so_far", "_tell")

    def __init__(self, nursery: trio.Nursery, tell: Callable[[TranscriptSoFar, int], None]) -> None:
        self._nursery, self._tell = nursery, tell
        self._scope: trio.CancelScope | None = None
        self._ended = trio.Event()
        self._so_far: TranscriptSoFar | None = None

    @asynccontextmanager
    async def until_its_end(self) -> AsyncIterator[None]:
        """Around one utterance: no request outlasts it."""
        try:
            yield
        finally:
            with trio.move_on_after(DROPPED_WITHIN_S, shield=True):
                await self.drop()

    async def begin(self, utterance: Utterance, pause: int) -> None:
        """Ask at the pause with this number, which is told with the answer."""
        await self.drop()
        self._scope, self._ended, self._so_far = trio.CancelScope(), trio.Event(), None
        self._nursery.start_soon(self._look, utterance, pause, self._scope, name="recognizer, at a pause")

    async def drop(self) -> None:
        """The caller goes on, or the utterance is given up."""
        if self._scope is not None:
            self._scope.cancel(reason="the pause is over")
            await self._wait_ended()
            self._scope = None

    async def outcome(self) -> TranscriptSoFar | None:
        """The result of the last request, when it is done; None if there was none, or it returned nothing."""
        if self._scope is None:
            return None
        await self._wait_ended()
        self._scope = None
        return self._so_far

    async def _wait_ended(self) -> None:
        await trio.lowlevel.checkpoint_if_cancelled()
        if not self._ended.is_set():
            await self._ended.wait()

    async def _look(self, utterance: Utterance, pause: int, scope: trio.CancelScope) -> None:
        try:
            with scope:
                self._so_far = await utterance.so_far()
                if self._so_far is not None:
                    self._tell(self._so_far, pause)
        finally:
            self._ended.set()
