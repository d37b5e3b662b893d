"""How a server stops: it accepts connections until the last call is over.

After the first request to stop it takes no new calls (the webhook answers busy, `/readyz` 503), lets live calls finish
for `server.drain_s`, and answers the carrier's request after each. After the second one, callers hear their goodbye
now; after the third, calls are cut off. Their records are written in any case.
"""

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import trio

from offhook.engine.run.exchange import Exchange

SAME_REQUEST_S = 0.5
"""A request this soon after another one is the same: a terminal and a wrapper both pass on a Ctrl-C."""


@contextmanager
def stop_signals() -> Iterator[AsyncIterator[int]]:
    """SIGINT, SIGTERM and SIGHUP as they come. They are caught until the context is left."""
    stops = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup(1) it goes on without its terminal
        stops.append(signal.SIGHUP)
    with trio.open_signal_receiver(*stops) as signals:
        yield signals


class StopRequests:
    """Counts requests to stop."""

    def __init__(self) -> None:
        self._counted, self._counted_at = 0, float("-inf")

    def count(self, now: float) -> int:
        """Which request this is; 0 if it is the same as the one before."""
        if now < self._counted_at + SAME_REQUEST_S:
            return 0
        self._counted_at = now
        self._counted += 1
        return self._counted

    @property
    def none_yet(self) -> bool:
        return self._counted == 0

    @property
    def are_to_cut(self) -> bool:
        """Whether they are so many that nobody is to wait for calls any more."""
        return self._counted > 2


class Stopping:
    """The stopping of one server. Before it serves, a request cancels the start."""

    def __init__(self, start: trio.CancelScope) -> None:
        self._start = start
        self._serves = False
        self._exchange: Exchange | None = None
        self._requests = StopRequests()
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
        request = self._requests.count(trio.current_time())
        if not request:
            return
        self._requested.set()
        if self._requests.are_to_cut:
            self._cut.set()
        elif self._exchange is not None:
            if request == 1:
                self._exchange.drain()
            else:
                self._exchange.hurry()

    def request_once(self) -> None:
        """The same for a source that asks only once: it does not hurry a stop that was requested by another one."""
        if self._requests.none_yet:
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
