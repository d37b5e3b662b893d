"""How the calls of a process end when it stops: first they may finish, then they hear a goodbye."""

import math
from collections.abc import Callable

import trio


class Drain:
    """A request to drain: made once, and hurried if it cannot wait for `server.drain_s`."""

    def __init__(self) -> None:
        self._asked, self._hurried = trio.Event(), trio.Event()
        self._asked_at = self._hurried_at = math.inf
        self._told: dict[Callable[[], None], None] = {}

    @property
    def is_asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        """Take no new calls. Calls in progress may finish."""
        self._asked.set()
        self._asked_at = min(self._asked_at, trio.current_time())
        for tell in tuple(self._told):
            tell()

    def hurry(self) -> None:
        """Calls in progress hear their goodbye now."""
        self._hurried.set()
        self._hurried_at = min(self._hurried_at, trio.current_time())
        self.ask()

    def tell(self, ask_when: Callable[[], None]) -> None:
        """Call this when `goodbye_at` changes, until `tell_no_more`."""
        self._told[ask_when] = None

    def tell_no_more(self, ask_when: Callable[[], None]) -> None:
        self._told.pop(ask_when, None)

    def goodbye_at(self, within_s: float) -> float:
        """When a call has to say goodbye: `within_s` seconds after the drain was asked for, or hurried; else never."""
        return min(self._asked_at + within_s, self._hurried_at)

    async def wait_goodbye(self, within_s: float) -> None:
        """Wait for that."""
        await self._asked.wait()
        with trio.move_on_after(within_s):
            await self._hurried.wait()
