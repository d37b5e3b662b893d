"""How a server stops: it accepts connections until the last call is over.

After the first request to stop it takes no new calls (the webhook answers busy, `/readyz` 503), lets live calls finish
for `server.drain_s`, and answers the carrier's request after each. After the second one, callers hear their goodbye
now; after the third, calls are cut off. Their records are written in any case.
"""

import trio

from offhook.engine.run.exchange import Exchange

SAME_REQUEST_S = 0.5
"""A request this soon after another one is the same: a terminal and a wrapper both pass on a Ctrl-C."""


class Stopping:
    """The stopping of one server. Before it serves, a request cancels the start."""

    def __init__(self, start: trio.CancelScope) -> None:
        self._start = start
        self._serves = False
        self._exchange: Exchange | None = None
        self._requests, self._counted_at = 0, float("-inf")
        self._requested = trio.Event()
        self._cut = trio.Event()

    @property
    def is_cut(self) -> bool:
        return self._cut.is_set()

    def begin_serving(self, exchange: Exchange | None) -> None:
        """The start-up has succeeded. Without an exchange another application is served, which has no calls."""
        self._serves, self._exchange = True, exchange

    def request(self) -> None:
        """Ask it to stop, or to hurry up."""
        if not self._serves:
            self._start.cancel(reason="asked to stop during the start")
            return
        now = trio.current_time()
        if now < self._counted_at + SAME_REQUEST_S:
            return
        self._counted_at = now
        self._requests += 1
        self._requested.set()
        if self._requests > 2:
            self._cut.set()
        elif self._exchange is not None:
            if self._requests == 1:
                self._exchange.drain()
            else:
                self._exchange.hurry()

    def request_once(self) -> None:
        """The same for a source that asks only once: it does not hurry a stop that was requested by another one."""
        if self._requests == 0:
            self.request()

    async def wait_requested(self) -> None:
        """Return when no new calls are taken any more."""
        await self._requested.wait()

    async def wait_over(self) -> None:
        """Return when no more connections have to be accepted."""
        await self.wait_requested()
        if self._exchange is None:
            return
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._cancel_when_cut, nursery.cancel_scope, name="server cut watch")
            await self._exchange.wait_drained()
            nursery.cancel_scope.cancel(reason="drained")

    async def _cancel_when_cut(self, waiting: trio.CancelScope) -> None:
        await self._cut.wait()
        waiting.cancel(reason="asked to stop three times")
