"""Deepgram in whole calls over the fake in memory, and asked at the start whether it takes the key. Virtual clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.services import SimulatedResponder
from tests.actors.deepgram_rig import KEY
from tests.actors.recognizer.test_deepgram_faults import FAULTS, OPENINGS
from tests.fakes.clips import clip

QUESTION = "What does it cost?"
OWN = "http://box.local/v1"


@asynccontextmanager
async def open_exchange(fake: FakeDeepgram) -> AsyncIterator[Exchange]:
    hears = {
        "chain": ["deepgram", "scripted"],
        "deepgram": {"api_key": KEY, "base_url": OWN},
        "scripted": {"text": "the other one"},
    }
    async with (
        in_memory(fake.server.serve) as (memory, transport),
        open_simulated_exchange(
            settings_with(recognizer=hears, floor={"filler_s": 0}),
            responder=SimulatedResponder(Sentence("Fifty.")),
            transport=transport,
            open_stream=memory.open_stream,
        ) as exchange,
    ):
        yield exchange


async def one_call(fake: FakeDeepgram, turns: int = 2) -> CallRecord:
    """A greeting, and so many questions, each with its answer."""
    async with open_exchange(fake) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            with trio.move_on_after(60 + 10 * turns):
                await carrier.agent_has_spoken()
                for _ in range(turns):
                    carrier.say(clip("book_a_room"))
                    await trio.sleep(len(clip("book_a_room")) / 8000)
                    await carrier.agent_has_spoken()
        return await record_of(exchange, carrier)


def asked(record: CallRecord) -> list[CallerSaid]:
    return [entry for entry in record.transcript if isinstance(entry, CallerSaid)]


async def test_twenty_turns_over_one_connection(autojump_clock: MockClock) -> None:
    """All are heard, at the pause already, with each word's time in the record; at the end the stream is closed."""
    fake = FakeDeepgram(key=KEY, words=QUESTION)
    record = await one_call(fake, 20)
    assert [entry.text for entry in asked(record)] == [QUESTION] * 20
    for entry in asked(record):
        assert [word.text for word in entry.words] == QUESTION.split()
        assert entry.until_s is not None
        assert all(
            entry.at_s - 0.1 <= word.start_s < word.end_s <= entry.until_s + 0.1 and word.confidence == 0.9
            for word in entry.words
        )
    assert record.over is not None
    assert record.over.faults == {}
    assert fake.server.connections == 1
    assert fake.server.ended == [1000]
    assert fake.received[-1]["type"] == "CloseStream"
    assert KEY not in repr(record)


@pytest.mark.parametrize("name", FAULTS)
async def test_another_service_hears_what_deepgram_loses(name: str, autojump_clock: MockClock) -> None:
    """The caller is answered all the same, and is not made to wait for Deepgram again in this call."""
    fake = FakeDeepgram(key=KEY, words=QUESTION)
    fake.listens = False
    fake.faults.append(FAULTS[name][0])
    record = await one_call(fake)
    assert [entry.text for entry in asked(record)] == ["the other one"] * 2
    assert asked(record)[0].words == ()
    assert record.over is not None
    assert record.over.faults == {"recognizer failed": 1}


@pytest.mark.parametrize("name", OPENINGS)
async def test_another_service_hears_while_deepgram_takes_no_connection(name: str, autojump_clock: MockClock) -> None:
    """The failure is counted once; a service that asks to be left alone is."""
    fake = FakeDeepgram(key=KEY, words=QUESTION)
    fake.server.openings.extend([OPENINGS[name][0]] * 2)
    record = await one_call(fake, 1)
    assert [entry.text for entry in asked(record)] == ["the other one"]
    assert record.over is not None
    assert record.over.faults == {"recognizer failed": 1}
