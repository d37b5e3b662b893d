"""The guard around Hypercorn's connections: what it keeps in, what it hands out, and what it refuses to touch.

On real sockets and the real clock, because what is guarded is Hypercorn's behaviour and not ours.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
import trio
from hypercorn.config import Config
from hypercorn.trio import serve
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.typing import ASGIFramework

from tests.web.raw_peer import WITHIN_S, call_beside, frame, open_peer, upgrade_request
from tests.web.server import open_server
from web import connection_guard
from web.connection_guard import Connection, GuardFailed, current_connection
from web.media import AsgiReceive, AsgiScope, AsgiSend


@pytest.mark.parametrize("stray", [b"X", b"\r\n", b"\0" * 1000, frame(b"hello"), upgrade_request()])
async def test_bytes_right_behind_an_upgrade_request_end_nobody_elses_call(stray: bytes) -> None:
    """Hypercorn's connection task raises; the guard drops that connection, and the call beside it goes on."""
    async with open_server() as server:
        async with call_beside(server):
            for number in range(3):
                async with open_peer(server, number=number, shake_hands=False) as peer:
                    await peer.send_bytes(upgrade_request() + stray)
                    await peer.until_closed()
            await server.live_calls(1)
        await server.at_rest()


@pytest.mark.parametrize(
    "request_line",
    [b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\0" * 100_000],
    ids=["TLS", "a version unheard of", "half an HTTP/2", "a line without end"],
)
async def test_bytes_that_are_no_http_end_nobody_elses_call(request_line: bytes) -> None:
    """Whatever knocks at a public port is its own trouble."""
    async with open_server() as server:
        async with call_beside(server), open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(request_line)
            await peer.stream.send_eof()
            await peer.until_closed()
        await server.at_rest()


class Witness:
    """An application that keeps the connection it was called by."""

    def __init__(self) -> None:
        self.connections: list[Connection | None] = []
        self.waiting = trio.Event()
        self.stopped = trio.Event()

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        connection = current_connection()
        self.connections.append(connection)
        if connection is not None:
            self.waiting.set()
            await connection.wait_server_stops()
            self.stopped.set()
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
        served.connection.keep_after_stop(60)
        served.connection.close_transport()
        served.connection.release()
        assert await stream.receive_some(1) == b""
        served.stop.set()
        await served.ended.wait()
        assert not served.witness.stopped.is_set()


async def test_the_application_hears_that_the_server_stops_and_gets_its_time() -> None:
    """Told to stop, the server tells its connections, and waits as long as they asked for and a little more."""
    async with served_witness() as (served, _):
        served.connection.keep_after_stop(20)
        served.stop.set()
        await served.witness.stopped.wait()
        assert not served.ended.is_set()
        assert served.config.graceful_timeout > 20


async def test_no_connection_under_another_server() -> None:
    """Where Hypercorn is not around, there is nothing to hold on to."""
    assert current_connection() is None


def test_installing_twice_guards_once() -> None:
    """Whoever comes second finds the guard in place."""

    class Fresh(TCPServer):
        async def run(self) -> None: ...

    connection_guard.install(Fresh)
    guarded = Fresh.run
    connection_guard.install(Fresh)
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
            connection_guard.install(changed)
        assert changed.run is before
