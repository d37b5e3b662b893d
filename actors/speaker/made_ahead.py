"""Lets a voice go on making its sentence while the beginning is being heard, and tells how long it has become.

Without it the next piece would be asked for only when it is due, and where the caller interrupts nobody would know how
much of the sentence the sound so far had been.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import trio

from actors.speaker.service import VoiceFailed

PIECES_AHEAD = 64  # of about 200 ms: a voice that is further ahead than its longest sentence may wait


@asynccontextmanager
async def made_ahead(
    pieces: AsyncIterator[bytes], on_piece: Callable[[bytes], None], on_end: Callable[[], None]
) -> AsyncIterator[AsyncIterator[bytes]]:
    """The same pieces, taken from the voice as soon as they are there. Iteration raises VoiceFailed where it did."""
    made_send, made = trio.open_memory_channel[bytes | VoiceFailed](PIECES_AHEAD)

    async def make() -> None:
        with made_send:
            try:
                async for piece in pieces:
                    on_piece(piece)
                    await made_send.send(piece)
                on_end()
            except VoiceFailed as exc:
                await made_send.send(exc)

    failure: VoiceFailed | None = None
    async with trio.open_nursery() as nursery:
        with made:
            nursery.start_soon(make, name="voice, made ahead")
            try:
                yield _Pieces(made)
            except VoiceFailed as exc:
                failure = exc
        nursery.cancel_scope.cancel(reason="nobody wants the rest of the sentence")
    if failure is not None:
        raise failure  # here, because inside the nursery it would come out as a group


class _Pieces:
    """What was made, in order; a failure comes where it happened, after all that was made before it."""

    def __init__(self, made: trio.MemoryReceiveChannel[bytes | VoiceFailed]) -> None:
        self._made = made

    def __aiter__(self) -> "_Pieces":
        return self

    async def __anext__(self) -> bytes:
        try:
            piece = await self._made.receive()
        except trio.EndOfChannel:
            raise StopAsyncIteration from None
        if isinstance(piece, VoiceFailed):
            raise piece
        return piece
