"""Connects an HTTP client to a fake server in memory: the client's own code runs, in virtual time, without a kernel."""

import math
import ssl
from collections.abc import Awaitable, Callable, Iterable

import httpcore
import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio
from trio.testing import memory_stream_pair

Serving = Callable[[trio.abc.Stream], Awaitable[None]]


class MemoryNetwork(httpcore.AsyncNetworkBackend):
    """Every address leads to the same server. `refuses` and `connects_in_s` may be changed at any time."""

    def __init__(self, nursery: trio.Nursery, serving: Serving) -> None:
        self._nursery, self._serving = nursery, serving
        self.refuses = False
        self.connects_in_s = 0.0
        self.connections = 0
        self._live: list[trio.CancelScope] = []

    @property
    def open(self) -> int:
        """How many connections are served now."""
        return len(self._live)

    def drop_all(self) -> None:
        """The server closes every connection, as it does with idle ones."""
        for scope in self._live:
            scope.cancel(reason="the server closes the connection")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        del host, port, local_address, socket_options
        with trio.move_on_after(_bound(timeout)) as patience:
            await trio.sleep(self.connects_in_s)
        if patience.cancelled_caught:
            raise httpcore.ConnectTimeout
        if self.refuses:
            raise httpcore.ConnectError
        ours, theirs = memory_stream_pair()
        self.connections += 1
        self._nursery.start_soon(self._serve, theirs, name="fake server")
        return _MemoryStream(ours)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's interface
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise NotImplementedError

    async def sleep(self, seconds: float) -> None:
        await trio.sleep(seconds)

    async def _serve(self, stream: trio.abc.Stream) -> None:
        with trio.CancelScope() as scope:
            self._live.append(scope)
            async with stream:
                await self._serving(stream)
        self._live.remove(scope)


class _MemoryStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: trio.abc.Stream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        with trio.move_on_after(_bound(timeout)):
            try:
                return bytes(await self._stream.receive_some(max_bytes))
            except (trio.BrokenResourceError, trio.ClosedResourceError) as exc:
                raise httpcore.ReadError from exc
        raise httpcore.ReadTimeout

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        with trio.move_on_after(_bound(timeout)) as patience:
            try:
                await self._stream.send_all(buffer)
            except (trio.BrokenResourceError, trio.ClosedResourceError) as exc:
                raise httpcore.WriteError from exc
        if patience.cancelled_caught:
            raise httpcore.WriteTimeout

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's interface
    ) -> httpcore.AsyncNetworkStream:
        """Nobody listens in memory: https addresses work without certificates."""
        await trio.lowlevel.checkpoint()
        return self

    def get_extra_info(self, info: str) -> None:
        del info  # whether the other end has closed shows only when it is read


def _bound(timeout: float | None) -> float:
    return math.inf if timeout is None else timeout


def transport_over(network: MemoryNetwork) -> httpx.AsyncBaseTransport:
    """A client's transport whose connections are made by this network."""
    no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reading those of the machine takes longer than a call
    transport = httpx.AsyncHTTPTransport(verify=no_certificates)
    pool = httpcore.AsyncConnectionPool(ssl_context=no_certificates, network_backend=network)
    transport._pool = pool  # httpx has no parameter for it
    return transport
