"""The requests of all connections of a worker take turns, so that a crowd of them leaves time for the calls.

Each connection has a budget of its own (`web/peer_budget.py`), but two hundred that keep to it are twenty thousand
requests a second, and callers hear nothing while those are answered. The first request of a connection never waits: a
carrier's webhook usually is one, and a new connection costs the peer as much as the server.
"""

import trio

PER_S = 300.0  # about a fifth of what a core can answer
BURST = 300.0


class RequestTurns:
    """One queue for all connections; in it each has one request at most, because it answers one after the other. So
    nobody waits longer than `connections / per_s`."""

    def __init__(self, *, per_s: float = PER_S, burst: float = BURST) -> None:
        self._spacing_s, self._saved_s = 1 / per_s, burst / per_s
        self._queue = trio.StrictFIFOLock()
        self._next_at = -float("inf")

    async def wait(self) -> None:
        """Return when the next request may be handled. Who is cancelled meanwhile leaves the queue."""
        async with self._queue:
            await trio.sleep_until(self._next_at)
            self._next_at = max(self._next_at, trio.current_time() - self._saved_s) + self._spacing_s
