"""Promise 13: what counts as a request from this machine. Pure."""

import pytest

from web.locality import host_name, is_local


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
    ],
)
def test_not_local(peer: str | None, headers: dict[str, str]) -> None:
    """Anything else, a tunnel's loopback peer above all."""
    assert not is_local(peer, headers)


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
