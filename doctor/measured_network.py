"""A network for one request: it measures how long connecting, TLS and the answer's first byte took, and notes what the
server's clock, its certificate and the kind of its answer say."""

import random
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.doctor.connection_trouble import Trouble, connection_trouble
from offhook.doctor.setup import MakeNetwork
from offhook.engine.host.network import CLOSE_WITHIN_S, Network
from offhook.engine.host.shared_folder import SharedFolder
from offhook.engine.host.world import ChildProcess, World

T = TypeVar("T")
WEB_PAGE = "text/html"
_STEPS = {"connect_tcp": "connect_s", "start_tls": "tls_s"}
"""By what httpcore calls a step, where its time is noted."""


class Measurement:
    """What one request has shown. None: it did not come so far."""

    def __init__(self) -> None:
        self.connect_s: float | None = None
        """With looking up the name."""
        self.tls_s: float | None = None
        self.first_byte_s: float | None = None
        """From the request to the head of the answer, on the connection that was just opened."""
        self.status: int | None = None
        self.content_type = ""
        self.server_ahead_s: float | None = None
        """How far the server's clock is ahead of this machine's, by half a second exactly."""
        self.certificate_ends: float | None = None
        """Seconds since 1970."""
        self.trouble: Trouble | None = None
        """Why there was no connection."""

    @property
    def is_web_page(self) -> bool:
        return self.content_type == WEB_PAGE


@asynccontextmanager
async def measured_network(make: MakeNetwork, world: World) -> AsyncIterator[tuple[Network, Measurement]]:
    """Nothing is connected yet, so that the first request opens a connection."""
    made, measurement = make(), Measurement()
    steps = _Steps(measurement, world)
    made.http.event_hooks = {"request": [steps.begin], "response": [steps.answered]}
    try:
        yield Network(made.http, made.certificates, steps.open_stream), measurement
    finally:
        with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
            await made.http.aclose()


class _Steps:
    """Notes each step of a request. A request through a proxy makes some twice: the last one counts."""

    def __init__(self, measurement: Measurement, world: World) -> None:
        self._measurement, self._world = measurement, world
        self._began: dict[str, float] = {}

    async def begin(self, request: httpx.Request) -> None:  # noqa: ASYNC910  # httpx wants a coroutine
        request.extensions = {**request.extensions, "trace": self._trace}

    async def _trace(self, event: str, info: Mapping[str, object]) -> None:  # noqa: ASYNC910  # httpcore wants one
        _, step, phase = event.split(".")  # "connection.connect_tcp.started"
        now = trio.current_time()
        if phase == "started":
            self._began[step] = now
        elif phase == "failed" and isinstance(exc := info.get("exception"), BaseException):
            self._measurement.trouble = self._measurement.trouble or connection_trouble(exc)
        elif step in _STEPS:
            setattr(self._measurement, _STEPS[step], now - self._began[step])
        elif step == "receive_response_headers":
            self._measurement.first_byte_s = now - self._began["send_request_headers"]

    async def answered(self, response: httpx.Response) -> None:  # noqa: ASYNC910  # as `begin`
        measurement, headers = self._measurement, response.headers
        measurement.status = response.status_code
        measurement.content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if "age" not in headers:  # else a cache tells when it got the answer
            measurement.server_ahead_s = _ahead(headers.get("date", ""), self._world.wall_time())
        stream = response.extensions.get("network_stream")
        tls = stream.get_extra_info("ssl_object") if stream is not None else None
        if tls is not None:
            measurement.certificate_ends = _end_of(tls.getpeercert())

    async def open_stream(self, host: str, port: int, certificates: ssl.SSLContext | None) -> trio.abc.Stream:
        """The same for a WebSocket, up to its handshake. Raises OSError or trio.BrokenResourceError."""
        began = trio.current_time()
        try:
            tcp = await trio.open_tcp_stream(host, port)
            self._measurement.connect_s = trio.current_time() - began
            return tcp if certificates is None else await self._secured(tcp, host, certificates)
        except (OSError, trio.BrokenResourceError) as exc:
            self._measurement.trouble = connection_trouble(exc)
            raise

    async def _secured(self, tcp: trio.SocketStream, host: str, certificates: ssl.SSLContext) -> trio.abc.Stream:
        began = trio.current_time()
        stream = trio.SSLStream(tcp, certificates, server_hostname=host, https_compatible=True)
        try:
            await stream.do_handshake()
        except BaseException:
            with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
                await trio.aclose_forcefully(stream)
            raise
        self._measurement.tls_s = trio.current_time() - began
        self._measurement.certificate_ends = _end_of(stream.getpeercert())
        return stream


def _ahead(date: str, now: float) -> float | None:
    try:
        # A date tells whole seconds, so the server's clock shows half a second more on average.
        return parsedate_to_datetime(date).timestamp() + 0.5 - now
    except (ValueError, TypeError, OverflowError):
        return None


def _end_of(certificate: Mapping[str, object] | None) -> float | None:
    ends = (certificate or {}).get("notAfter")
    return ssl.cert_time_to_seconds(ends) if isinstance(ends, str) else None


class WithNetwork:
    """A world with another network."""

    def __init__(self, world: World, network: Network) -> None:
        self._world, self._network = world, network

    def network(self) -> AbstractAsyncContextManager[Network]:
        return nullcontext(self._network)

    def wall_time(self) -> float:
        return self._world.wall_time()

    def machine_time(self) -> float:
        return self._world.machine_time()

    def random(self, purpose: str) -> random.Random:
        return self._world.random(purpose)

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        return await self._world.run_blocking(work, cost_s=cost_s, lane=lane)

    async def open_process(self, command: Sequence[str]) -> ChildProcess:
        return await self._world.open_process(command)

    def read_file(self, path: Path) -> bytes:
        return self._world.read_file(path)

    def shared_folder(self, path: str | None) -> AbstractContextManager[SharedFolder]:
        return self._world.shared_folder(path)

    def environment(self) -> Mapping[str, str]:
        return self._world.environment()
