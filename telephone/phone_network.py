"""The telephone's network: the webhook over HTTP, and the media socket over TCP or TLS.

CallError          the call cannot go on; the message says why, in one line
"""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from urllib.parse import urlsplit

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from pydantic import SecretStr
from trio_websocket import ConnectionRejected, WebSocketConnection, wrap_client_stream

from offhook.protocol.carriers.twilio.signature import HEADER, form_parameters, sign

# Twilio's limits for webhooks ("Webhooks: Connection Overrides"): one more attempt after a connection that failed.
CONNECT_WITHIN_S, ANSWER_WITHIN_S, ATTEMPTS, HTTP_REDIRECTS = 5.0, 15.0, 2, 10
OPEN_SOCKET_WITHIN_S = 10.0
NO_HEADERS: Mapping[str, str] = {}
MAX_DOCUMENT_BYTES = 2**20  # far above any carrier's limit; an endless body would fill the memory
_NOT_SIGNED = (
    "; if the server wants the carrier's signature, give the telephone the same auth token, and call the server by the "
    "name that it knows (server.public_url): its log says which URLs it has compared"
)
_HINTS = {403: _NOT_SIGNED, 404: "; Offhook's own webhook is at /voice-stream"}
_NOT_STARTED = "; is the server running? `offhook serve` starts it"
_TWIML_TYPES = ("text/xml", "application/xml", "text/html")


class CallError(Exception):
    """The call has failed."""


class Document(msgspec.Struct, frozen=True):
    """What a webhook answered, and the URL that relative URLs in it are resolved against."""

    url: str
    body: bytes


class MediaSocket(msgspec.Struct, frozen=True):
    """An open WebSocket and its stream, which can be closed without a closing handshake."""

    connection: WebSocketConnection
    stream: trio.abc.Stream


class Network(Protocol):
    """What a telephone needs from the network."""

    async def fetch(self, method: str, url: str, form: dict[str, str]) -> Document:
        """Request a webhook. Raises CallError."""

    async def fetch_sound(self, url: str) -> bytes:
        """The file at a URL that a document names, as a carrier fetches it: without a signature. Raises CallError."""

    def open_socket(self, url: str) -> AbstractAsyncContextManager[MediaSocket]:
        """Connect to a media server. The transport is closed when the context is left. Raises CallError."""


@asynccontextmanager
async def open_network(
    certificates: ssl.SSLContext | None = None, auth_token: SecretStr | None = None
) -> AsyncIterator[Network]:
    """The real network. Use one for many calls: reading the trusted certificates takes a while.

    With an auth token webhooks and media sockets are asked as Twilio asks: with a signature.
    """
    trusted = certificates or ssl.create_default_context()

    async def sign_it(request: httpx.Request) -> None:  # each request of a redirect for its own URL
        request.headers.update(_signature(auth_token, str(request.url), await request.aread()))

    async with httpx.AsyncClient(
        verify=trusted,
        trust_env=False,  # the media socket does not use a proxy either
        follow_redirects=True,
        max_redirects=HTTP_REDIRECTS,
        timeout=httpx.Timeout(ANSWER_WITHIN_S, connect=CONNECT_WITHIN_S),
        # A connection that was kept open may just be closed by the server, which would look like a failure.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        event_hooks={"request": [sign_it]},
    ) as client:
        yield _RealNetwork(client, trusted, auth_token)


def _signature(auth_token: SecretStr | None, url: str, form: bytes = b"") -> dict[str, str]:
    """The header with the signature of a request; none without an auth token."""
    if auth_token is None:
        return {}
    return {HEADER: sign(auth_token.get_secret_value(), url, form_parameters(form))}


class _RealNetwork:
    def __init__(self, client: httpx.AsyncClient, trusted: ssl.SSLContext, auth_token: SecretStr | None) -> None:
        self._client, self._trusted, self._auth_token = client, trusted, auth_token

    async def fetch(self, method: str, url: str, form: dict[str, str]) -> Document:
        with trio.move_on_after(ANSWER_WITHIN_S):
            return await self._answer(method, url, form)
        raise CallError(f"{url} did not answer within {ANSWER_WITHIN_S:.0f} s")

    async def fetch_sound(self, url: str) -> bytes:
        with trio.move_on_after(ANSWER_WITHIN_S):
            try:
                answer = await self._client.get(url)
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as exc:
                raise CallError(f"{url} did not answer: {exc or type(exc).__name__}") from exc
            if answer.status_code != httpx.codes.OK:
                raise CallError(f"{url} answered {answer.status_code} to a carrier that fetches its sound")
            return answer.content
        raise CallError(f"{url} did not answer within {ANSWER_WITHIN_S:.0f} s")

    async def _answer(self, method: str, url: str, form: dict[str, str]) -> Document:
        for attempts_left in reversed(range(ATTEMPTS)):
            try:
                if method == "GET":
                    return await self._read(self._client.stream("GET", httpx.URL(url).copy_merge_params(form)))
                return await self._read(self._client.stream("POST", url, data=form))
            except httpx.ConnectError as exc:
                if not attempts_left:
                    raise CallError(f"{url} cannot be reached: {exc or type(exc).__name__}{_NOT_STARTED}") from exc
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as exc:  # UnicodeError: see `_connect`
                raise CallError(f"{url} did not answer: {exc or type(exc).__name__}") from exc
        raise AssertionError("the last attempt returns or raises")

    async def _read(self, request: AbstractAsyncContextManager[httpx.Response]) -> Document:
        body = bytearray()
        async with request as response:
            with trio.CancelScope() as reading:
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > MAX_DOCUMENT_BYTES:
                        # Not left by `break`: httpx's generators stand in one another, and only this ends each of them.
                        reading.cancel(reason="the document is too long")
        if len(body) > MAX_DOCUMENT_BYTES:
            raise CallError(f"{response.url} answered with more than {MAX_DOCUMENT_BYTES} bytes")
        return _document(response, bytes(body))

    @asynccontextmanager
    async def open_socket(self, url: str) -> AsyncIterator[MediaSocket]:
        place = _place(url)
        stream: trio.abc.Stream = await _connect(place)
        if place.secure:
            stream = trio.SSLStream(stream, self._trusted, server_hostname=place.host, https_compatible=True)
        headers = _signature(self._auth_token, url)
        async with speak_websocket(stream, place.authority, place.resource, headers) as socket:
            yield socket


