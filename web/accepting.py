"""Accepts connections from a listener, also when descriptors or memory run out."""

import errno
from collections.abc import Awaitable, Callable

import trio

PAUSE_S = 0.05
LEFT_TO_OTHERS_S = 0.1
"""A draining worker accepts a connection only after it has waited this long: the other workers, which share the
socket, come first."""
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_TAKE_WITHIN_S = 0.005  # whoever comes too late for a connection does not stand there waiting for the next

Listener = trio.abc.Listener[trio.abc.Stream]


async def accept_connections(
    listener: Listener,
    serve: Callable[[trio.abc.Stream], Awaitable[None]],
    connections: trio.Nursery,
    on_exhausted: Callable[[OSError], None],
    wait_draining: Callable[[], Awaitable[None]],
) -> None:
    """Accept until cancelled. Each connection is served in `connections`, and closed at its end; so is the listener.

    After `wait_draining` has returned, other workers come first. `on_exhausted` is called if there is no descriptor or
    memory for a connection: it waits in the kernel, and is tried again.
    """

    async def serve_one(stream: trio.abc.Stream) -> None:
        try:
            await serve(stream)
        finally:
            await trio.aclose_forcefully(stream)

    async def accept_one() -> None:
        try:
            stream = await listener.accept()
        except OSError as exc:
            if exc.errno not in _EXHAUSTED:
                raise
            on_exhausted(exc)
            await trio.sleep(PAUSE_S)
        else:
            connections.start_soon(serve_one, stream, name="connection")

    async def accept_all() -> None:
        while True:
            await accept_one()

    async with listener:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(accept_all, name="door")
            await wait_draining()
            nursery.cancel_scope.cancel(reason="others come first")
        while True:
            await _wait_left(listener)
            with trio.move_on_after(_TAKE_WITHIN_S):
                await accept_one()


async def _wait_left(listener: Listener) -> None:
    """Wait for a connection that no other worker accepts. With TLS the plain listener is inside the TLS one."""
    plain = listener.transport_listener if isinstance(listener, trio.SSLListener) else listener
    assert isinstance(plain, trio.SocketListener), "the only kind that is shared"
    await trio.lowlevel.wait_readable(plain.socket)
    await trio.sleep(LEFT_TO_OTHERS_S)
