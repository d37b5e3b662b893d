"""The guard around Hypercorn's connections: what it keeps in, what it hands out, and what it refuses to touch.

On real sockets and the real clock, because what is guarded is Hypercorn's behaviour and not ours.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from io import StringIO
from typing import cast

import pytest
import trio
from hypercorn.config import Config
from hypercorn.trio import serve
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import AppWrapper, ASGIFramework, ConnectionState
from hypercorn.utils import wrap_app
from trio.testing import MockClock, memory_stream_pair

from offhook.web import connection_guard
from offhook.web.connection import Connection
from offhook.web.connection_guard import KEPT_S, GuardFailed, current_connection
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend
from tests.web.other_hypercorn import with_part
from tests.web.raw_peer import WITHIN_S, Peer, call_beside, frame, open_peer, upgrade_request
from tests.web.server import open_server

STRAY_BYTES = {
    "a letter": b"X",
    "a line end": b"\r\n",
    "zeros": b"\0" * 1000,
    "a message": frame(b"hello"),
    "the request again": upgrade_request(),
}
A_REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HTTP_2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
OFFERS_H2C = b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
NO_HTTP = {
    "TLS": b"\x16\x03\x01\x02\x00\x01",
    "a version unheard of": b"GET / HTTP/9.9\r\n\r\n",
    "half a request": b"GET / HTTP/1.1\r\nHo",
    "a line without end": b"\0" * 100_000,
    "HTTP/2": HTTP_2 + b"\0\0\0\4\0\0\0\0\0",
    "HTTP/2 and nonsense": HTTP_2 + b"\xff" * 500,
    "a broken wish for HTTP/2": b"GET / HTTP/1.1\r\nHost: a\r\nHTTP2-Settings: !\r\n" + OFFERS_H2C + b"\r\n",
    "an upgrade with a body": upgrade_request().replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\nhello"),
    "an upgrade without its key": upgrade_request().replace(b"Sec-WebSocket-Key", b"X"),
    "an upgrade of another version": upgrade_request().replace(b"Version: 13", b"Version: 12"),
    "a path of no characters": b"GET /\xff%ff HTTP/1.1\r\nHost: a\r\n\r\n",
    "a length below zero": b"POST /voice-stream HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "a chunk of no length": b"POST /voice-stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
}


@pytest.mark.parametrize("stray", STRAY_BYTES.values(), ids=STRAY_BYTES)
async def test_bytes_right_behind_an_upgrade_request_end_nobody_elses_call(stray: bytes) -> None:
    """Hypercorn's connection task would raise; that connection is refused, with one line; the call beside goes on."""
    async with open_server() as server:
        async with call_beside(server):
            for number in range(3):
                async with open_peer(server, number=number, shake_hands=False) as peer:
                    await peer.send_bytes(upgrade_request() + stray)
                    await peer.until_closed()
            await server.live_calls(1)
        await server.at_rest()
    assert server.exchange.faults == {"handshakes failed": 3}
    assert server.log.count("handshakes failed") == 3
    assert "dropped" not in server.log
    assert "Traceback" not in server.log


@pytest.mark.parametrize("request_bytes", NO_HTTP.values(), ids=NO_HTTP)
async def test_bytes_that_are_no_http_end_nobody_elses_call(request_bytes: bytes) -> None:
    """Whatever knocks at a public port is its own trouble, and makes no noise."""
    async with open_server() as server:
        async with call_beside(server), open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(request_bytes)
            await peer.stream.send_eof()
            await peer.until_closed()
        await server.at_rest()
    assert "Traceback" not in server.log


async def test_who_would_like_http_2_is_answered_in_http_1() -> None:
    """A client that offers to upgrade, as some do by default, gets its answer; nothing here needs HTTP/2."""
    async with open_server() as server:
        async with open_peer(server, shake_hands=False) as peer:
            settings = b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n"
            await peer.send_bytes(b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + settings + OFFERS_H2C + b"\r\n")
            await peer.hears(b"HTTP/1.1 200")
        await server.at_rest()


