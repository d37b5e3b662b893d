"""Health for everyone, calls for administrators. Through the real application, in virtual time."""

from trio.testing import MockClock

from simulation.carrier import SimulatedCarrier
from simulation.exchange import calling, open_simulated_exchange, settings_with
from tests.web.pages import TUNNEL, open_pages


async def test_live_and_recent_calls(autojump_clock: MockClock) -> None:
    """A call is live while it goes on and recent afterwards, with its transcript and timings under either sid."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            calls = (await pages.get("/calls")).json()
            assert [call["call_sid"] for call in calls["live"]] == [carrier.call_sid]
            assert calls["live"][0]["state"] == "agent speaking"
            await carrier.wait(lambda: not carrier.playout.sounding)
        calls = (await pages.get("/calls")).json()
        assert calls["live"] == []
        assert [call["end_reason"] for call in calls["recent"]] == ["caller hung up"]
        by_call = (await pages.get(f"/calls/{carrier.call_sid}")).json()
        by_stream = (await pages.get(f"/calls/{carrier.side.identity.stream_sid}")).json()
    assert by_call == by_stream
    assert by_call["transcript"][0]["text"] == "Good evening."
    assert by_call["turns"][0]["times"]["first_frame_sent"] >= 0
    assert [sound[0] for sound in by_call["trace"]["sounds"]] == [1]
    assert by_call["caller"] == "+15550100"


async def test_unknown_call(autojump_clock: MockClock) -> None:
    """A sid that nobody has is answered by name."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.get("/calls/CAnobody")
    assert answer.status_code == 404
    assert "CAnobody" in answer.json()["error"]


async def test_health_is_for_everyone(autojump_clock: MockClock) -> None:
    """Alive, ready, full and draining, told to whoever asks."""
    settings = settings_with(limits={"calls": 1})
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange, peer="203.0.113.7") as pages:
        assert (await pages.get("/healthz", headers=TUNNEL)).json() == {"status": "ok"}
        assert (await pages.get("/readyz")).json() == {"status": "ready"}
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: len(exchange.live_calls) == 1)
            full = await pages.get("/readyz")
        exchange.drain()
        draining = await pages.get("/readyz")
    assert (full.status_code, full.json()) == (503, {"status": "full"})
    assert (draining.status_code, draining.json()) == (503, {"status": "draining"})
