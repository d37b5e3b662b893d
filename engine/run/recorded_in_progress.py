"""The recorded calls that a stopping server waits for: those being answered, and those whose carrier will ask again."""

import math
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

import trio

from offhook.engine.run.drain import Drain

KEPT = 10_000
"""The newest ones; `limits.calls` may not be higher."""


class RecordedInProgress:
    """Those of one process. Another one may go on with a call, which is not known here."""

    def __init__(self) -> None:
        self._answering = 0
        self._asks_until: OrderedDict[str, float] = OrderedDict()
        self._changed = trio.Event()

    @contextmanager
    def answering(self, call_id: str) -> Iterator[None]:
        """A request of this call is being answered, and the carrier is expected no more."""
        self._answering += 1
        self._asks_until.pop(call_id, None)
        try:
            yield
        finally:
            self._answering -= 1
            self._changed.set()
            self._changed = trio.Event()

    def expect(self, call_id: str, within_s: float) -> None:
        """The carrier will ask again about this call; or never, if the caller hangs up."""
        self._asks_until[call_id] = trio.current_time() + within_s
        if len(self._asks_until) > KEPT:
            self._asks_until.popitem(last=False)

    async def wait_drained(self, drain: Drain, within_s: float) -> None:
        """Wait until all are over, or have had `within_s` for that: then another server goes on with them. What is
        being answered is answered in any case; that has a deadline of its own."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._cancel_at_goodbye, drain, within_s, nursery.cancel_scope, name="recorded calls")
            while self._answering or self._expected_until() > trio.current_time():
                with trio.move_on_at(math.inf if self._answering else self._expected_until()):
                    await self._changed.wait()
            nursery.cancel_scope.cancel(reason="drained")
        while self._answering:
            await self._changed.wait()

    def _expected_until(self) -> float:
        return max(self._asks_until.values(), default=0.0)

    async def _cancel_at_goodbye(self, drain: Drain, within_s: float, waiting: trio.CancelScope) -> None:
        await drain.wait_goodbye(within_s)
        waiting.cancel(reason="drained for long enough")