async def test_no_compression_is_agreed() -> None:
    """A peer that offers permessage-deflate is served without: what it packs would be unpacked before it is judged."""
    offer = b"\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
    async with open_server() as server:
        async with open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(upgrade_request().replace(b"\r\n\r\n", offer))
            answer = bytes(await peer.stream.receive_some(4096))
            assert answer.startswith(b"HTTP/1.1 101")
            assert b"deflate" not in answer.lower()
            await peer.start()
            await peer.hears(b'"media"')
        await server.at_rest()


async def test_a_peer_that_reads_no_answer_does_not_keep_the_server_from_its_end() -> None:
    """Hypercorn's send cannot be cancelled; cancelled with all the rest, the connection is closed under it."""

    async def relent(peer: Peer) -> None:
        await trio.sleep(WITHIN_S)  # so that this test can fail rather than hang
        await peer.stream.aclose()

    async with trio.open_nursery() as nursery, AsyncExitStack() as outlives_the_server:
        async with open_server(send_buffer=4096) as server:
            stubborn = open_peer(server, shake_hands=False, receive_buffer=1)
            peer = await outlives_the_server.enter_async_context(stubborn)
            await peer.send_bytes(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 1000)
            await trio.sleep(1)  # by then no more answers fit in
            nursery.start_soon(relent, peer)
            told_at = trio.current_time()
        assert trio.current_time() - told_at < WITHIN_S / 2
        nursery.cancel_scope.cancel()


async def test_trouble_while_everything_is_cancelled_stays_inside_too(autojump_clock: MockClock) -> None:
    """An exception that comes in one group with a cancellation is logged, and only the cancellation goes on."""

    class Troubled(TCPServer):
        async def run(self) -> None:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(trio.sleep_forever)
                try:
                    await trio.sleep_forever()
                finally:
                    raise ValueError("a planted bug")

    connection_guard.install(with_part("trio.tcp_server.TCPServer", Troubled))
    log = StringIO()
    config, (stream, _) = Config(), memory_stream_pair()
    config.errorlog = logging.Logger("hypercorn of a test")
    config.errorlog.addHandler(logging.StreamHandler(log))
    stream.socket = trio.socket.socket()  # type: ignore[attr-defined]  # which the guard closes
    # The application is never called.
    application, connection = cast(AppWrapper, None), cast(trio.SSLStream[trio.SocketStream], stream)
    server = Troubled(application, config, WorkerContext(None), ConnectionState({}), connection)
    with trio.move_on_after(1) as everything:
        await server.run()
    assert everything.cancelled_caught
    assert log.getvalue() == "connection dropped: ValueError\n"


class _Socket:
    """The addresses of a connection in memory."""

    family = trio.socket.AF_INET

    def getpeername(self) -> tuple[str, int]:
        return "127.0.0.1", 40_000

    getsockname = getpeername

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("option", "sent", "stays_s"),
    [
        (None, b"", 5),
        (None, b"GET / HTTP/1.1\r\nHo", 5),
        (None, A_REQUEST, KEPT_S),
        (None, A_REQUEST * 2, KEPT_S),
        (30, A_REQUEST, 30),
    ],
    ids=["nothing asked", "half a request", "asked", "asked twice", "asked, and --keep-alive set"],
)
async def test_no_call_is_lost_on_a_connection_that_closes_under_a_proxy(
    option: float | None, sent: bytes, stays_s: float, autojump_clock: MockClock
) -> None:
    """A proxy gives up an idle connection before we do; a stranger who asks nothing has no such time."""
    assert await _idle_seconds(sent, option) == pytest.approx(stays_s, abs=0.1)


async def test_an_idle_connection_keeps_no_proxy_at_a_server_that_drains(autojump_clock: MockClock) -> None:
    """Callers who come over it would all hear busy, for as long as the drain lasts."""
    assert await _idle_seconds(A_REQUEST, drain_after_s=20) == pytest.approx(20, abs=0.1)


async def test_callers_find_a_descriptor_however_many_webhooks_have_been_answered(autojump_clock: MockClock) -> None:
    """Most carriers and proxies close the connection behind each answer: nothing of it stays."""
    assert await _idle_seconds(A_REQUEST, leaves=True) == 0


