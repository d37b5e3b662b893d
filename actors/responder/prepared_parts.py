"""A reply that is known in full, given out as the contract wants it."""

from collections.abc import Iterable

import trio

from actors.responder.service import ReplyPart


class PreparedParts:
    """Gives out parts one by one, each after its own wait in seconds."""

    def __init__(self, parts: Iterable[tuple[float, ReplyPart]]) -> None:
        self._parts = iter(parts)

    def __aiter__(self) -> "PreparedParts":
        return self

    async def __anext__(self) -> ReplyPart:
        wait_s, part = next(self._parts, (0.0, None))
        await trio.sleep(wait_s)
        if part is None:
            raise StopAsyncIteration
        return part
