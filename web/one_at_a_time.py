"""Lets one request of a call in at a time, over all workers of the server.

A carrier that got no answer asks again, and asks the fallback URL too, while the first request is still being answered.
Each request goes on from what the one before has written down, so that one has to be over before.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import trio

from offhook.engine.host.shared_folder import SharedFolder

WAITS_S = 13.0
"""A carrier waits 15 s for an answer, and gets the one that was made meanwhile."""
LOOK_S = 0.02
_RECORDED = 1 << 42
"""The numbers from here on are of calls one of whose requests is being answered; below are those of
`engine/run/places.py`."""


class StillBusy(Exception):
    """Another request of the call has not been answered in time."""


class OneAtATime:
    """One worker's view."""

    def __init__(self, folder: SharedFolder) -> None:
        self._folder = folder
        self._here: set[int] = set()
        """The numbers that this worker holds: to the kernel all of its requests are one holder."""

    @asynccontextmanager
    async def of_call(self, call_id: str) -> AsyncIterator[None]:
        """Raises StillBusy."""
        number = _RECORDED + int.from_bytes(hashlib.sha256(call_id.encode(errors="surrogatepass")).digest()[:5])
        with trio.move_on_after(WAITS_S) as waiting:
            while not self._held(number):  # noqa: ASYNC110  # another worker rings no bell here
                await trio.sleep(LOOK_S)
        if waiting.cancelled_caught:
            raise StillBusy
        try:
            yield
        finally:
            self._here.discard(number)
            self._folder.let_go(number)

    def _held(self, number: int) -> bool:
        if number in self._here or not self._folder.hold(number, alone=True):
            return False
        self._here.add(number)
        return True
