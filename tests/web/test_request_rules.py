"""Which requests are refused, and how the others are read. Pure: bytes through h11, and what becomes of them."""

import h11
import pytest

from offhook.web.request_rules import in_origin_form, refusal, wants_websocket

UPGRADE = b"Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
VERSION = b"Sec-WebSocket-Version: 13\r\n"


def request(line: bytes, headers: bytes) -> h11.Request:
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(line + b"\r\nHost: voice.example.com\r\n" + headers + b"\r\n")
    event = connection.next_event()
    assert isinstance(event, h11.Request)
    return event


@pytest.mark.parametrize(
    ("line", "headers", "status", "words"),
    [
        (b"POST / HTTP/1.1", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400, "Transfer-Encoding"),
        (b"POST / HTTP/1.1", b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", 400, "Transfer-Encoding"),
        (b"POST / HTTP/1.0", b"Transfer-Encoding: chunked\r\n", 400, "HTTP/1.0"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + KEY + b"Sec-WebSocket-Version: 12\r\n", 426, "version 13"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + KEY + b"Sec-WebSocket-Version: 13, 8\r\n", 426, "version 13"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + KEY, 426, "version 13"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + VERSION, 400, "Sec-WebSocket-Key"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + VERSION + b"Sec-WebSocket-Key:\r\n", 400, "Sec-WebSocket-Key"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + VERSION + b"Sec-WebSocket-Key: hello\r\n", 400, "16 bytes"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + VERSION + b"Sec-WebSocket-Key: AAAA\r\n", 400, "16 bytes"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + VERSION + KEY + KEY, 400, "once"),
        (b"GET /media-stream HTTP/1.0", UPGRADE + VERSION + KEY, 400, "HTTP/1.1"),
    ],
)
def test_refused(line: bytes, headers: bytes, status: int, words: str) -> None:
    """What another server may read differently, and handshakes that no WebSocket can come of."""
    refused = refusal(request(line, headers))
    assert refused is not None
    assert refused.status == status
    assert words in refused.why
    assert ((b"Sec-WebSocket-Version", b"13") in refused.headers) == (status == 426)


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        (b"GET / HTTP/1.1", b""),
        (b"POST / HTTP/1.1", b"Content-Length: 5\r\n"),
        (b"POST / HTTP/1.1", b"Transfer-Encoding: chunked\r\n"),
        (b"GET /media-stream HTTP/1.1", UPGRADE + VERSION + KEY),
        (b"GET / HTTP/1.1", UPGRADE.replace(b"websocket", b"h2c")),
        (b"POST /media-stream HTTP/1.1", UPGRADE),
    ],
)
def test_served(line: bytes, headers: bytes) -> None:
    """What a carrier, a proxy or a person sends."""
    assert refusal(request(line, headers)) is None


def test_who_wants_a_websocket() -> None:
    """The two headers may have any case and company."""
    headers = b"upgrade: WebSocket\r\nconnection: x\r\nconnection: UPGRADE\r\n"
    assert wants_websocket(request(b"GET / HTTP/1.1", headers))
    assert not wants_websocket(request(b"GET / HTTP/1.1", b"Upgrade: websocket\r\n"))


@pytest.mark.parametrize(
    ("target", "path", "host"),
    [
        (b"http://other.example:8000/healthz", b"/healthz", b"other.example:8000"),
        (b"HTTPS://other.example/voice-stream?a=b", b"/voice-stream?a=b", b"other.example"),
        (b"http://other.example", b"/", b"other.example"),
        (b"http://other.example?a=b", b"/?a=b", b"other.example"),
        (b"http://user@other.example/x", b"/x", b"other.example"),
        (b"/healthz", b"/healthz", b"voice.example.com"),
        (b"/to?http://other.example/", b"/to?http://other.example/", b"voice.example.com"),
        (b"*", b"*", b"voice.example.com"),
    ],
)
def test_a_whole_url_is_a_request_like_any_other(target: bytes, path: bytes, host: bytes) -> None:
    """As a client sends it that takes us for a proxy: its path is served, for the host that it names."""
    read = in_origin_form(request(b"GET " + target + b" HTTP/1.1", b"X-Forwarded-For: 192.0.2.1\r\n"))
    assert read.target == path
    assert [value for name, value in read.headers if name == b"host"] == [host]
    assert (b"x-forwarded-for", b"192.0.2.1") in list(read.headers)
