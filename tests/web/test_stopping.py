"""How a server stops: what a first, a second and a third request do to the calls, and what the carrier may still ask.

Virtual time, but for the last test, which asks a real server at its real door.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import trio
from trio.testing import MockClock

from offhook.engine.run.exchange import ASKED_AFTER_WITHIN_S, Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.web.stopping import SAME_REQUEST_S, Stopping
from tests.web.raw_peer import WITHIN_S, open_peer
from tests.web.server import open_server

DRAIN_S = 20


class Stopped:
    """A stopping server with a call on it, and when it was ready to end."""

    def __init__(self, exchange: Exchange, carrier: SimulatedCarrier, stopping: Stopping) -> None:
        self.exchange, self.carrier, self.stopping = exchange, carrier, stopping
        self.over_at: float | None = None

    async def wait_over(self) -> None:
        await self.stopping.wait_over()
        self.over_at = trio.current_time()

    async def end_reason(self) -> str:
        over = (await record_of(self.exchange, self.carrier)).over
        assert over is not None
        return over.end_reason


@asynccontextmanager
async def stopped(**limits: float) -> AsyncIterator[Stopped]:
    """The call has gone on for 5 s when the server is asked to stop, at the instant 5."""
    settings = settings_with(server={"drain_s": DRAIN_S}, limits=limits)
    async with open_simulated_exchange(settings) as exchange:
        stopping = Stopping(trio.CancelScope())
        stopping.begin_serving(exchange)
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier), trio.open_nursery() as nursery:
            stop = Stopped(exchange, carrier, stopping)
            nursery.start_soon(stop.wait_over)
            await trio.sleep(5)
            stopping.request()
            yield stop


async def test_a_second_request_is_the_goodbye_now(autojump_clock: MockClock) -> None:
    """Whoever asks again cannot wait for the drain: the caller hears the goodbye, and the record has its end."""
    async with stopped() as stop:
        await trio.sleep(2)
        stop.stopping.request()
        await trio.sleep(1 + ASKED_AFTER_WITHIN_S + 2)
        assert await stop.end_reason() == "server stopping"
        assert stop.over_at is not None
        assert stop.over_at < 5 + DRAIN_S


async def test_the_same_request_said_twice_is_one(autojump_clock: MockClock) -> None:
    """A terminal and a wrapper both pass a Ctrl-C on: nobody's call is hurried by that."""
    async with stopped() as stop:
        for _ in range(3):
            await trio.sleep(SAME_REQUEST_S / 4)
            stop.stopping.request()
        await trio.sleep(DRAIN_S - 1)
        assert len(stop.exchange.live_calls) == 1
        assert not stop.stopping.is_cut


async def test_a_first_request_hurries_nobody_after_one_of_the_servers_own(autojump_clock: MockClock) -> None:
    """A worker was at the end of its `--max-requests` when SIGTERM came: its callers have their `drain_s` still."""
    async with stopped() as stop:
        await trio.sleep(2)
        stop.stopping.request_once()
        await trio.sleep(DRAIN_S - 3)
        assert len(stop.exchange.live_calls) == 1


async def test_a_third_request_waits_for_nobody(autojump_clock: MockClock) -> None:
    """The server may end at once, whatever its calls are doing."""
    async with stopped(goodbye_s=60) as stop:
        for _ in range(2):
            await trio.sleep(1)
            stop.stopping.request()
        await trio.testing.wait_all_tasks_blocked()
        assert stop.stopping.is_cut
        assert stop.over_at == trio.current_time()


async def test_the_carrier_gets_its_answer_after_the_last_call(autojump_clock: MockClock) -> None:
    """A drain that is over waits until the carrier has asked what becomes of the caller, and no longer."""
    async with stopped() as stop:
        while stop.exchange.live_calls:  # noqa: ASYNC110  # virtual time; no bell rings for the last
            await trio.sleep(0.1)
        ended_at = trio.current_time()
        await trio.sleep(1)
        assert stop.over_at is None
        assert await stop.exchange.find_transfer(stop.carrier.call_sid) is None
        await trio.sleep(0.1)
        assert stop.over_at is not None
        assert stop.over_at - ended_at < 1.2


async def test_a_caller_whose_stream_broke_just_before_the_stop_returns(autojump_clock: MockClock) -> None:
    """The server waits for the carrier's question and for the next stream; the same for a transfer."""
    async with open_simulated_exchange(settings_with(server={"drain_s": DRAIN_S})) as exchange:
        stopping = Stopping(trio.CancelScope())
        stopping.begin_serving(exchange)
        carrier = SimulatedCarrier()
        async with trio.open_nursery() as nursery, calling(exchange, carrier):
            stop = Stopped(exchange, carrier, stopping)
            nursery.start_soon(stop.wait_over)
            await trio.sleep(1)
            carrier.drop()
            await trio.sleep(0.5)
            stopping.request()
            await trio.sleep(0.5)
            token = await exchange.find_return(carrier.call_sid, 0)
            assert token is not None
            again = SimulatedCarrier(returned=1, token=token)
            async with calling(exchange, again):
                await trio.sleep(1)
                assert len(exchange.live_calls) == 1
                assert stop.over_at is None
        assert stop.over_at is not None


async def test_a_carrier_that_never_asks_is_not_waited_for(autojump_clock: MockClock) -> None:
    """A few seconds after the last call the server ends in any case."""
    async with stopped() as stop:
        await trio.sleep(DRAIN_S + 5 + ASKED_AFTER_WITHIN_S + 1)
        assert stop.over_at is not None


async def test_a_caller_who_hung_up_is_asked_about_by_nobody(autojump_clock: MockClock) -> None:
    """Then the server ends with the call."""
    async with stopped() as stop:
        stop.carrier.hang_up()
        await trio.sleep(1)
        assert stop.over_at is not None


def test_a_request_during_the_start_ends_it() -> None:
    """Nobody has to wait until services have started that are not wanted any more."""
    start = trio.CancelScope()
    Stopping(start).request()
    assert start.cancel_called


async def test_whoever_rings_during_a_drain_is_told_at_once() -> None:
    """Busy for callers, 503 for a health check, an answer for the carrier of the last call; then the door is closed.

    Each connection is left to other workers first, for `LEFT_TO_OTHERS_S`; a carrier waits 15 s."""
    stop = trio.Event()
    settings = settings_with(server={"drain_s": 2})
    async with open_server(settings, shutdown_trigger=stop.wait) as server:
        address = f"http://127.0.0.1:{server.port}"
        async with open_peer(server) as peer, httpx.AsyncClient(base_url=address) as carrier:
            await peer.start()
            await peer.hears(b'"media"')
            stop.set()
            await trio.sleep(0.1)
            with trio.fail_after(1.8):
                ready = await carrier.get("/readyz")
                busy = await carrier.post("/voice-stream", data={"From": "+15550100"})
                alive = await carrier.get("/healthz")
            await peer.until_closed()
            after = await carrier.post("/voice-stream/after", data={"CallSid": peer.call_sid})
        with trio.fail_after(WITHIN_S):
            await server.ended.wait()
    assert (ready.status_code, ready.json()) == (503, {"status": "draining"})
    assert "<Reject" in busy.text
    assert busy.headers["connection"] == "close"  # what a proxy sends next may find a worker that is free
    assert alive.status_code == 200
    assert "<Hangup" in after.text
