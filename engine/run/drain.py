"""How the calls of a process end when it stops: first they may finish, then they hear a goodbye."""

import trio


class Drain:
    """A request to drain: made once, and hurried if it cannot wait for `server.drain_s`."""

    def __init__(self) -> None:
        self._asked, self._hurried = trio.Event(), trio.Event()

    @property
    def is_asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        """Take no new calls. Calls in progress may finish."""
        self._asked.set()

    def hurry(self) -> None:
        """Calls in progress hear their goodbye now."""
        self._asked.set()
        self._hurried.set()

    async def wait_goodbye(self, within_s: float) -> None:
        """Return when a call has to say goodbye: `within_s` seconds after the drain was asked for, or hurried."""
        await self._asked.wait()
        with trio.move_on_after(within_s):
            await self._hurried.wait()
