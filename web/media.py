"""The media socket: the only place that knows a call's line is an ASGI WebSocket under Hypercorn."""

from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

import trio
from hypercorn.utils import UnexpectedMessageError
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from engine.errors_in_words import in_words
from engine.exchange import Exchange
from engine.line import LineClosed
from web.connection import Connection, WebsocketMessage
from web.connection_guard import current_connection

AsgiScope = MutableMapping[str, Any]  # as its messages, a dictionary of anything
AsgiMessage = WebsocketMessage
AsgiReceive = Callable[[], Awaitable[AsgiMessage]]
AsgiSend = Callable[[AsgiMessage], Awaitable[None]]

CLOSE_WITHIN_S = 1.0
BROKEN = (UnexpectedMessageError, LocalProtocolError, RemoteProtocolError)
"""What the server's libraries raise at a connection that is closing, or whose peer does not keep to RFC 6455."""
NORMAL_CLOSURE = 1000


class AsgiLine:
    """A call's line over one WebSocket."""

    def __init__(self, receive: AsgiReceive, send: AsgiSend, peer: str, connection: Connection | None) -> None:
        self.peer = peer
        self._receive, self._send, self._connection = receive, send, connection
        self._inbox: deque[AsgiMessage] = deque()  # bounded by what one read of the socket brings
        self._closed = False
        if connection is not None:
            connection.let_application_read(self._inbox.append)

    async def receive(self) -> str | bytes:
        if self._closed:
            raise LineClosed("the carrier's connection is gone")
        message = await self._next_message()
        if message["type"] == "websocket.disconnect":
            self._closed = True
            raise LineClosed("the carrier's connection is gone")
        text: str | None = message.get("text")
        data: bytes | None = message.get("bytes")
        return text if text is not None else data or b""

    async def _next_message(self) -> AsgiMessage:
        if self._connection is None:
            return await self._receive()
        if self._inbox:
            await trio.lowlevel.checkpoint()
        while not self._inbox:
            try:
                await self._connection.read()
            except BROKEN as exc:
                self._closed = True
                raise LineClosed(f"the carrier broke the protocol: {in_words(exc)}") from exc
        return self._inbox.popleft()

    async def send(self, message: str) -> None:
        if self._closed:
            raise LineClosed("the carrier's connection is gone")
        try:
            await self._send({"type": "websocket.send", "text": message})
        except (*BROKEN, trio.BusyResourceError) as exc:  # the last of them: it is being closed at this moment
            raise LineClosed(f"the carrier's connection is closing: {in_words(exc)}") from exc

    def abort(self) -> None:
        if self._connection is not None:
            self._connection.close_transport()

    async def close(self) -> None:
        """Say goodbye to the peer, read what it still had to say, and close the transport whether it answers or not.

        What a peer still has to say after a second is given up.
        """
        if self._connection is not None and self._connection.is_closed:
            return
        with trio.move_on_after(CLOSE_WITHIN_S, shield=True):  # noqa: ASYNC912  # nothing to wait for is no wait
            with suppress(LineClosed, *BROKEN):
                if not self._closed:
                    await self._send({"type": "websocket.close", "code": NORMAL_CLOSURE})
                while not self._closed:
                    self._closed = (await self._next_message())["type"] == "websocket.disconnect"
        self.abort()


async def answer_media(exchange: Exchange, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """One carrier connection, from its handshake until nothing of it is left."""
    await receive()  # websocket.connect
    connection = current_connection()
    host, port = scope.get("client") or ("unknown", 0)
    line = AsgiLine(receive, send, f"{host}:{port}", connection)
    try:
        await send({"type": "websocket.accept"})
    except Exception as exc:  # noqa: BLE001  # Hypercorn names no type for it: what its HTTP library raises, it lets pass
        exchange.faults["handshakes failed"] += 1
        exchange.log.warning("handshake failed", peer=line.peer, error=in_words(exc))
        if connection is not None:
            connection.drop()
        return
    exchange.log.info("WebSocket connected", peer=line.peer)
    if connection is None:
        await _serve(exchange, line)
        return
    async with trio.open_nursery() as nursery:
        limits = exchange.settings.limits
        connection.keep_after_stop(exchange.settings.server.drain_s + limits.goodbye_s)
        nursery.start_soon(_drain_when_stopping, exchange, connection, name="server stop watch")
        try:
            await _serve(exchange, line, connection.stop_waiting)
        finally:
            if connection.message_too_long:
                exchange.faults["messages too long"] += 1
                exchange.log.warning("connection dropped: a message too long", peer=line.peer)
            connection.release()
        nursery.cancel_scope.cancel(reason="connection served")


async def _serve(exchange: Exchange, line: AsgiLine, on_start: Callable[[], None] | None = None) -> None:
    try:
        await exchange.answer(line, on_start=on_start)
    finally:
        await line.close()  # noqa: ASYNC102  # under its own shield and deadline


async def _drain_when_stopping(exchange: Exchange, connection: Connection) -> None:
    await connection.wait_server_stops()
    exchange.drain()
