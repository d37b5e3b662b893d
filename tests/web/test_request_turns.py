"""What many connections that each keep to their budget may ask together. Hypercorn on memory streams, in virtual time.

No fault; the peers send all that they have at once.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
import trio
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.config import Config
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ASGIFramework, ConnectionState
from trio.testing import MockClock, memory_stream_pair

from offhook.web import connection_guard
from offhook.web.lifespan_state import WAITING_ROOM
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend
from offhook.web.request_turns import BURST, PER_S, RequestTurns
from offhook.web.waiting_room import WaitingRoom

PER_TEST_S, BURST_OF_TEST = 10.0, 10.0
REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
ANSWER = b"HTTP/1.1 204"


async def answer_nothing(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class NoSocket:
    """What Hypercorn and the guard want to know of a stream in memory."""

    family = socket.AF_INET

    def getpeername(self) -> tuple[str, int]:
        return "127.0.0.1", 40000

    getsockname = getpeername

    def close(self) -> None: ...


class Crowd:
    """Peers of one server."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self._nursery = nursery
        turns = RequestTurns(per_s=PER_TEST_S, burst=BURST_OF_TEST)
        self._room = WaitingRoom(100, lambda: None, turns)

    def come(self) -> trio.abc.Stream:
        ours, theirs = memory_stream_pair()
        theirs.socket = NoSocket()  # type: ignore[attr-defined]
        application = ASGIWrapper(cast(ASGIFramework, answer_nothing))
        state = ConnectionState({WAITING_ROOM: self._room})
        stream = cast(trio.SSLStream[trio.SocketStream], theirs)
        self._nursery.start_soon(TCPServer(application, Config(), WorkerContext(None), state, stream).run)
        return ours

    async def ask(self, number: int, stream: trio.abc.Stream) -> float:
        """Send so many requests in one piece; how long the answers take."""
        began_at, answers = trio.current_time(), b""
        await stream.send_all(REQUEST * number)
        while answers.count(ANSWER) < number:
            answers += bytes(await stream.receive_some(65536))
        return trio.current_time() - began_at


@asynccontextmanager
async def crowd() -> AsyncIterator[Crowd]:
    connection_guard.install()
    async with trio.open_nursery() as nursery:
        yield Crowd(nursery)
        nursery.cancel_scope.cancel(reason="test over")


async def test_callers_are_heard_though_two_hundred_peers_keep_to_their_budgets(autojump_clock: MockClock) -> None:
    """Together they get no more than a worker has time for beside its calls, and the kernel keeps the rest."""
    async with crowd() as peers:
        began_at = trio.current_time()
        async with trio.open_nursery() as asking:
            for _ in range(4):
                asking.start_soon(peers.ask, 20, peers.come())
        took_s = trio.current_time() - began_at
    assert took_s == pytest.approx((4 * 19 - BURST_OF_TEST - 1) / PER_TEST_S, abs=0.2)


async def test_a_webhook_gets_through_beside_them(autojump_clock: MockClock) -> None:
    """At once on a new connection; on one that a proxy keeps open, after one request of each peer at most."""
    async with crowd() as peers, trio.open_nursery() as asking:
        for _ in range(4):
            asking.start_soon(peers.ask, 40, peers.come())
        await trio.sleep(2)  # by then all that was saved is used up
        carrier = peers.come()
        assert await peers.ask(1, carrier) == 0
        assert await peers.ask(1, carrier) <= 5 / PER_TEST_S
        asking.cancel_scope.cancel(reason="seen")


async def test_who_leaves_the_queue_keeps_nobody_waiting(autojump_clock: MockClock) -> None:
    """A thousand that ask and go do not push the next one back."""
    turns = RequestTurns(per_s=1, burst=0)
    await turns.wait()
    for _ in range(1000):
        with trio.move_on_after(0):
            await turns.wait()
    began_at = trio.current_time()
    await turns.wait()
    assert trio.current_time() - began_at <= 1


async def test_a_crowd_of_webhooks_that_a_proxy_brings_at_once_waits_for_nothing(autojump_clock: MockClock) -> None:
    """As many as the calls that a machine carries may come in one second."""
    turns = RequestTurns()
    for _ in range(int(BURST)):
        await turns.wait()
    assert trio.current_time() == 0
    for _ in range(int(PER_S)):
        await turns.wait()
    assert trio.current_time() == pytest.approx(1, abs=0.01)
