"""Promise 13: what counts as a request from this machine. Pure."""

import pytest

from offhook.web.locality import host_name, is_local


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:8000"}),
        ("127.0.0.1", {"host": "localhost"}),
        ("127.8.9.10", {"host": "LOCALHOST:8000"}),
        ("::1", {"host": "[::1]:8000"}),
        ("::1", {"host": "[::1]"}),
        ("::1", {"host": "[0:0:0:0:0:0:0:1]:8000"}),
        ("::ffff:127.0.0.1", {"host": "127.0.0.1:8000"}),
        ("::ffff:127.0.0.1", {"host": "[::ffff:127.0.0.1]:8000"}),
        ("127.0.0.1", {"host": "127.0.0.1:8000", "connection": "close"}),  # Python's urllib, PHP
        ("127.0.0.1", {"connection": "keep-alive", "host": "127.0.0.1:8000"}),  # httpx with a Host of one's own
        ("127.0.0.1", {"te": "deflate", "connection": "TE, close", "host": "127.0.0.1:8000"}),  # Perl's LWP
        ("127.0.0.1", {"host": "127.0.0.1:8000", "upgrade": "h2c", "connection": "Upgrade, HTTP2-Settings"}),  # Java
    ],
)
def test_local(peer: str, headers: dict[str, str]) -> None:
    """A loopback peer that asked for a loopback Host, with no sign of a hop."""
    assert is_local(peer, headers)


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("203.0.113.7", {"host": "127.0.0.1"}),
        ("10.0.0.5", {"host": "localhost"}),
        (None, {"host": "localhost"}),
        ("", {"host": "localhost"}),
        ("/run/offhook.sock", {"host": "localhost"}),
        ("2001:db8::7", {"host": "[::1]"}),
        ("::ffff:203.0.113.7", {"host": "localhost"}),
        ("::", {"host": "localhost"}),
        ("0.0.0.0", {"host": "localhost"}),
        ("::1", {"host": "[2001:db8::7]:8000"}),
        ("::1", {"host": "[::1"}),
        ("::1", {"host": "[::1].example.com"}),
        ("127.0.0.1", {"host": ""}),
        ("127.0.0.1", {"host": "0.0.0.0:8000"}),
        ("127.0.0.1", {"host": "127.1"}),
        ("127.0.0.1", {"host": "localhost@voice.example.com"}),
        ("127.0.0.1", {"host": "localhost, voice.example.com"}),
        ("127.0.0.1", {}),
        ("127.0.0.1", {"host": "voice.example.com"}),
        ("127.0.0.1", {"host": "localhost.example.com"}),
        ("127.0.0.1", {"host": "127.0.0.1.example.com"}),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-for": "203.0.113.7"}),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-proto": "https"}),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-anything": ""}),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-host": "127.0.0.1"}),
        ("::1", {"host": "[::1]", "x-forwarded-for": "::1"}),
        ("127.0.0.1", {"host": "127.0.0.1", "forwarded": ""}),
        ("127.0.0.1", {"host": "127.0.0.1", "forwarded": "for=203.0.113.7"}),
        ("127.0.0.1", {"host": "127.0.0.1", "via": "1.1 proxy"}),
        ("127.0.0.1", {"host": "127.0.0.1", "x-real-ip": "203.0.113.7"}),
        ("127.0.0.1", {"connection": "close", "host": "127.0.0.1", "accept": "*/*"}),
        ("127.0.0.1", {"host": "127.0.0.1", "connection": "upgrade"}),
        ("127.0.0.1", {"host": "127.0.0.1", "upgrade": "h2c", "connection": "Upgrade"}),
    ],
)
def test_not_local(peer: str | None, headers: dict[str, str]) -> None:
    """Anything else, a tunnel's loopback peer above all."""
    assert not is_local(peer, headers)


def test_http_1_0_is_not_local() -> None:
    """What nginx asks with where `proxy_pass` is all that is configured, and no program of today."""
    assert not is_local("127.0.0.1", {"host": "127.0.0.1:8000"}, "1.0")
    assert is_local("127.0.0.1", {"host": "127.0.0.1:8000"}, "1.1")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.example:80", "a.example"),
        ("a.example", "a.example"),
        ("[::1]:80", "::1"),
        ("[::1", "[::1"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_host_name(host: str, name: str) -> None:
    """A Host header without its port."""
    assert host_name(host) == name
