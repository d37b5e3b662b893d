"""The media socket: a call's line over an ASGI WebSocket. Only this file knows that.

Under Hypercorn and without TLS the media lane takes the socket over once the handshake is answered
(`web/lane/lane_line.py`). All others are read and written through the server.
"""

from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

import trio
from hypercorn.utils import UnexpectedMessageError
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.ear import Hear
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.line import Line, LineClosed, LineFlooded, hear_each
from offhook.protocol.carriers.carrier import Carrier, Message
from offhook.web.connection import Connection, WebsocketMessage
from offhook.web.connection_guard import current_connection
from offhook.web.lane.lane_line import CLOSE_WITHIN_S, NORMAL_CLOSURE, UNSUPPORTED_DATA, LaneLine
from offhook.web.lifespan_state import lane_of, tell

AsgiScope = MutableMapping[str, Any]  # as its messages, a dictionary of anything
AsgiMessage = WebsocketMessage
AsgiReceive = Callable[[], Awaitable[AsgiMessage]]
AsgiSend = Callable[[AsgiMessage], Awaitable[None]]

BROKEN = (UnexpectedMessageError, LocalProtocolError, RemoteProtocolError)
"""Errors of the server's libraries for a connection that is closing, or whose peer breaks RFC 6455."""


class MediaLine(Line, Protocol):
    """A line that this room closes."""

    @property
    def message_too_long(self) -> bool:
        """Whether the peer was sent away for a message that was too long."""

    async def close(self, refusal: str | None = None) -> None:
        """End the connection, with a closing handshake where there can be one, within CLOSE_WITHIN_S."""


class AsgiLine:
    """A call's line over one WebSocket, as the server reads and writes it."""

    def __init__(self, receive: AsgiReceive, send: AsgiSend, peer: str, connection: Connection | None) -> None:
        self.peer = peer
        self._receive, self._send, self._connection = receive, send, connection
        self._inbox: deque[AsgiMessage] = deque()  # bounded by what one read of the socket brings
        self._closed = False
        if connection is not None:
            connection.let_application_read(self._inbox.append)

    async def receive(self) -> Message:
        if self._closed:
            raise LineClosed("the carrier's connection is gone")
        message = await self._next_message()
        if message["type"] == "websocket.disconnect":
            self._closed = True
            raise LineClosed("the carrier's connection is gone")
        text: str | None = message.get("text")
        data: bytes | None = message.get("bytes")
        return text if text is not None else data or b""

    async def listen(self, hear: Hear[Message]) -> None:
        await hear_each(self.receive, hear)

    @property
    def message_too_long(self) -> bool:
        return self._connection is not None and self._connection.message_too_long

    async def _next_message(self) -> AsgiMessage:
        if self._connection is None:
            return await self._receive()
        if self._inbox:
            await trio.lowlevel.checkpoint()
        while not self._inbox:
            try:
                more = await self._connection.read()
            except BROKEN as exc:
                self._closed = True
                raise LineClosed("the carrier broke the WebSocket protocol") from exc
            if self._connection.is_over_budget:
                self._closed = True
                raise LineFlooded("the carrier sends too much")
            if not more and not self._inbox:  # the connection has ended, even if the server puts no message for it
                return {"type": "websocket.disconnect"}
        return self._inbox.popleft()

    async def send(self, *messages: Message) -> None:
        if self._closed:
            raise LineClosed("the carrier's connection is gone")
        try:
            for message in messages:
                await self._send({"type": "websocket.send", "text" if isinstance(message, str) else "bytes": message})
        except (*BROKEN, trio.BusyResourceError) as exc:  # the last of them: it is being closed at this moment
            raise LineClosed("the carrier's connection is closing") from exc

    def abort(self) -> None:
        if self._connection is not None:
            self._connection.close_transport()

    async def close(self, refusal: str | None = None) -> None:
        """Send a close frame, read what the peer still sends for up to a second, and close the transport in any case.

        `refusal` is the reason in the close frame, cut to the room there is.
        """
        if self._connection is not None and self._connection.is_closed:
            return
        with trio.move_on_after(CLOSE_WITHIN_S, shield=True):  # noqa: ASYNC912  # nothing to wait for is no wait
            with suppress(LineClosed, *BROKEN):
                if not self._closed:
                    code = NORMAL_CLOSURE if refusal is None else UNSUPPORTED_DATA
                    await self._send({"type": "websocket.close", "code": code, "reason": refusal})
                while not self._closed:
                    self._closed = (await self._next_message())["type"] == "websocket.disconnect"
        self.abort()


async def answer_media(
    exchange: Exchange,
    carrier: Carrier,
    scope: AsgiScope,
    receive: AsgiReceive,
    send: AsgiSend,
    *,
    on_start: Callable[[], None] = lambda: None,
    on_end: Callable[[], Awaitable[None]] = trio.lowlevel.checkpoint,
    needs_token: bool,
) -> None:
    """One connection of a carrier, from its handshake until nothing of it is left. With `needs_token` its stream must
    bring the token of the webhook that announced it.

    `on_start` is called when a call is admitted, and `on_end` when that is over and the connection closed. What comes
    after this function may be cancelled, as it is by the server beneath.
    """
    await receive()  # websocket.connect
    connection = current_connection()
    host, port = scope.get("client") or ("unknown", 0)
    line, begin = _line(scope, receive, send, f"{host}:{port}", connection)
    try:
        await send({"type": "websocket.accept"})
    except Exception:  # noqa: BLE001  # Hypercorn passes on whatever its HTTP library raises
        tell(scope, ServerFault.HANDSHAKES_FAILED)
        if connection is not None:
            connection.drop()
        return
    begin()
    exchange.log.info("WebSocket connected", peer=line.peer)
    if connection is None:
        await _serve(exchange, carrier, line, [on_start], on_end, needs_token=needs_token)
        return
    try:
        starts = [on_start, connection.stop_waiting]
        await _serve(exchange, carrier, line, starts, on_end, needs_token=needs_token)
    finally:
        if line.message_too_long:
            exchange.faults[ServerFault.MESSAGES_TOO_LONG] += 1
            exchange.log.warning("connection dropped: message too long", peer=line.peer)
        connection.release()


def _line(
    scope: AsgiScope, receive: AsgiReceive, send: AsgiSend, peer: str, connection: Connection | None
) -> tuple[MediaLine, Callable[[], None]]:
    """The line of a connection, and what to call once its handshake is answered."""
    lane = lane_of(scope)
    if lane is None or connection is None or (socket := connection.plain_socket()) is None:
        return AsgiLine(receive, send, peer, connection), lambda: None
    connection.let_application_read(lambda message: None)  # and it never does
    on_lane = LaneLine(lane, connection, socket, peer)

    def begin() -> None:
        on_lane.begin()  # raises if the kernel has no room for one more; then the server still closes the connection
        connection.leave_socket()

    return on_lane, begin


async def _serve(
    exchange: Exchange,
    carrier: Carrier,
    line: MediaLine,
    on_start: Sequence[Callable[[], None]],
    on_end: Callable[[], Awaitable[None]],
    *,
    needs_token: bool,
) -> None:
    refusal, admitted = None, False

    def note_start() -> None:
        nonlocal admitted
        admitted = True
        for each in on_start:
            each()

    try:
        refusal = await exchange.answer(line, carrier, on_start=note_start, needs_token=needs_token)
    finally:
        await line.close(refusal)  # noqa: ASYNC102  # under its own shield and deadline
    if admitted:
        await on_end()
