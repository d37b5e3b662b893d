"""Keeps one connection's trouble with the server to that connection, and gives a call a hold on its transport.

Wraps Hypercorn's per-connection `TCPServer.run`, because five things cannot be done from inside an ASGI application:

- One stray byte after an upgrade request raises out of it; unguarded, that ends the worker and every call in it.
- Its `send` cannot be cancelled while the peer does not read: only closing the socket frees it.
- Its reader waits for ever on a queue that nobody reads once the application has returned: only cancelling frees it.
- It lets a stranger send messages of 16 MiB and queues ten of them.
- How long connections may go on after SIGTERM is in its config, of which the bare `hypercorn` command sets nothing.

`install` refuses to work on a Hypercorn whose inside has moved; the tests say the same in time.
"""

import inspect
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Protocol

import trio
from hypercorn.trio import tcp_server

from engine.exception_groups import in_words

MAX_MESSAGE_BYTES = 2**20  # what is longer closes the connection; below, the protocol judges and the call counts
_MARGIN_S = 3.0  # for the goodbye's last sound and the record, before the server cancels what is left


class GuardFailed(Exception):
    """This Hypercorn is not the one that the guard knows."""


class Connection(Protocol):
    """What a call may know of the connection it came by."""

    def close_transport(self) -> None: ...

    def release(self) -> None: ...

    async def wait_server_stops(self) -> None: ...

    def keep_after_stop(self, seconds: float) -> None: ...


class _Connection:
    """One `TCPServer` of Hypercorn."""

    def __init__(self, server: tcp_server.TCPServer, scope: trio.CancelScope) -> None:
        self._server, self._scope = server, scope

    def close_transport(self) -> None:
        """Close the socket, now; whatever is sending or receiving on it is released."""
        stream = self._server.stream
        transport = getattr(stream, "transport_stream", stream)
        transport.socket.close()

    def release(self) -> None:
        """Take from the server what it still does for this connection: the application's last act."""
        self._scope.cancel(reason="connection served")

    async def wait_server_stops(self) -> None:
        """Return once the server was told to stop."""
        await self._server.context.terminated.wait()

    def keep_after_stop(self, seconds: float) -> None:
        """Let connections live that long after the server was told to stop."""
        self._server.config.graceful_timeout = seconds + _MARGIN_S


_connection: ContextVar[Connection | None] = ContextVar("offhook_connection", default=None)


def current_connection() -> Connection | None:
    """The connection that the running ASGI application serves; None under another server."""
    return _connection.get()


def install(server_type: type[tcp_server.TCPServer] = tcp_server.TCPServer) -> None:
    """Guard every connection of this process. Raises GuardFailed. Doing it twice does it once."""
    run = server_type.run
    if getattr(run, "offhook_guard", False):
        return
    if not inspect.iscoroutinefunction(run) or list(inspect.signature(run).parameters) != ["self"]:
        raise GuardFailed("hypercorn.trio.tcp_server.TCPServer.run has changed: install hypercorn>=0.18,<0.19")
    server_type.run = _guarded(run)  # type: ignore[method-assign, assignment]  # the seam the module docstring explains


def _guarded(
    run: Callable[[tcp_server.TCPServer], Coroutine[object, object, None]],
) -> Callable[[tcp_server.TCPServer], Coroutine[object, object, None]]:
    async def guarded(server: tcp_server.TCPServer) -> None:
        server.config.websocket_max_message_size = MAX_MESSAGE_BYTES
        with trio.CancelScope() as scope:
            _connection.set(_Connection(server, scope))
            try:
                await run(server)
            except Exception as exc:  # noqa: BLE001  # whatever one peer provokes must not end the others' calls
                with trio.CancelScope(shield=True, deadline=trio.current_time() + 1):
                    await server.config.log.warning(f"connection dropped: {in_words(exc)}")
                    await trio.aclose_forcefully(server.stream)

    guarded.offhook_guard = True  # type: ignore[attr-defined]  # so that a second install sees the first
    return guarded
