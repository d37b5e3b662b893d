"""Accepts connections from a listener, also when descriptors or memory run out, and shares them with other workers."""

import errno
import os
import socket
import struct
from collections.abc import Awaitable, Callable

import trio

from offhook.web.fair_share import STEP_S, FairShare

PAUSE_S = 0.05
LEFT_TO_OTHERS_S = 0.4
"""A draining worker accepts a connection only after it has waited this long: the other workers, which share the
socket, come first, also one that is as late as `admission.lag_ms` lets it be by default."""
LOOKS = 20
"""How often it looks meanwhile whether they have taken all."""
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_QUEUED, _QUEUED_AT, _TCP_INFO_BYTES = struct.Struct("I"), 24, 104
"""Linux' struct tcp_info (linux/tcp.h): of a socket that listens, `tcpi_unacked` is how many wait to be accepted."""
_TAKE_WITHIN_S = 0.001  # whoever comes too late for a connection does not stand there waiting for the next

Listener = trio.abc.Listener[trio.abc.Stream]


async def accept_connections(
    listener: Listener,
    serve: Callable[[trio.abc.Stream], Awaitable[None]],
    connections: trio.Nursery,
    on_exhausted: Callable[[OSError], None],
    wait_draining: Callable[[], Awaitable[None]],
    share: FairShare | None = None,
) -> None:
    """Accept until cancelled. Each connection is served in `connections`, and closed at its end; so is the listener.

    With a `share` a worker that has fewer calls comes first, and after `wait_draining` has returned, each other one.
    `on_exhausted` is called if there is no descriptor or memory for a connection: it waits in the kernel, and is tried
    again.
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
        while True:  # noqa: ASYNC913  # each round waits
            if share is None or share.is_alone(trio.current_time()):
                await accept_one()
                continue
            listening = _plain(listener).socket
            await trio.lowlevel.wait_readable(listening)
            if share.leaves_next(began_at := trio.current_time()):
                await trio.sleep(STEP_S)
                if _waiting(listening):  # else the other one has taken it meanwhile
                    share.waited(trio.current_time() - began_at)
                continue
            with trio.move_on_after(_TAKE_WITHIN_S):
                await accept_one()

    async with listener:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(accept_all, name="door")
            await wait_draining()
            if share is not None:
                share.stop()
            nursery.cancel_scope.cancel(reason="others come first")
        while True:
            for _ in range(await _wait_left(listener)):
                with trio.move_on_after(_TAKE_WITHIN_S):
                    await accept_one()


async def _wait_left(listener: Listener) -> int:
    """Wait for connections that no other worker accepts; how many those may be, which have waited all the time. At the
    end of a drain every caller hears the goodbye at once, and every carrier asks at once what comes next."""
    plain = _plain(listener)
    while True:
        await trio.lowlevel.wait_readable(plain.socket)
        number = _waiting(plain.socket)
        looks = 0
        while looks < LOOKS and _waiting(plain.socket):  # else the others have taken them: who comes now has not waited
            await trio.sleep(LEFT_TO_OTHERS_S / LOOKS)
            looks += 1
        if looks == LOOKS:
            return number


def inode_of(listener: Listener) -> int:
    """By which the workers that accept from one socket know it, whatever its number is in each of them."""
    return os.fstat(_plain(listener).socket.fileno()).st_ino


def _plain(listener: Listener) -> trio.SocketListener:
    """With TLS the plain listener is inside the TLS one."""
    plain = listener.transport_listener if isinstance(listener, trio.SSLListener) else listener
    assert isinstance(plain, trio.SocketListener), "the only kind that is shared"
    return plain


def _waiting(listening: trio.socket.SocketType) -> int:
    """How many connections wait to be accepted; 1 where the kernel does not tell."""
    try:
        told = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    except (AttributeError, OSError):
        return 1
    return int(_QUEUED.unpack_from(told, _QUEUED_AT)[0]) if len(told) >= _TCP_INFO_BYTES else 1
