"""Cuts a voice's sound into messages: a short first one, so that it starts at once, then longer ones."""

from collections.abc import AsyncGenerator, AsyncIterator


async def cut_chunks(pieces: AsyncIterator[bytes], *, first: int, later: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # closed by its one user
    """Chunks of `first`, then `later` bytes from pieces of any length; the last one is what is left.

    A chunk goes out as soon as it is complete. Close the generator (`aclosing`) when leaving it early.
    """
    wanted = first
    waiting = bytearray()
    async for piece in pieces:
        waiting += piece
        while len(waiting) >= wanted:
            yield bytes(waiting[:wanted])
            del waiting[:wanted]
            wanted = later
    if waiting:
        yield bytes(waiting)
