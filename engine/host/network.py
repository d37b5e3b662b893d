"""The only access to other machines: one HTTP client, WebSockets, and one set of certificates for the process.

It is opened for the first service that needs it and closed after the last one. Production connects, the simulation
gives a transport and streams of its own.
"""

import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING
from urllib.request import getproxies

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.engine.host.proxies import mounts_for
from offhook.engine.host.websocket import OpenStream, WebSocket, open_websocket

if TYPE_CHECKING:
    import httpx2

_LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=55.0)
"""Two requests for each of a hundred calls. Load balancers close idle connections after 60 s and more: a connection
that is closed by us first is never found dead by a request."""
_NEVER_TOO_LONG = httpx.Timeout(60.0)
"""A backstop. Every service sets its own deadlines, which are shorter."""
CLOSE_WITHIN_S = 1.0
_PROXIES = "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY"


class NetworkUnusable(Exception):
    """The environment names a proxy or certificates that cannot be used. Raised while the network opens."""


class Network:
    """What services connect with. They must not close it."""

    def __init__(self, http: httpx.AsyncClient, certificates: ssl.SSLContext, open_stream: OpenStream) -> None:
        self.http = http
        self.certificates, self._open_stream = certificates, open_stream

    def websocket(self, url: str, headers: Mapping[str, str]) -> AbstractAsyncContextManager[WebSocket]:
        """A WebSocket, with the certificates of `http` but not through its proxy. The caller sets the deadlines.
        Raises WebSocketFailed."""
        return open_websocket(self._open_stream, self.certificates, url, headers)

    @property
    def http_for_sdk(self) -> "httpx2.AsyncClient":
        """The same client, for a vendor's SDK whose types name httpx2, the successor of httpx with the same interface.
        The openai SDK checks at run time for either (`_httpx2.is_legacy_httpx_async_client`)."""
        return self.http  # type: ignore[return-value]  # see above


class NetworkDoor:
    """Opens the network once for all that use it at the same time."""

    def __init__(self, make: Callable[[], Network]) -> None:
        self._make = make
        self._network: Network | None = None
        self._users = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Network]:
        if self._network is None:
            self._network = self._make()
        network = self._network
        self._users += 1
        try:
            yield network
        finally:
            self._users -= 1
            if self._users == 0:
                self._network = None
                with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
                    await network.http.aclose()


def real_network(*, trust_environment: bool = True, certificates: ssl.SSLContext | None = None) -> Network:
    """Connects. The environment may name a proxy (HTTPS_PROXY, NO_PROXY) and certificates (SSL_CERT_FILE,
    SSL_CERT_DIR); tests do not trust it, and bring certificates of their own. Raises NetworkUnusable for those that
    cannot be used."""
    try:
        certificates = certificates or httpx.create_ssl_context(trust_env=trust_environment)
    except OSError as exc:  # of which ssl.SSLError is one
        raise NetworkUnusable("the certificates cannot be read: correct SSL_CERT_FILE and SSL_CERT_DIR") from exc
    connecting = partial(_transport, certificates)
    try:
        client = httpx.AsyncClient(
            transport=connecting(None),
            mounts=mounts_for(getproxies() if trust_environment else {}, connecting),
            timeout=_NEVER_TOO_LONG,
            trust_env=False,
            follow_redirects=False,  # they would take the key to another server
        )
    except (ValueError, httpx.InvalidURL, ImportError):  # from None: it may quote the proxy's password
        raise NetworkUnusable(f"a proxy cannot be used: correct {_PROXIES}") from None
    return Network(client, certificates, _open_stream)


def _transport(certificates: ssl.SSLContext, proxy: str | None) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(verify=certificates, limits=_LIMITS, trust_env=False, proxy=proxy)


def network_over(transport: httpx.AsyncBaseTransport, open_stream: OpenStream | None = None) -> Network:
    """Everything goes through this transport, and WebSockets over these streams; nothing is read from the
    environment, and no certificate of the machine is trusted."""
    certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client = httpx.AsyncClient(transport=transport, timeout=_NEVER_TOO_LONG, trust_env=False)
    return Network(client, certificates, open_stream or _no_stream)


async def _open_stream(host: str, port: int, certificates: ssl.SSLContext | None) -> trio.abc.Stream:
    if certificates is None:
        return await trio.open_tcp_stream(host, port)
    stream = await trio.open_ssl_over_tcp_stream(host, port, ssl_context=certificates, https_compatible=True)
    try:
        await stream.do_handshake()
    except BaseException:
        with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
            await trio.aclose_forcefully(stream)
        raise
    return stream


async def _no_stream(host: str, port: int, certificates: ssl.SSLContext | None) -> trio.abc.Stream:
    await trio.lowlevel.checkpoint()
    raise AssertionError(f"nothing is connected to in virtual time: {host}:{port}")
