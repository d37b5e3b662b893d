"""WebSockets of the network, over streams in memory, against a server that does what each test says. Virtual clock."""

import base64
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.engine.host.network import Network, network_over
from offhook.engine.host.websocket import (
    CLOSE_WITHIN_S,
    FRAMES_AT_ONCE,
    FRAMES_PER_S,
    LONGEST_MESSAGE,
    LONGEST_REFUSAL,
    PING_EVERY_S,
    PONG_WITHIN_S,
    REFUSAL_WITHIN_S,
    WebSocket,
    WebSocketClosed,
    WebSocketFailed,
    WebSocketRefused,
)
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import HANDSHAKE_WITHIN_S, Close, Garbage, Peer, Refusal, WebSocketServer

URL = "wss://service.example:8443/a/path?with=query"
_OF_WEBSOCKETS = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
HEADERS = {"Authorization": "Bearer sk-0123"}


@asynccontextmanager
async def serving(what: Callable[[Peer], Awaitable[None]]) -> AsyncIterator[tuple[Network, WebSocketServer]]:
    server = WebSocketServer(what)
    async with in_memory(server.serve) as (memory, transport):
        network = network_over(transport, memory.open_stream)
        try:
            yield network, server
        finally:
            await network.http.aclose()


async def echo(peer: Peer) -> None:
    while True:
        await peer.send([await peer.receive()])


async def test_texts_go_both_ways(autojump_clock: MockClock) -> None:
    """Whole, also large ones; leaving closes the connection in due form."""
    async with serving(echo) as (network, server):
        async with network.websocket(URL, HEADERS) as socket:
            for text in ("hello", "x" * 3_000_000):
                await socket.send(text)
                assert await socket.receive() == text
        assert server.ended == [1000]
        (peer,) = server.peers
    assert peer.path == "/a/path?with=query"
    assert peer.headers["authorization"] == "Bearer sk-0123"


async def test_a_refusal_has_its_status_and_body(autojump_clock: MockClock) -> None:
    """The text quotes neither."""
    async with serving(echo) as (network, server):
        server.openings.append(Refusal(429, b'{"error": "sk-0123"}', {"Retry-After": "7"}))
        with pytest.raises(WebSocketRefused) as refused:
            async with network.websocket(URL, HEADERS):
                pass
    assert (refused.value.status, refused.value.body, refused.value.headers["retry-after"]) == (
        429,
        b'{"error": "sk-0123"}',
        "7",
    )
    assert str(refused.value) == "HTTP 429 instead of a WebSocket"


REFUSED = b"HTTP/1.1 401 Unauthorized\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = b"1000\r\n" + b"x" * 4096 + b"\r\n"


@pytest.mark.parametrize(
    ("body", "goes_on", "within_s"),
    [(CHUNK, True, REFUSAL_WITHIN_S), (CHUNK, False, 0.0), (CHUNK * 100, True, 0.0)],
    ids=["hangs", "breaks", "has no end"],
)
async def test_a_refusal_that_never_ends_is_a_refusal_all_the_same(
    body: bytes, goes_on: bool, within_s: float, autojump_clock: MockClock
) -> None:
    """It was waited for until the connection's own deadline, was kept in memory whole, and its status was lost."""
    sent = 0

    async def refuse(stream: trio.abc.Stream) -> None:
        nonlocal sent
        await stream.receive_some()
        await stream.send_all(REFUSED)
        with suppress(trio.BrokenResourceError):
            while sent < len(body):
                await stream.send_all(body[sent : sent + 4096])
                sent += 4096
            if goes_on:
                await trio.sleep_forever()
        await stream.aclose()

    async with in_memory(refuse) as (memory, transport):
        network = network_over(transport, memory.open_stream)
        with pytest.raises(WebSocketRefused) as refused:
            async with network.websocket(URL, HEADERS):
                pass
        await network.http.aclose()
    assert (refused.value.status, refused.value.headers["retry-after"]) == (401, "7")
    assert trio.current_time() == pytest.approx(within_s)
    assert sent < LONGEST_REFUSAL + 3 * 4096


