"""The one place that stops the agent's speech. Its methods are synchronous, so that barge-in waits in no queue.

The gate belongs to the call, so it survives a restart of the actors. It knows the first turn that may still be spoken:
nothing that was queued before an interruption can be heard after it. A reply that may be resumed is held: its sound is
cut off, and the rest of it is kept until the interruption is judged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import trio

from offhook.engine.run.reply import Reply


class _Open(NamedTuple):
    """A reply, and the cancel scope in which it is generated or spoken."""

    reply: Reply
    scope: trio.CancelScope


class Gate:
    """Holds the live cancel scopes of the reply being generated and of the one being spoken."""

    def __init__(self) -> None:
        self.first_allowed = 0
        self.sounding: int | None = None  # the turn whose audio may wait at the carrier
        self._thinking: _Open | None = None
        self._speaking: _Open | None = None
        self._sound: trio.CancelScope | None = None
        self._released: trio.Event | None = None  # not None while the reply that has the floor is held

    def allows(self, turn: int) -> bool:
        return turn >= self.first_allowed

    @property
    def held(self) -> bool:
        return self._released is not None

    def interrupt(self, first_allowed: int) -> None:
        """Cancel every turn before `first_allowed` at once, wherever its reply is."""
        self.first_allowed = max(self.first_allowed, first_allowed)
        self.release()
        self._cancel_where(lambda reply: not self.allows(reply.turn), "barge-in")

    def drop_draft(self) -> None:
        """Cancel the reply that is only a draft."""
        self._cancel_where(lambda reply: reply.drop_draft(), "draft dropped")

    def hold(self) -> None:
        """Stop the sound, and keep the rest of the reply until `release` or `interrupt`."""
        if self._released is None:
            self._released = trio.Event()
        if self._sound is not None:
            self._sound.cancel(reason="held")

    def release(self) -> None:
        """The held reply may go on."""
        if self._released is not None:
            self._released.set()
            self._released = None

    async def wait_released(self) -> None:
        """Wait until nothing is held. Bounded by the floor's deadline for judging an interruption."""
        await trio.lowlevel.checkpoint()
        while self._released is not None:
            await self._released.wait()

    @contextmanager
    def thinking(self, reply: Reply) -> Iterator[trio.CancelScope]:
        """The scope in which a reply is generated."""
        with trio.CancelScope() as scope:
            self._thinking = self._open(reply, scope)
            try:
                yield scope
            finally:
                self._thinking = None

    @contextmanager
    def utterance(self, reply: Reply) -> Iterator[trio.CancelScope]:
        """The one scope for a whole reply, from before its first byte until the carrier has played its last."""
        with trio.CancelScope() as scope:
            self._speaking = self._open(reply, scope)
            try:
                yield scope
            finally:
                self._speaking = None

    @contextmanager
    def audible(self) -> Iterator[trio.CancelScope]:
        """The scope in which audio is sent and waited for. Holding cancels it, and nothing else."""
        with trio.CancelScope() as scope:
            self._sound = scope
            if self.held:
                scope.cancel(reason="held already")
            try:
                yield scope
            finally:
                self._sound = None

    def _open(self, reply: Reply, scope: trio.CancelScope) -> _Open:
        if not self.allows(reply.turn) or reply.dropped:
            scope.cancel(reason="turn is void already")
        return _Open(reply, scope)

    def _cancel_where(self, is_void: Callable[[Reply], bool], reason: str) -> None:
        for opened in (self._thinking, self._speaking):
            if opened is not None and is_void(opened.reply):
                opened.scope.cancel(reason=reason)