async def _idle_seconds(
    sent: bytes, option: float | None = None, drain_after_s: float = 3600, *, leaves: bool = False
) -> float:
    """How long a connection stays on which nothing but this is sent, and which the peer closes or does not."""

    async def application(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    connection_guard.install()
    config, context, (ours, theirs) = Config(), WorkerContext(None), memory_stream_pair()
    if option is not None:
        config.keep_alive_timeout = option
    ours.socket = _Socket()  # type: ignore[attr-defined]  # as a stream of sockets has one
    app, stream = wrap_app(cast(ASGIFramework, application), 0, "asgi"), cast(trio.SSLStream[trio.SocketStream], ours)
    began_at = trio.current_time()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(TCPServer(app, config, context, ConnectionState({}), stream).run)
        await theirs.send_all(sent)
        if leaves:
            await theirs.receive_some()
            await theirs.aclose()
        else:
            with trio.move_on_after(drain_after_s):
                async for _ in theirs:
                    pass
            await context.terminate.set()
            async for _ in theirs:
                pass
    return trio.current_time() - began_at


class Witness:
    """An application that keeps the connection it was called by."""

    def __init__(self) -> None:
        self.connections: list[Connection | None] = []
        self.waiting = trio.Event()

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        connection = current_connection()
        self.connections.append(connection)
        if connection is not None:
            self.waiting.set()
            await trio.sleep_forever()

    async def _live(self, receive: AsgiReceive, send: AsgiSend) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


class Served:
    """A witness under a server that can be told to stop."""

    def __init__(self) -> None:
        self.witness, self.config = Witness(), Config()
        self.config.bind, self.config.errorlog = ["127.0.0.1:0"], None
        self.stop, self.ended = trio.Event(), trio.Event()

    @property
    def connection(self) -> Connection:
        (connection,) = self.witness.connections
        assert connection is not None
        return connection

    async def run(self, task_status: trio.TaskStatus[list[str]]) -> None:
        # Hypercorn types ASGI by its own dictionaries; the specification's are open.
        application = cast(ASGIFramework, self.witness)
        await serve(application, self.config, shutdown_trigger=self.stop.wait, task_status=task_status, mode="asgi")
        self.ended.set()


@asynccontextmanager
async def served_witness() -> AsyncIterator[tuple[Served, trio.SocketStream]]:
    """The witness with one request under way."""
    connection_guard.install()
    served = Served()
    async with trio.open_nursery() as nursery:
        (address,) = await nursery.start(served.run)
        with trio.fail_after(WITHIN_S):
            async with await trio.open_tcp_stream("127.0.0.1", int(address.rpartition(":")[2])) as stream:
                await stream.send_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                await served.witness.waiting.wait()
                yield served, stream
        nursery.cancel_scope.cancel()


async def test_the_application_can_close_its_transport() -> None:
    """The peer sees the end at once, whatever the server is doing."""
    async with served_witness() as (served, stream):
        served.connection.close_transport()
        served.connection.close_transport()  # watchdog and line may both come to it
        assert await stream.receive_some(1) == b""


async def test_the_application_can_let_go_of_its_connection() -> None:
    """Released, the server keeps no task for it that it would have to wait for at its end."""
    async with served_witness() as (served, stream):
        served.connection.close_transport()
        served.connection.release()
        assert await stream.receive_some(1) == b""
        served.stop.set()
        with trio.fail_after(served.config.graceful_timeout / 2):
            await served.ended.wait()


async def test_no_connection_under_another_server() -> None:
    """Where Hypercorn is not around, there is nothing to hold on to."""
    assert current_connection() is None


def test_installing_twice_guards_once() -> None:
    """Whoever comes second finds the guard in place."""

    class Fresh(TCPServer):
        async def run(self) -> None: ...

    connection_guard.install(with_part("trio.tcp_server.TCPServer", Fresh))
    guarded = Fresh.run
    connection_guard.install(with_part("trio.tcp_server.TCPServer", Fresh))
    assert Fresh.run is guarded


def test_a_hypercorn_that_has_changed_is_refused() -> None:
    """A `run` of another shape is left alone, and the server does not come up half guarded."""

    class TakesMore(TCPServer):
        async def run(self, more: int = 0) -> None: ...

    class NotAsync(TCPServer):
        def run(self) -> None: ...  # type: ignore[override]  # that is the change

    for changed in (TakesMore, NotAsync):
        before = changed.run
        with pytest.raises(GuardFailed, match="hypercorn"):
            connection_guard.install(with_part("trio.tcp_server.TCPServer", changed))
        assert changed.run is before
