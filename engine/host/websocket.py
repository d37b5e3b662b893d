"""A WebSocket to a service, through trio-websocket. None of the errors quotes the server.

WebSocketFailed          there is no connection, or none any more
+-- WebSocketRefused     the server answered the handshake with a status instead of a WebSocket
+-- WebSocketClosed      the connection is over
"""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

import h11
import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio
from trio_websocket import ConnectionClosed, ConnectionRejected, WebSocketConnection, wrap_client_stream
from wsproto.utilities import ProtocolError

from offhook.engine.host.no_connection import why_no_connection
from offhook.protocol.websocket_frames import FrameCounter

OpenStream = Callable[[str, int, ssl.SSLContext | None], Awaitable[trio.abc.Stream]]
"""Connects to a host and port; with certificates if the connection must be secure. Raises OSError or
trio.BrokenResourceError."""

CLOSE_WITHIN_S = 0.3  # for the close frames of both sides; a session that uses this has half a second to close
LONGEST_MESSAGE = 4 * 1024 * 1024  # more than a minute of any sound; trio-websocket's own limit is 1 MiB
LONGEST_REFUSAL, REFUSAL_WITHIN_S = 65_536, 0.5  # of an answer that is no WebSocket: its status says most
MESSAGES_WAITING = 64
FRAMES_AT_ONCE, FRAMES_PER_S = 5000, 1000
"""More is no service's. Sound and words come in tens of frames a second, a whole sentence at once in some hundreds."""
BYTES_LIKE_A_FRAME = 2000
"""So many bytes count as another frame: 10 MB at once, and 2 MB a second, which is more than a minute of sound."""
_CROWDED, _SLICE = 64, 128
"""Frames in one piece of the network from which on it is read in slices of so many bytes: a frame of two bytes takes
trio-websocket as long as one of thousands, and other calls wait meanwhile."""
_FLOOD = "the server sends more than any service does"
PING_EVERY_S, PONG_WITHIN_S = 20.0, 10.0  # a connection may be dead for minutes before the kernel gives it up


class WebSocketFailed(Exception):
    """There is no connection."""


