"""Rules for requests before an application sees them: which are refused, and how the others are read. Pure.

A request that two servers in a row may read differently is refused: it could be used to smuggle a second request past
a proxy.
"""

import base64
import binascii
from http import HTTPStatus
from typing import NamedTuple

import h11

WEBSOCKET_VERSION = b"13"


class Refusal(NamedTuple):
    """An answer after which the connection is closed."""

    status: HTTPStatus
    why: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


BEFORE_THE_ANSWER = Refusal(HTTPStatus.BAD_REQUEST, "bytes after a WebSocket handshake, before its answer")
"""RFC 6455, 4.1: a client sends nothing until its handshake has been answered."""


def refusal(request: h11.Request) -> Refusal | None:
    """Why a request is not served, if it is not."""
    return _of_framing(request) or (_of_handshake(request) if wants_websocket(request) else None)


def in_origin_form(request: h11.Request) -> h11.Request:
    """A request whose target is a whole URL, as clients send it to proxies, as if it had named the path.

    Its Host is then the URL's, whatever the header says (RFC 9112, 3.2.2). Any other request comes back as it is.
    """
    scheme, separator, rest = request.target.partition(b"://")
    if not separator or scheme.lower() not in (b"http", b"https"):
        return request
    authority, slash, path = rest.partition(b"/")
    if not slash:  # a query may follow the authority at once
        authority, mark, query = authority.partition(b"?")
        path = mark + query
    headers = [(name, value) for name, value in request.headers.raw_items() if name.lower() != b"host"]
    return h11.Request(
        method=request.method,
        target=b"/" + path,
        headers=[(b"Host", authority.rpartition(b"@")[2]), *headers],
        http_version=request.http_version,
    )


def wants_websocket(request: h11.Request) -> bool:
    """As Hypercorn decides it (RFC 6455, 4.2.1)."""
    tokens = [token.strip().lower() for token in b",".join(_values(request, b"connection")).split(b",")]
    upgrades = [value.strip().lower() for value in _values(request, b"upgrade")]
    return request.method == b"GET" and b"upgrade" in tokens and b"websocket" in upgrades


def _of_framing(request: h11.Request) -> Refusal | None:
    """RFC 9112, 6.1: both may be an attempt at request smuggling; HTTP/1.0 knows no Transfer-Encoding."""
    if not _values(request, b"transfer-encoding"):
        return None
    if _values(request, b"content-length"):
        return Refusal(HTTPStatus.BAD_REQUEST, "Content-Length and Transfer-Encoding in one request: send one of them")
    if request.http_version < b"1.1":
        return Refusal(HTTPStatus.BAD_REQUEST, "Transfer-Encoding in an HTTP/1.0 request: send Content-Length")
    return None


def _of_handshake(request: h11.Request) -> Refusal | None:
    """RFC 6455, 4.2.1 and 4.4."""
    if request.http_version < b"1.1":
        return Refusal(HTTPStatus.BAD_REQUEST, "a WebSocket handshake needs HTTP/1.1")
    if _values(request, b"sec-websocket-version") != [WEBSOCKET_VERSION]:
        wanted = (b"Sec-WebSocket-Version", WEBSOCKET_VERSION), (b"Upgrade", b"websocket")
        return Refusal(HTTPStatus.UPGRADE_REQUIRED, "only WebSocket version 13 is spoken here", wanted)
    if not _is_key(_values(request, b"sec-websocket-key")):
        return Refusal(HTTPStatus.BAD_REQUEST, "Sec-WebSocket-Key must be there once: 16 bytes in base64")
    return None


def _is_key(values: list[bytes]) -> bool:
    if len(values) != 1:
        return False
    try:
        return len(base64.b64decode(values[0], validate=True)) == 16
    except binascii.Error:
        return False


def _values(request: h11.Request, name: bytes) -> list[bytes]:
    return [value.strip() for found, value in request.headers if found == name]