async def test_a_handshake_in_other_letters_than_ascii_is_a_failure(autojump_clock: MockClock) -> None:
    """It came out as a UnicodeDecodeError of a library, which is a bug of ours to whoever sees it."""
    answer = b"HTTP/1.1 101 Upgrade\r\nUpgrade: websocket\r\nConnection: Upgrad\xe9\r\n\r\n"
    async with serving(echo) as (network, server):
        server.openings.append(Garbage(answer))
        with pytest.raises(WebSocketFailed, match=r"^the connection broke$"):
            async with network.websocket(URL, HEADERS):
                pass


@pytest.mark.parametrize(
    ("step", "code", "words"),
    [
        (Close(1011, "sk-0123"), 1011, "the server closed with code 1011"),
        (Step.CLOSE, 1006, "the connection broke"),
    ],
)
async def test_the_end_of_a_connection_is_told(
    step: Close | Step, code: int, words: str, autojump_clock: MockClock
) -> None:
    """To whoever reads, after all that came before it, and to whoever sends."""

    async def end(peer: Peer) -> None:
        await peer.send(["last words", step])

    async with serving(end) as (network, _), network.websocket(URL, HEADERS) as socket:
        assert await socket.receive() == "last words"
        for use in (socket.receive, lambda: socket.send("more")):
            with pytest.raises(WebSocketClosed) as closed:
                await use()
            assert (closed.value.code, str(closed.value)) == (code, words)


async def test_a_binary_message_is_a_failure(autojump_clock: MockClock) -> None:
    """These services send text."""

    async def binary(peer: Peer) -> None:
        await peer.send([b"sk-0123", Step.HANG])

    async with serving(binary) as (network, _), network.websocket(URL, HEADERS) as socket:
        with pytest.raises(WebSocketFailed, match=r"^a message that is no text$"):
            await socket.receive()


async def test_a_message_that_is_too_long_is_a_failure(autojump_clock: MockClock) -> None:
    """It is not kept, and not taken for an end that the server wanted."""

    async def flood(peer: Peer) -> None:
        await peer.send(["x" * (LONGEST_MESSAGE + 1)])

    async with serving(flood) as (network, _), network.websocket(URL, HEADERS) as socket:
        with pytest.raises(WebSocketClosed, match=r"^a message was too long$"):
            await socket.receive()


async def read_all(stream: trio.abc.Stream) -> None:
    with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        while await stream.receive_some():
            pass


async def read_messages(socket: WebSocket) -> None:
    while True:
        await socket.receive()


@asynccontextmanager
async def flooding(first: bytes, frames: bytes) -> AsyncIterator[WebSocket]:
    """A WebSocket whose server sends this, and then these frames again and again, from the handshake on."""

    async def serve(stream: trio.abc.Stream) -> None:
        with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
            async with stream, trio.open_nursery() as nursery:
                key = bytes(await stream.receive_some()).partition(b"Sec-WebSocket-Key: ")[2].partition(b"\r\n")[0]
                accept = base64.b64encode(hashlib.sha1(key + _OF_WEBSOCKETS, usedforsecurity=False).digest())
                upgrade = b"HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                nursery.start_soon(read_all, stream)
                await stream.send_all(upgrade + accept + b"\r\n\r\n" + first)
                with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
                    while True:
                        await stream.send_all(frames)

    async with in_memory(serve) as (memory, transport):
        network = network_over(transport, memory.open_stream)
        async with network.websocket("ws://service.example/", HEADERS) as socket:
            yield socket


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"\x01\x00", b"\x00\x00" * 2000),
        (b"", b"\x81\x00" * 2000),
        (b"", b"\x8a\x02hi" * 2000),
        (b"", b"\x81\x7e\xff\xf0" + b"a" * 0xFFF0),
    ],
    ids=["fragments", "empty messages", "pongs", "sound without end"],
)
async def test_a_flood_ends_the_connection_and_silences_no_other_call(first: bytes, again: bytes) -> None:
    """A frame of two bytes takes as long to read as one of sound. Two thousand arrived at once, and nobody else had a
    turn while they were read; and there was no end of them."""
    turns = 0

    async def other_call() -> None:
        nonlocal turns
        while True:
            await trio.lowlevel.checkpoint()
            turns += 1

    async with flooding(first, again) as socket, trio.open_nursery() as nursery:
        nursery.start_soon(other_call)
        with pytest.raises(WebSocketFailed, match=r"^the server sends more than any service does$"):
            await read_messages(socket)
        nursery.cancel_scope.cancel(reason="heard enough")
    assert turns > FRAMES_AT_ONCE / 100