class WebSocketRefused(WebSocketFailed):
    """The server answered the handshake with a status."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        super().__init__(f"HTTP {status} instead of a WebSocket")
        self.status, self.body, self.headers = status, body, headers


class WebSocketClosed(WebSocketFailed):
    """The connection is over."""

    def __init__(self, code: int | None, reason: str = "") -> None:
        words = {None: "the connection broke", 1006: "the connection broke", 1009: "a message was too long"}
        super().__init__(words.get(code, f"the server closed with code {code}"))
        self.code, self.reason = code, reason


class WebSocket:
    """An open connection. Read it all the time: while nobody reads, it answers no pings."""

    def __init__(self, connection: WebSocketConnection, answer: "_Answer") -> None:
        self._connection, self._answer = connection, answer
        self.is_cut = False
        """Whether a message was sent only in part: what is sent after it would be taken for the rest of it."""

    async def send(self, message: str | bytes) -> None:
        """Cancelling this half way makes the connection unusable. Raises WebSocketClosed."""
        self.is_cut = True
        try:
            await self._connection.send_message(message)
        except ConnectionClosed as exc:
            raise _closed(exc) from exc
        self.is_cut = False

    async def receive(self) -> str:
        """The next message. Raises WebSocketFailed."""
        try:
            message = await self._connection.get_message()
        except ConnectionClosed as exc:
            if self._answer.frames.are_too_many:
                raise WebSocketFailed(_FLOOD) from exc
            raise _closed(exc) from exc
        if not isinstance(message, str):
            raise WebSocketFailed("a message that is no text")
        return message


def _closed(exc: ConnectionClosed) -> WebSocketClosed:
    return WebSocketClosed(None) if exc.reason is None else WebSocketClosed(exc.reason.code, exc.reason.reason or "")


@asynccontextmanager
async def open_websocket(
    open_stream: OpenStream, certificates: ssl.SSLContext, url: str, headers: Mapping[str, str]
) -> AsyncIterator[WebSocket]:
    """Connect to a URL whose scheme is wss, https, ws or http. Leaving closes the connection. Raises WebSocketFailed
    when there is none; what is raised inside comes out in a group."""
    address = httpx.URL(url)
    secure = address.scheme in ("wss", "https")
    try:
        stream = await open_stream(
            address.host, address.port or (443 if secure else 80), certificates if secure else None
        )
    except (OSError, trio.BrokenResourceError) as exc:
        raise WebSocketFailed(f"no connection: {why_no_connection(exc)}") from exc
    failure: WebSocketFailed | None = None
    connection: WebSocketConnection | None = None
    answer = _Answer(stream)
    try:
        async with trio.open_nursery() as nursery:
            connection = await _handshake(nursery, answer, address, headers)
            if connection is None:
                failure = answer.refusal or WebSocketFailed("the connection broke before there was a WebSocket")
            else:
                socket = WebSocket(connection, answer)
                nursery.start_soon(_keep_alive, socket, connection, stream, name="websocket pings")
                yield socket
                if not socket.is_cut:
                    await _close(connection)
            nursery.cancel_scope.cancel(reason="the connection is no longer needed")
    except* ConnectionRejected as refused:  # raised by the reader during the handshake
        failure = _refusal(refused)
    except* (ConnectionClosed, ProtocolError, h11.ProtocolError):
        # The reader wants to answer the other side, which has just left, or speaks no HTTP at all.
        failure = WebSocketClosed(None)
    except* UnicodeError:
        if connection is not None:
            raise
        failure = WebSocketClosed(None)  # wsproto takes headers for ASCII
    finally:
        with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
            await trio.aclose_forcefully(stream)
    if failure is not None:
        raise failure


async def _handshake(
    nursery: trio.Nursery, answer: "_Answer", address: httpx.URL, headers: Mapping[str, str]
) -> WebSocketConnection | None:
    """None if there will be none: trio-websocket waits for the whole body of a refusal, however long it is, and for
    ever if the stream ends."""
    made = None
    async with trio.open_nursery() as waiting:

        async def give_up() -> None:
            await answer.begun.wait()
            with trio.move_on_after(REFUSAL_WITHIN_S):
                await answer.over.wait()
            waiting.cancel_scope.cancel(reason="there will be no WebSocket")

        waiting.start_soon(give_up, name="websocket handshake")
        made = await wrap_client_stream(
            nursery,
            answer,  # type: ignore[arg-type]  # any stream will do for it, whatever its annotation says
            address.netloc.decode("ascii"),
            address.raw_path.decode("ascii"),
            extra_headers=[(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()],
            message_queue_size=MESSAGES_WAITING,
            max_message_size=LONGEST_MESSAGE,
        )
        waiting.cancel_scope.cancel(reason="it is a WebSocket")
    answer.is_read = made is not None
    return made


class _Answer(trio.abc.Stream):
    """A stream, of which the answer to the handshake is kept until it is a WebSocket."""

    def __init__(self, stream: trio.abc.Stream) -> None:
        self._stream = stream
        self._http = h11.Connection(h11.CLIENT)
        self._http.send(h11.Request(method="GET", target="/", headers=[("Host", "here")]))
        self._http.send(h11.EndOfMessage())
        self._length = 0
        self._unread = b""
        self.frames = _Frames()
        self.is_read = False
        """Whether nobody needs it any more."""
        self.refusal: WebSocketRefused | None = None
        """What it says so far, without its body."""
        self.begun, self.over = trio.Event(), trio.Event()
        """It is a refusal, or there is none; and no more of it is wanted."""

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        if self._unread:
            await trio.lowlevel.checkpoint()
            return self._slice()
        try:
            data = bytes(await self._stream.receive_some(max_bytes))
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            self._end()
            raise
        if not self.is_read:
            self._read(data)
        frames = self.frames.begun_in(data, trio.current_time())
        if self.frames.are_too_many:
            raise trio.BrokenResourceError(_FLOOD)
        if frames <= _CROWDED:
            return data
        self._unread = data
        return self._slice()

    def _slice(self) -> bytes:
        part, self._unread = self._unread[:_SLICE], self._unread[_SLICE:]
        return part

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        try:
            await self._stream.send_all(data)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            self._end()
            raise

    async def wait_send_all_might_not_block(self) -> None:
        await self._stream.wait_send_all_might_not_block()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def _read(self, data: bytes) -> None:
        self._length += len(data)
        if not data or self._length > LONGEST_REFUSAL:
            self._end()
        if not data or self.refusal is not None:
            return
        try:
            self._http.receive_data(data)
            event = self._http.next_event()
        except h11.RemoteProtocolError:
            self.is_read = True  # trio-websocket says so
            return
        if isinstance(event, h11.Response):
            self.refusal = WebSocketRefused(event.status_code, b"", _as_text(event.headers))
            self.begun.set()

    def _end(self) -> None:
        self.begun.set()
        self.over.set()


class _Frames:
    """How many frames and bytes a server sends, and whether they are more than any service's."""

    def __init__(self) -> None:
        self._head, self._counter = b"", FrameCounter()
        self._is_open, self._left, self._at = False, float(FRAMES_AT_ONCE), 0.0
        self.are_too_many = False

    def begun_in(self, data: bytes, now: float) -> int:
        """In these bytes; those of the handshake are none."""
        while not self._is_open:
            head, end, rest = (self._head + data).partition(b"\r\n\r\n")
            if not end:
                self._head = head[: LONGEST_REFUSAL + 1]  # longer ones are left
                return 0
            self._head, data = b"", rest
            self._is_open = head.partition(b"\r\n")[0].split(b" ")[1:2] == [b"101"]
        frames = self._counter.feed(data)
        self._left = min(FRAMES_AT_ONCE, self._left + (now - self._at) * FRAMES_PER_S)
        self._left -= frames + len(data) / BYTES_LIKE_A_FRAME
        self._at = now
        self.are_too_many = self.are_too_many or self._left < 0
        return frames


async def _keep_alive(socket: WebSocket, connection: WebSocketConnection, stream: trio.abc.Stream) -> None:
    """Close a connection whose other side does not answer."""
    while True:  # noqa: ASYNC913  # each round sleeps
        await trio.sleep(PING_EVERY_S)
        if socket.is_cut:
            continue  # a message is on its way, or was cut: a ping behind it would be taken for its rest
        try:
            with trio.move_on_after(PONG_WITHIN_S) as patience:
                await connection.ping()
        except ConnectionClosed:
            return
        if patience.cancelled_caught:
            with trio.move_on_after(CLOSE_WITHIN_S):
                await trio.aclose_forcefully(stream)
            return


async def _close(connection: WebSocketConnection) -> None:
    with trio.move_on_after(CLOSE_WITHIN_S):
        await connection.aclose()


def _refusal(group: BaseExceptionGroup[ConnectionRejected]) -> WebSocketRefused:
    first = group.exceptions[0]
    if isinstance(first, BaseExceptionGroup):
        return _refusal(first)
    return WebSocketRefused(first.status_code, first.body or b"", _as_text(first.headers))


def _as_text(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
