"""The one place that stops the agent's speech. Its methods are synchronous, so that barge-in waits in no queue.

The gate belongs to the call, so it survives a restart of the actors. What is void, held or only a draft is decided by
the table of a reply's life (`engine/decide/reply_life.py`); the gate cancels the scopes of what must stop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import trio

from offhook.engine.decide.reply_life import ReplyEvent, ReplyLives
from offhook.engine.run.mailbox import Wake
from offhook.engine.run.reply import Reply, ReplyWriter


class _Open(NamedTuple):
    """A reply, and the cancel scope in which it is generated or spoken."""

    reply: Reply
    scope: trio.CancelScope


class Gate:
    """Holds the live cancel scopes of the reply being generated and of the one being spoken."""

    def __init__(self) -> None:
        self._lives = ReplyLives()
        self._thinking: _Open | None = None
        self._speaking: _Open | None = None
        self._sound: trio.CancelScope | None = None
        self._released = Wake()

    def begin_reply(self, turn: int, *, draft: bool = False) -> ReplyWriter:
        """Open a new reply for writing."""
        return ReplyWriter(self._lives.begin(turn, draft=draft))

    @property
    def first_allowed(self) -> int:
        """The first turn that may still be spoken."""
        return self._lives.first_allowed

    def allows(self, turn: int) -> bool:
        return self._lives.allows(turn)

    @property
    def held(self) -> bool:
        return self._lives.held

    def interrupt(self, first_allowed: int) -> None:
        """Cancel every turn before `first_allowed` at once, wherever its reply is."""
        self._lives.interrupt(first_allowed)
        self._released.ring()
        self._cancel_void("barge-in")

    def drop_draft(self) -> None:
        """Cancel the reply that is only a draft."""
        self._lives.drop_drafts()
        self._cancel_void("draft dropped")

    def hold(self) -> None:
        """Stop the sound, and keep the rest of the reply until `release` or `interrupt`."""
        self._lives.hold()
        if self._sound is not None:
            self._sound.cancel(reason="held")

    def release(self) -> None:
        """The held reply may go on."""
        self._lives.release()
        self._released.ring()

    def heard(self, reply: Reply) -> None:
        """The whole reply has played."""
        reply.life.handle(ReplyEvent.ALL_PLAYED)

    async def wait_released(self) -> None:
        """Wait until nothing is held. Bounded by the floor's deadline for judging an interruption."""
        await trio.lowlevel.checkpoint()
        while self.held:
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
        if self._is_unwanted(reply):
            scope.cancel(reason="turn is void already")
        return _Open(reply, scope)

    def _cancel_void(self, reason: str) -> None:
        for opened in (self._thinking, self._speaking):
            if opened is not None and self._is_unwanted(opened.reply):
                opened.scope.cancel(reason=reason)

    def _is_unwanted(self, reply: Reply) -> bool:
        """Also a reply that was heard, as far as it was said, while the rest of it is still being generated."""
        return reply.life.is_void or not self.allows(reply.turn)