async def test_a_sentence_that_comes_at_once_is_no_flood(autojump_clock: MockClock) -> None:
    """Hundreds of messages without a pause, time after time."""
    burst = 500

    async def sentences(peer: Peer) -> None:
        for _ in range(3):
            await peer.send(["{}"] * burst)
            await trio.sleep(burst / FRAMES_PER_S)
        await trio.sleep_forever()

    async with serving(sentences) as (network, _), network.websocket(URL, HEADERS) as socket:
        for _ in range(3 * burst):
            assert await socket.receive() == "{}"


async def test_a_client_that_leaves_during_the_handshake_leaves_nothing_at_the_fake(autojump_clock: MockClock) -> None:
    """Its connection was kept for ever, and so was its socket under `offhook fakes`."""
    server = WebSocketServer(echo)
    async with in_memory(server.serve) as (memory, transport):
        stream = await memory.open_stream("service.example", 80, None)
        await stream.send_all(b"GET / HTTP/1.1\r\nHost: service.example\r\n")
        await stream.aclose()
        await trio.sleep(HANDSHAKE_WITHIN_S + 1)
        assert memory.connections == 0
        await transport.aclose()


async def test_a_server_that_falls_silent_is_left(autojump_clock: MockClock) -> None:
    """It gets a ping now and then; one that does not answer is taken for gone."""

    async def deaf(peer: Peer) -> None:
        await peer.receive()
        await trio.sleep_forever()

    async with serving(deaf) as (network, _), network.websocket(URL, HEADERS) as socket:
        for _ in range(3):
            await socket.send("hello")
        with pytest.raises(WebSocketClosed):
            await socket.receive()
        assert trio.current_time() == pytest.approx(PING_EVERY_S + PONG_WITHIN_S)


async def test_a_connection_in_use_outlives_its_pings(autojump_clock: MockClock) -> None:
    """For as long as the server answers them."""
    async with serving(echo) as (network, _), network.websocket(URL, HEADERS) as socket:
        await trio.sleep(10 * PING_EVERY_S)
        await socket.send("still there?")
        assert await socket.receive() == "still there?"


async def test_leaving_waits_for_no_server(autojump_clock: MockClock) -> None:
    """One that does not answer the close frame is left; after a message that was cut there is no frame."""

    async def deaf(peer: Peer) -> None:
        await trio.sleep_forever()

    async with serving(deaf) as (network, server):
        async with network.websocket(URL, HEADERS) as socket:
            for _ in range(2):
                await socket.send("hello")
        assert trio.current_time() <= CLOSE_WITHIN_S
        async with network.websocket(URL, HEADERS) as socket:
            with trio.move_on_after(1) as patience:
                for _ in range(10):
                    await socket.send("x" * 100_000)
            assert patience.cancelled_caught
            left_at = trio.current_time()
        assert trio.current_time() == left_at
        await trio.testing.wait_all_tasks_blocked()
        assert server.connections == 2


async def test_no_ping_follows_a_message_that_was_cut(autojump_clock: MockClock) -> None:
    """It would be taken for the rest of that message; a stream in memory takes nothing behind it."""

    async def deaf(peer: Peer) -> None:
        await trio.sleep_forever()

    async with serving(deaf) as (network, _), network.websocket(URL, HEADERS) as socket:
        with trio.move_on_after(1):
            for _ in range(10):
                await socket.send("x" * 100_000)
        assert socket.is_cut
        await trio.sleep(3 * PING_EVERY_S)


async def test_cancelling_closes_at_once(autojump_clock: MockClock) -> None:
    """Whatever it is at: connecting, the handshake, or in use."""
    async with serving(echo) as (network, server):
        server.openings += [Step.HANG, None]
        for _ in range(2):
            with trio.move_on_after(1) as patience:
                async with network.websocket(URL, HEADERS) as socket:
                    await socket.receive()
            assert patience.cancelled_caught
        assert trio.current_time() == pytest.approx(2.0)
