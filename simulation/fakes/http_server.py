"""Serves HTTP/1.1 on any stream, as slowly and as badly as a fault wants it.

CutOff       the answer ends here, and with it the connection
"""

import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import h11
import msgspec
import trio

from offhook.simulation.fakes.watched import Watched

_READ_AT_ONCE = 65_536
_LONGEST_BODY = 32 * 1024 * 1024
_IDLE_S = 60.0


class CutOff(Exception):
    """The connection is closed in the middle of an answer."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__()
        self.reset = reset


class Received(msgspec.Struct, frozen=True):
    """A request."""

    at: float
    connection: int
    method: str
    path: str
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes


Answering = Callable[[Received, "Answerer"], Awaitable[None]]


class Answerer:
    """Writes one answer. Its body is chunked, unless it is given in one piece; the answer to a HEAD has none."""

    def __init__(self, http: h11.Connection, stream: trio.abc.Stream, *, head_only: bool = False) -> None:
        self.http, self.stream, self.head_only = http, stream, head_only

    async def whole(self, status: int, body: bytes, content_type: str, headers: Mapping[str, str]) -> None:
        await self.begin(status, {"content-type": content_type, "content-length": str(len(body)), **headers})
        await self.send(body)
        await self.end()

    async def begin(self, status: int, headers: Mapping[str, str]) -> None:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self._write(h11.Response(status_code=status, headers=raw))

    async def send(self, data: bytes) -> None:
        await self._write(h11.Data(data=b"" if self.head_only else data))

    async def end(self) -> None:
        await self._write(h11.EndOfMessage())

    async def garbage(self, data: bytes) -> None:
        """Whatever this is, it is no HTTP."""
        await self.stream.send_all(data)

    async def _write(self, event: h11.Event) -> None:
        data = self.http.send(event)
        assert data is not None, "only a closed connection gives none"
        await self.stream.send_all(data)


class HttpServer(Watched):
    """Serves connections with one function that answers, and notices who left before their answer was complete."""

    def __init__(self, answering: Answering) -> None:
        super().__init__()
        self._answering = answering
        self.connections = 0
        self.requests: list[Received] = []
        self.left_early: list[float] = []
        """When clients closed a connection in the middle of an answer."""

    async def serve(self, stream: trio.abc.Stream, begun: bytes = b"") -> None:
        """Serve one connection until either side closes it. `begun` was read of it before."""
        self.connections += 1
        number = self.connections
        async with stream:
            try:
                http = h11.Connection(h11.SERVER)
                if begun:
                    http.receive_data(begun)
                while (request := await self._next(http, stream, number)) is not None:
                    if not await self._answer(http, stream, request):
                        break
                    if http.our_state is not h11.DONE or http.their_state is not h11.DONE:
                        break
                    http.start_next_cycle()
            except CutOff as cut:
                if cut.reset:
                    await _reset(stream)
            except (trio.BrokenResourceError, trio.ClosedResourceError, h11.RemoteProtocolError):
                pass

    async def _next(self, http: h11.Connection, stream: trio.abc.Stream, number: int) -> Received | None:
        request: h11.Request | None = None
        body = b""
        with trio.move_on_after(_IDLE_S):
            while True:  # noqa: ASYNC913  # each round reads, or ends
                event = http.next_event()
                match event:
                    case h11.NEED_DATA:
                        http.receive_data(bytes(await stream.receive_some(_READ_AT_ONCE)))
                    case h11.Request():
                        request = event
                    case h11.Data(data=data):
                        body += data
                        if len(body) > _LONGEST_BODY:
                            return None
                    case h11.EndOfMessage() if request is not None:
                        headers = {name.decode(): value.decode("latin-1") for name, value in request.headers}
                        method, path = request.method.decode(), request.target.decode()
                        return Received(trio.current_time(), number, method, path, headers, body)
                    case _:
                        return None
        return None

    async def _answer(self, http: h11.Connection, stream: trio.abc.Stream, request: Received) -> bool:
        """False if the client has left."""
        self.requests.append(request)
        self.changed()
        answered = False
        cut: CutOff | None = None
        async with trio.open_nursery() as nursery:

            async def watch() -> None:
                with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
                    while data := await stream.receive_some(_READ_AT_ONCE):
                        http.receive_data(bytes(data))
                self.left_early.append(trio.current_time())
                self.changed()
                nursery.cancel_scope.cancel(reason="the client has left")

            nursery.start_soon(watch)
            try:
                await self._answering(request, Answerer(http, stream, head_only=request.method == "HEAD"))
                answered = True
            except CutOff as exc:
                cut = exc
            except trio.BrokenResourceError:
                await trio.sleep_forever()  # the watcher sees it too
            nursery.cancel_scope.cancel(reason="answered")
        if cut is not None:
            raise cut
        return answered


async def _reset(stream: trio.abc.Stream) -> None:
    """Close a socket so that its peer sees a reset. In memory it is an ordinary end."""
    wire = stream.transport_stream if isinstance(stream, trio.SSLStream) else stream
    if isinstance(wire, trio.SocketStream):
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        await wire.aclose()


Serving = Callable[[trio.abc.Stream], Awaitable[None]]


def over_tls(serve: Serving, certificate: Path) -> Serving:
    """The same server behind TLS. The file holds certificate and key (PEM)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    async def serve_tls(stream: trio.abc.Stream) -> None:
        # https_compatible: browsers and HTTP libraries close without the goodbye of TLS
        await serve(trio.SSLStream(stream, context, server_side=True, https_compatible=True))

    return serve_tls


@asynccontextmanager
async def on_a_socket(serve: Serving, certificate: Path | None = None) -> AsyncIterator[str]:
    """Serve on a free port of this machine, over TLS if there is a certificate; its URL."""
    async with trio.open_nursery() as nursery:
        serving = serve if certificate is None else over_tls(serve, certificate)
        listener: trio.SocketListener = (await nursery.start(partial(trio.serve_tcp, serving, 0, host="127.0.0.1")))[0]
        scheme, port = "http" if certificate is None else "https", listener.socket.getsockname()[1]
        yield f"{scheme}://127.0.0.1:{port}"
        nursery.cancel_scope.cancel(reason="the server is stopped")
