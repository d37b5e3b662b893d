"""How the calls of a process come to their end when it is to stop: they finish, or they are told to, in two steps."""

import trio


class Drain:
    """Asked for once; hurried where whoever asked cannot wait any longer."""

    def __init__(self) -> None:
        self._asked, self._hurried = trio.Event(), trio.Event()

    @property
    def is_asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        """No new calls. Those that go on may finish."""
        self._asked.set()

    def hurry(self) -> None:
        """Those that go on hear their goodbye now."""
        self._asked.set()
        self._hurried.set()

    async def wait_goodbye(self, within_s: float) -> None:
        """Return when a call has to say goodbye: `within_s` seconds after the drain was asked for, or hurried."""
        await self._asked.wait()
        with trio.move_on_after(within_s):
            await self._hurried.wait()
