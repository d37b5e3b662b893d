"""Health for everyone, calls for administrators. Through the real application, in virtual time."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.record.collected import Collected
from offhook.engine.run.reply import Sentence
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import GREETING, calling, open_simulated_exchange, settings_with
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
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
        by_stream = (await pages.get(f"/calls/MZ{1:032d}")).json()
    assert by_call == by_stream
    assert by_call["transcript"][0]["text"] == "Good evening."
    assert by_call["turns"][0]["times"]["first_frame_sent"] >= 0
    assert [sound[0] for sound in by_call["trace"]["sounds"]] == [1]
    assert by_call["caller"] == "+15550100"


async def test_a_live_call_shows_what_it_has_cost(autojump_clock: MockClock) -> None:
    """So far, as its record will; null without prices."""
    prices = {"currency": "EUR", "speaker": {"simulated voice": {"million_characters": 10_000}}}
    for settings, total in ((settings_with(prices=prices), len(GREETING) / 100), (settings_with(), None)):
        async with (
            open_simulated_exchange(settings, voice=SimulatedVoice(1.0)) as exchange,
            open_pages(exchange) as pages,
        ):
            carrier = SimulatedCarrier()
            async with calling(exchange, carrier):
                await carrier.agent_has_spoken()
                (live,) = (await pages.get("/calls")).json()["live"]
            recorded = (await pages.get(f"/calls/{carrier.call_sid}")).json()
        assert live["cost"] == recorded["cost"]
        assert (live["cost"] or {}).get("total") == total


async def test_what_was_collected_is_told_of_the_one_call_that_is_asked_for(autojump_clock: MockClock) -> None:
    """The list of calls has no answers of callers in it."""

    class Collecting(SimulatedResponder):
        def collected(self) -> Collected:
            return Collected({"day": "friday", "member": None}, state="summary")

    async with (
        open_simulated_exchange(responder=Collecting(Sentence("Yes."))) as exchange,
        open_pages(exchange) as pages,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
        listed = (await pages.get("/calls")).text
        answer = (await pages.get(f"/calls/{carrier.call_sid}")).json()
    assert carrier.call_sid in listed
    assert "friday" not in listed
    assert answer["collected"] == {
        "slots": {"day": "friday", "member": None},
        "unconfirmed": [],
        "reference": "",
        "state": "summary",
    }


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


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


def change(path: str, *statements: str) -> None:
    """Somebody uses the file with another program."""
    with closing(sqlite3.connect(path)) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()


async def test_a_call_is_found_from_its_first_moment(autojump_clock: MockClock) -> None:
    """Who sees a call in the list can look at it, also before anything of it is on record."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: len(exchange.live_calls) == 1)
            assert await exchange.store.find(carrier.call_sid) is None
            shown = await pages.get(f"/calls/{carrier.call_sid}")
    assert (shown.status_code, shown.json()["end_reason"], shown.json()["transcript"]) == (200, None, [])


async def test_one_damaged_row_does_not_hide_the_others(path: str, autojump_clock: MockClock) -> None:
    """The list names it; the call itself is shown but for what cannot be read."""
    settings = settings_with(store={"path": path})
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange) as pages:
        carriers = [SimulatedCarrier(1), SimulatedCarrier(2)]
        sids = [carrier.call_sid for carrier in carriers]
        for carrier in carriers:
            async with calling(exchange, carrier):
                await trio.sleep(1)
        change(path, "UPDATE calls SET over = '{' WHERE id = 1", "UPDATE entries SET entry = 'x' WHERE call_id = 1")
        listed, shown = await pages.get("/calls"), await pages.get(f"/calls/{sids[0]}")
        whole = await pages.get(f"/calls/{sids[1]}")
    assert listed.status_code == 200
    assert [(call["call_sid"], call.get("error")) for call in listed.json()["recent"]] == [
        (sids[1], None),
        (sids[0], "damaged in the store and left out here: the end"),
    ]
    assert shown.status_code == 200
    assert shown.json()["error"] == "damaged in the store and left out here: the end, 1 of 1 in the transcript"
    assert (shown.json()["transcript"], shown.json()["end_reason"]) == ([], None)
    assert [sound[0] for sound in shown.json()["trace"]["sounds"]] == [1]
    assert whole.json()["end_reason"] == "caller hung up"


async def test_where_the_store_fails_live_calls_are_shown(path: str, autojump_clock: MockClock) -> None:
    """Whoever looks is told what is wrong and what to do, and is not left to think that there were no calls."""
    settings = settings_with(store={"path": path})
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            change(path, "ALTER TABLE calls RENAME COLUMN caller TO customer")
            listed, shown = await pages.get("/calls"), await pages.get(f"/calls/{carrier.call_sid}")
            unknown = await pages.get("/calls/CAnobody")
            change(path, "ALTER TABLE calls RENAME COLUMN customer TO caller")
        again = await pages.get(f"/calls/{carrier.call_sid}")
    assert (listed.status_code, shown.status_code, unknown.status_code) == (503, 503, 503)
    assert [call["call_sid"] for call in listed.json()["live"]] == [carrier.call_sid]
    assert "recent" not in listed.json()
    for answer in (listed, shown, unknown):
        assert answer.json()["error"].startswith(f"the records cannot be read: store.path = '{path}': ")
        assert "name another" in answer.json()["error"]
    assert shown.json()["state"] == "agent speaking"
    assert (again.status_code, again.json()["end_reason"]) == (200, "caller hung up")
