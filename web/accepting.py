"""Takes connections from a listener, whatever else is running out."""

import errno
from collections.abc import Awaitable, Callable

import trio

PAUSE_S = 0.05
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


async def accept_connections(
    listener: trio.abc.Listener[trio.abc.Stream],
    serve: Callable[[trio.abc.Stream], Awaitable[None]],
    connections: trio.Nursery,
    on_exhausted: Callable[[OSError], None],
) -> None:
    """Until cancelled. Each connection is served in `connections` and closed at its end; the listener is closed too.

    `on_exhausted` hears that no descriptor or memory was left for one: it waits in the kernel, and is tried again.
    """

    async def serve_one(stream: trio.abc.Stream) -> None:
        try:
            await serve(stream)
        finally:
            await trio.aclose_forcefully(stream)

    async with listener:
        while True:
            try:
                stream = await listener.accept()
            except OSError as exc:
                if exc.errno not in _EXHAUSTED:
                    raise
                on_exhausted(exc)
                await trio.sleep(PAUSE_S)
            else:
                connections.start_soon(serve_one, stream, name="connection")
