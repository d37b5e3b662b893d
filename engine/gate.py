"""The one place that stops the agent: a synchronous method, so that barge-in waits in no queue.

The gate is the call's, so it survives a restart of the actors that pass through it. It knows the first turn that may
still be spoken: nothing queued before an interruption can be heard after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import trio


class _Open(NamedTuple):
    """A turn and the scope that it runs in."""

    turn: int
    scope: trio.CancelScope


class Gate:
    """Holds the live cancel scopes of the turn that is being thought of and of the one being spoken."""

    def __init__(self) -> None:
        self.first_allowed = 0
        self.sounding: int | None = None  # the turn whose audio may wait at the carrier
        self._thinking: _Open | None = None
        self._speaking: _Open | None = None

    def allows(self, turn: int) -> bool:
        return turn >= self.first_allowed

    def interrupt(self, first_allowed: int) -> None:
        """Void every turn before `first_allowed`, at once, wherever its reply is."""
        self.first_allowed = max(self.first_allowed, first_allowed)
        for opened in (self._thinking, self._speaking):
            if opened is not None and not self.allows(opened.turn):
                opened.scope.cancel(reason="barge-in")

    @contextmanager
    def thinking(self, turn: int) -> Iterator[trio.CancelScope]:
        """The scope in which a reply is thought of."""
        with trio.CancelScope() as scope:
            self._thinking = _Open(turn, scope)
            if not self.allows(turn):
                scope.cancel(reason="turn is void already")
            try:
                yield scope
            finally:
                self._thinking = None

    @contextmanager
    def utterance(self, turn: int) -> Iterator[trio.CancelScope]:
        """The one scope for a whole reply, from before its first byte until the carrier has played its last."""
        with trio.CancelScope() as scope:
            self._speaking = _Open(turn, scope)
            if not self.allows(turn):
                scope.cancel(reason="turn is void already")
            try:
                yield scope
            finally:
                self._speaking = None
