"""What a test may wait for in a fake server."""

from collections.abc import Callable

import trio


class Watched:
    """Something that says when it has changed."""

    def __init__(self) -> None:
        self._changed = trio.Event()

    async def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until everything is as the condition wants it."""
        while not condition():
            await self._changed.wait()

    def changed(self) -> None:
        self._changed.set()
        self._changed = trio.Event()
