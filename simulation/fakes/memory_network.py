"""A network in memory: the real HTTP client over streams without a kernel, so that a seed decides all that happens."""

import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpcore
import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio
from trio.testing import lockstep_stream_pair

from offhook.simulation.fakes.http_server import Serving


class MemoryNetwork(httpcore.AsyncNetworkBackend):
    """Every connection leads to one server."""

    def __init__(self, serve: Serving, nursery: trio.Nursery, *, notices_closed: bool = False) -> None:
        """`notices_closed`: that the server has closed a kept connection is seen before it is used again, as it mostly
        is with a socket. Else only the next request finds out."""
        self._serve, self._nursery, self._notices_closed = serve, nursery, notices_closed
        self.refusing = False
        self.connect_s = 0.0
        """How long a connection takes."""

    async def open_stream(self, host: str, port: int, certificates: ssl.SSLContext | None) -> trio.abc.Stream:
        """For WebSockets. Nobody listens in here: there is no TLS."""
        del port, certificates
        await trio.sleep(self.connect_s)
        if self.refusing:
            raise OSError("refused")
        return self._connected(host)[0]

    def _connected(self, host: str) -> tuple[trio.abc.Stream, trio.Event]:
        """Our end of a connection, and what is set when the server has closed its own."""
        ours, theirs = lockstep_stream_pair()  # so that whoever writes faster than is read has to wait, as on a socket
        closed = trio.Event()

        async def serve() -> None:
            await self._serve(theirs)
            closed.set()

        self._nursery.start_soon(serve, name=f"connection to {host}")
        return ours, closed

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._nursery.child_tasks)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # as httpcore names it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        with _in_time(timeout, httpcore.ConnectTimeout):
            await trio.sleep(self.connect_s)
        if self.refusing:
            raise httpcore.ConnectError("refused")
        stream, closed = self._connected(host)
        return _MemoryStream(stream, closed if self._notices_closed else trio.Event())

    async def sleep(self, seconds: float) -> None:
        await trio.sleep(seconds)


class _MemoryStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: trio.abc.Stream, closed: trio.Event) -> None:
        self._stream, self._closed = stream, closed

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        with _in_time(timeout, httpcore.ReadTimeout), _broken_as(httpcore.ReadError):
            return bytes(await self._stream.receive_some(max_bytes))
        raise AssertionError("unreachable: a timeout raises")

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        with _in_time(timeout, httpcore.WriteTimeout), _broken_as(httpcore.WriteError):
            await self._stream.send_all(buffer)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        await trio.lowlevel.checkpoint()
        return self  # nobody listens in here

    def get_extra_info(self, info: str) -> object:
        return self._closed.is_set() if info == "is_readable" else None


@contextmanager
def _in_time(timeout: float | None, late: type[Exception]) -> Iterator[None]:
    with trio.move_on_after(float("inf") if timeout is None else timeout) as scope:
        yield
    if scope.cancelled_caught:
        raise late()


@contextmanager
def _broken_as(broken: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (trio.BrokenResourceError, trio.ClosedResourceError) as exc:
        raise broken("the stream is broken") from exc


@asynccontextmanager
async def in_memory(
    serve: Serving, *, notices_closed: bool = False
) -> AsyncIterator[tuple[MemoryNetwork, httpx.AsyncBaseTransport]]:
    """A network on which `serve` answers everything, and the transport that uses it."""
    async with trio.open_nursery() as nursery:
        network = MemoryNetwork(serve, nursery, notices_closed=notices_closed)
        transport = httpx.AsyncHTTPTransport(verify=False, trust_env=False)  # there is no TLS in memory
        # httpx has no argument for the backend of its pool; guarded by every test that uses this.
        transport._pool = httpcore.AsyncConnectionPool(network_backend=network)
        yield network, transport
        nursery.cancel_scope.cancel(reason="the network is taken down")
