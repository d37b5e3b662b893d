"""Limits the number of connections that carry no call yet.

Each of them has a deadline (a first request must be complete within the server's idle timeout, a `start` must come
within `limits.start_s`), but five hundred may come within a second and send nothing. The oldest is closed to make room
for the newest: a carrier sends at once, so a real call passes through a crowd of silent connections. If the newest were
refused instead, it could not get in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from offhook.web.connection import Connection
from offhook.web.request_turns import RequestTurns

FOR_OTHERS = 100


def places_for(calls: int) -> int:
    """Two for each call that may come at once, for its webhook and its socket, and some for everybody else."""
    return 2 * calls + FOR_OTHERS


class WaitingRoom:
    """The connections that wait, oldest first."""

    def __init__(self, places: int, on_pushed_out: Callable[[], None], turns: RequestTurns | None = None) -> None:
        self._places, self._on_pushed_out = places, on_pushed_out
        self.turns = turns or RequestTurns()
        self._waiting: dict[Connection, None] = {}

    @contextmanager
    def visit(self, connection: Connection) -> Iterator[None]:
        """Wait here until the connection ends, unless it leaves before."""
        self._waiting[connection] = None
        if len(self._waiting) > self._places:
            oldest = next(iter(self._waiting))
            self.leave(oldest)
            oldest.drop()
            self._on_pushed_out()
        try:
            yield
        finally:
            self.leave(connection)

    def leave(self, connection: Connection) -> None:
        """A call began, or the connection is over. May be called twice."""
        self._waiting.pop(connection, None)
