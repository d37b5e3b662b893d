"""Serves WebSockets on any stream, as badly as a fault wants it. What is sent is a list of steps, so that a fault is a
change of the list (`steps.py`)."""

import json
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

import msgspec
import trio
from trio_websocket import ConnectionClosed, WebSocketConnection, WebSocketRequest, wrap_server_stream
from wsproto.utilities import ProtocolError

from offhook.simulation.fakes.steps import Step, Wait
from offhook.simulation.fakes.watched import Watched

LONGEST_MESSAGE = 16 * 1024 * 1024
WHOLE_WITHIN_S = 1.0
HANDSHAKE_WITHIN_S = 10.0


class Refusal(msgspec.Struct, frozen=True):
    """The handshake is answered with a status."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


class Garbage(msgspec.Struct, frozen=True):
    """The handshake is answered with what is no HTTP."""

    data: bytes


class Close(msgspec.Struct, frozen=True):
    """The connection is closed in due form."""

    code: int
    reason: str = ""


Event = Mapping[str, object]
RealtimeStep = Event | str | bytes | Wait | Step | Close
"""A text is sent as it is, bytes as a binary message. Step.HEAD has no meaning here."""
Steps = Sequence[RealtimeStep]
Fault = Callable[[Steps], Steps]
Opening = Refusal | Garbage | Step | None
"""What becomes of a handshake; None: it is accepted."""


class Peer:
    """One connection, as the server sees it."""

    def __init__(self, connection: WebSocketConnection, stream: trio.abc.Stream, request: WebSocketRequest) -> None:
        self._connection, self._stream = connection, stream
        self.path = request.path
        self.headers = _named(request)
        self.sent: list[Event] = []

    async def receive(self) -> str:
        """Raises ConnectionClosed."""
        message = await self.receive_any()
        assert isinstance(message, str), "a client of this service sends text"
        return message

    async def receive_any(self) -> str | bytes:
        """Raises ConnectionClosed."""
        message = await self._connection.get_message()
        assert isinstance(message, str | bytes)
        return message

    async def send(self, steps: Steps) -> None:
        """Raises ConnectionClosed."""
        for step in steps:
            match step:
                case str() | bytes():
                    await self._send(step)
                case Wait(seconds):
                    await trio.sleep(seconds)
                case Close(code, reason):
                    await self._connection.aclose(code, reason or None)
                case Step.HANG:
                    await trio.sleep_forever()
                case Step():
                    await _cut(self._stream, reset=step is Step.RESET)
                case _:
                    self.sent.append(step)
                    await self._send(json.dumps(step))

    async def _send(self, message: str | bytes) -> None:
        """A message that is cancelled half way would end the connection."""
        await trio.lowlevel.checkpoint_if_cancelled()
        with trio.move_on_after(WHOLE_WITHIN_S, shield=True):
            await self._connection.send_message(message)


def _named(request: WebSocketRequest) -> Mapping[str, str]:
    """The headers, by name in lower case."""
    return {name.decode().lower(): value.decode("latin-1") for name, value in request.headers}


class _Begun(trio.abc.Stream):
    """A stream of which something was read before. `at_end` is called when nothing more will come."""

    def __init__(self, stream: trio.abc.Stream, begun: bytes, at_end: Callable[[], None]) -> None:
        self._stream, self._begun, self._at_end = stream, begun, at_end

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        if self._begun:
            await trio.lowlevel.checkpoint()
            begun, self._begun = self._begun, b""
            return begun
        data = b""
        try:
            data = bytes(await self._stream.receive_some(max_bytes))
        finally:
            if not data:
                self._at_end()
        return data

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        await self._stream.send_all(data)

    async def wait_send_all_might_not_block(self) -> None:
        await self._stream.wait_send_all_might_not_block()

    async def aclose(self) -> None:
        await self._stream.aclose()


Serving = Callable[[Peer], Awaitable[None]]
Refusing = Callable[[str, Mapping[str, str]], Refusal | None]
"""What becomes of a handshake with this path and these headers."""


def _never(path: str, headers: Mapping[str, str]) -> None:
    del path, headers


class WebSocketServer(Watched):
    """Serves each connection with one function. `openings` are used up, one for each connection."""

    def __init__(self, serving: Serving, refusing: Refusing = _never) -> None:
        super().__init__()
        self._serving, self._refusing = serving, refusing
        self.peers: list[Peer] = []
        self.connections = 0
        self.openings: deque[Opening] = deque()
        self.ended: list[int | None] = []
        """With which code each connection was closed; None or 1006: without one."""

    async def serve(self, stream: trio.abc.Stream, begun: bytes = b"") -> None:
        """Serve one connection. `begun` was read of it before."""
        self.connections += 1
        opening = self.openings.popleft() if self.openings else None
        try:
            if isinstance(opening, Garbage):
                if not begun:
                    await stream.receive_some()
                await stream.send_all(opening.data)
                await trio.aclose_forcefully(stream)
            elif opening is Step.HANG:
                await trio.sleep_forever()
            elif isinstance(opening, Step):
                await _cut(stream, reset=opening is Step.RESET)
            else:
                await self._handshake(stream, begun, opening)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            pass  # the client has left
        finally:
            with trio.move_on_after(1, shield=True):
                await trio.aclose_forcefully(stream)

    async def _handshake(self, stream: trio.abc.Stream, begun: bytes, refusal: Refusal | None) -> None:
        try:
            await self._converse(stream, begun, refusal)
        except* ProtocolError:
            pass  # trio-websocket answers a ping that comes while it closes, and wsproto does not let it

    async def _converse(self, stream: trio.abc.Stream, begun: bytes, refusal: Refusal | None) -> None:
        async with trio.open_nursery() as nursery:
            request = None
            with trio.move_on_after(HANDSHAKE_WITHIN_S) as handshake:
                # trio-websocket waits for ever if the client leaves now.
                whole = _Begun(stream, begun, at_end=partial(handshake.cancel, reason="the client has left"))
                request = await wrap_server_stream(nursery, whole, max_message_size=LONGEST_MESSAGE)
            if request is not None:
                refusal = refusal or self._refusing(request.path, _named(request))
            with suppress(ConnectionClosed):  # the client may leave before it has the answer
                if request is None:
                    pass
                elif refusal is not None:
                    headers = [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
                    await request.reject(refusal.status, extra_headers=headers, body=refusal.body)
                else:
                    await self._serve(await request.accept(), stream, request)
            nursery.cancel_scope.cancel(reason="the connection is over")

    async def _serve(self, connection: WebSocketConnection, stream: trio.abc.Stream, request: WebSocketRequest) -> None:
        peer = Peer(connection, stream, request)
        self.peers.append(peer)
        self.changed()
        with suppress(ConnectionClosed):
            await self._serving(peer)
        self.ended.append(connection.closed.code if connection.closed else None)
        self.changed()


async def _cut(stream: trio.abc.Stream, *, reset: bool) -> None:
    under = stream.transport_stream if isinstance(stream, trio.SSLStream) else stream
    if reset and isinstance(under, trio.SocketStream):
        under.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    await trio.aclose_forcefully(stream)


def after(*added: RealtimeStep) -> Fault:
    """All comes, and then this."""
    return lambda steps: [*steps, *added]


def before(*added: RealtimeStep) -> Fault:
    """This comes first."""
    return lambda steps: [*added, *steps]


def first_then(count: int, *end: RealtimeStep) -> Fault:
    """Only the first ones come, and then this."""
    return lambda steps: [*steps[:count], *end]


def half_then(*end: RealtimeStep) -> Fault:
    return lambda steps: [*steps[: len(steps) // 2], *end]


def instead(*steps: RealtimeStep) -> Fault:
    return lambda _: steps
