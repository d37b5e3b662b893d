"""Reads the next bytes of a connection, a small portion at a time. Empty bytes mean that it ended, for any reason."""

import os

import trio

PORTION = 1024
"""As much as is handled before other tasks run: two messages with audio, or 170 empty ones, which take 4 ms."""


async def receive_some(stream: trio.abc.Stream) -> bytes:
    """Read from any stream."""
    try:
        return bytes(await stream.receive_some(PORTION))
    except (trio.ClosedResourceError, trio.BrokenResourceError):
        return b""


async def receive_when_readable(stream: trio.SocketStream) -> bytes:
    """Read from a plain socket, with one system call for each of a caller's frames.

    `receive_some` tries to read before it waits, which fails, and then reads again. A caller's frame comes every 20 ms,
    so that happens each time, and costs a third of all reading (measured).
    """
    while True:  # noqa: ASYNC913  # each round waits for the socket
        try:
            await trio.lowlevel.wait_readable(stream.socket)
            return os.read(stream.socket.fileno(), PORTION)  # no wait since: nobody has closed it in between
        except BlockingIOError:
            continue
        except (trio.ClosedResourceError, OSError):
            return b""