class _Place(msgspec.Struct, frozen=True):
    """The address of a media server."""

    secure: bool
    host: str
    port: int
    authority: str
    resource: str


def _place(url: str) -> _Place:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as exc:
        raise CallError(f"media stream: {url} is malformed (31923): {exc}") from exc
    if parts.scheme not in ("ws", "wss") or host is None:
        raise CallError(f"media stream: {url} is not a ws or wss URL (31922)")
    if not url.isascii() or not url.isprintable() or " " in url:  # RFC 3986, 2: all other characters are written as %XX
        raise CallError(f"media stream: {url} is malformed (31923): it holds characters that are not allowed in a URL")
    secure = parts.scheme == "wss"
    resource = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Place(secure, host, port or (443 if secure else 80), parts.netloc.rpartition("@")[2], resource)


async def _connect(place: _Place) -> trio.SocketStream:
    with trio.move_on_after(OPEN_SOCKET_WITHIN_S):
        try:
            return await trio.open_tcp_stream(place.host, place.port)
        except (OSError, UnicodeError) as exc:  # UnicodeError: a host name with a part that is empty or too long
            raise CallError(f"media stream: {place.host}:{place.port} refused the connection (31902)") from exc
    raise CallError(f"media stream: {place.host}:{place.port} did not take the connection (31901)")


async def _secure(stream: trio.abc.Stream, host: str) -> None:
    if not isinstance(stream, trio.SSLStream):
        return None
    with trio.move_on_after(OPEN_SOCKET_WITHIN_S):
        try:
            return await stream.do_handshake()
        except trio.BrokenResourceError as exc:
            raise CallError(f"media stream: no TLS with {host} (31910): {exc.__cause__}") from exc
    raise CallError(f"media stream: {host} did not answer the TLS handshake (31910)")


@asynccontextmanager
async def speak_websocket(
    stream: trio.abc.Stream, host: str, resource: str, headers: Mapping[str, str] = NO_HEADERS
) -> AsyncIterator[MediaSocket]:
    """Make the WebSocket handshake on an open stream. It is closed when the context is left. Raises CallError."""
    failure = ""
    more = [(name.encode(), value.encode()) for name, value in headers.items()]
    try:
        await _secure(stream, host)
        async with trio.open_nursery() as nursery:
            connection = None
            with trio.move_on_after(OPEN_SOCKET_WITHIN_S):
                # Any stream will do for it, whatever its annotation says.
                connection = await wrap_client_stream(nursery, stream, host, resource, extra_headers=more)  # type: ignore[arg-type]
            if connection is not None:
                yield MediaSocket(connection, stream)
            else:
                failure = f"media stream: {host}{resource} did not complete the handshake (31901)"
            nursery.cancel_scope.cancel(reason="the socket is no longer needed")
    except* ConnectionRejected as refused:  # raised in the connection's reader, before the yield
        failure = f"media stream: {host}{resource} answered {_status(refused)}, not 101 (31920)"
    finally:
        with trio.move_on_after(1, shield=True):
            await trio.aclose_forcefully(stream)
    if failure:
        raise CallError(failure)  # raised here, because the nursery would wrap it in a group


def _status(refused: ExceptionGroup[ConnectionRejected]) -> int:
    first = refused.exceptions[0]
    return first.status_code if isinstance(first, ConnectionRejected) else _status(first)


def _document(response: httpx.Response, body: bytes) -> Document:
    if response.status_code != httpx.codes.OK:
        phrase = response.reason_phrase or httpx.codes.get_reason_phrase(response.status_code)
        hint = _HINTS.get(response.status_code, "")
        raise CallError(f"{response.url} answered {response.status_code} {phrase}{hint}")
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in _TWIML_TYPES:
        raise CallError(f"{response.url} answered with {content_type or 'no content type'}, which is not TwiML")
    return Document(str(response.url), body)
