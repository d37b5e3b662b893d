"""The sessions of one call, each in a task of its own.

A service may open nurseries and cancel scopes in its session, and Trio lets only the same task leave them, in order. So
a session that hangs while it closes also costs the others nothing.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

import trio

BEGIN_WITHIN_S = 0.5  # a session waits for nothing when it begins: one that does is broken
CLOSE_WITHIN_S = 0.5  # a service that takes leave of its peer for longer is cancelled

SessionT = TypeVar("SessionT")


class Sessions:
    """Holds sessions until `close`, also when the call is cancelled."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self._nursery = nursery
        self._over = trio.Event()
        self._scopes: list[trio.CancelScope] = []

    async def begin(self, context: AbstractAsyncContextManager[SessionT]) -> SessionT:
        """Raises trio.TooSlowError, and whatever the service does."""
        with trio.fail_after(BEGIN_WITHIN_S):
            session: SessionT = await self._nursery.start(self._hold, context, name="session")
        return session

    def close(self) -> None:
        """Let go of all of them. Whoever opened them waits until they are closed, for at most CLOSE_WITHIN_S."""
        self._over.set()
        for scope in self._scopes:
            scope.deadline = trio.current_time() + CLOSE_WITHIN_S

    async def _hold(  # noqa: ASYNC114  # `begin` starts it
        self, context: AbstractAsyncContextManager[SessionT], task_status: trio.TaskStatus[SessionT]
    ) -> None:
        with trio.CancelScope() as scope:
            async with context as session:
                self._scopes.append(scope)
                scope.shield = True  # until the deadline that `close` sets
                task_status.started(session)
                await self._over.wait()


@asynccontextmanager
async def open_sessions() -> AsyncIterator[Sessions]:
    """The sessions that are begun in here are closed when it is left, however it is left."""
    async with trio.open_nursery() as nursery:
        sessions = Sessions(nursery)
        try:
            yield sessions
        finally:
            sessions.close()
