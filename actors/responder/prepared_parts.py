"""A reply that is known in full, as the async iterator that `ResponderSession.reply` must give."""

from collections.abc import Iterable
from typing import Generic, TypeVar

import trio

from offhook.actors.responder.service import Written

PartT = TypeVar("PartT", bound=Written)


class PreparedParts(Generic[PartT]):
    """Yields parts one by one, each after its own wait in seconds."""

    def __init__(self, parts: Iterable[tuple[float, PartT]]) -> None:
        self._parts = iter(parts)

    def __aiter__(self) -> "PreparedParts[PartT]":
        return self

    async def __anext__(self) -> PartT:
        try:
            wait_s, part = next(self._parts)
        except StopIteration:
            wait_s, part = 0.0, None
        if wait_s:
            await trio.sleep(wait_s)
        else:
            await trio.lowlevel.checkpoint_if_cancelled()
        if part is None:
            raise StopAsyncIteration
        return part
