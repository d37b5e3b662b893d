"""What is refused at the door, at the wire: the answer, the end of the connection, and one line. Real sockets."""

import pytest

from offhook.simulation.exchange import settings_with
from tests.web.raw_peer import PING, frame, open_peer, upgrade_request
from tests.web.server import open_server

HIDDEN = b"0\r\n\r\nGET /calls HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SMUGGLED = (
    b"POST /voice-stream HTTP/1.1\r\nHost: voice.example.com\r\nX-Forwarded-For: 192.0.2.1\r\n"
    b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(HIDDEN)
) + HIDDEN
REFUSED = {
    "a request hidden in another": (SMUGGLED, b"HTTP/1.1 400 "),
    "an old WebSocket version": (upgrade_request().replace(b"Version: 13", b"Version: 8"), b"HTTP/1.1 426 "),
    "an empty key": (upgrade_request().replace(b"dGhlIHNhbXBsZSBub25jZQ==", b""), b"HTTP/1.1 400 "),
    "a key that is none": (upgrade_request().replace(b"dGhlIHNhbXBsZSBub25jZQ==", b"hello"), b"HTTP/1.1 400 "),
    "frames at a wrong path": (upgrade_request("/media") + frame(b"hello") * 20 + frame(b"", PING), b"HTTP/1.1 4"),
    "a socket at a wrong path": (upgrade_request("/voice-stream"), b"HTTP/1.1 404 "),
}


@pytest.mark.parametrize(("sent", "answer"), REFUSED.values(), ids=REFUSED)
async def test_it_is_answered_once_and_closed(sent: bytes, answer: bytes) -> None:
    """The peer learns what is wrong; nothing that it sends behind it is served; the log has a line at most."""
    async with open_server() as server:
        async with open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(sent)
            heard = await peer.until_closed()
        await server.at_rest()
    assert heard.startswith(answer)
    assert heard.count(b"HTTP/1.1 ") == 1
    assert (b"426" in answer) == (b"\r\nSec-WebSocket-Version: 13\r\n" in heard)
    assert len(server.log.splitlines()) <= 2  # the first says where the server runs
    assert "Traceback" not in server.log


async def test_a_whole_url_as_target_is_answered() -> None:
    """A client that takes us for a proxy gets what it asks for."""
    async with open_server() as server, open_peer(server, shake_hands=False) as peer:
        await peer.send_bytes(b"GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: other.example\r\n\r\n")
        await peer.hears(b'{"status":"ok"}')


@pytest.mark.parametrize("sent", [upgrade_request(), upgrade_request() + b"\x88\x80mask", upgrade_request()[:60]])
async def test_who_leaves_in_the_moment_of_the_handshake_leaves_nothing(sent: bytes) -> None:
    """However a connection ends while it is taken up, no task of it goes on, least of all one that spins."""
    async with open_server(settings_with(limits={"start_s": 600})) as server:
        for _ in range(50):
            async with open_peer(server, shake_hands=False) as peer:
                await peer.send_bytes(sent)
        await server.at_rest()
    assert "Traceback" not in server.log


async def test_more_requests_than_anyone_sends_end_the_connection() -> None:
    """Pipelined without end, they are answered up to the budget and no further."""
    async with open_server() as server:
        async with open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 2000)
            await peer.until_closed()
        await server.at_rest()
    assert server.exchange.faults == {"connections over their budget": 1}
