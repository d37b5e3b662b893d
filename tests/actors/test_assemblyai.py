"""Whole calls whose recognizer is AssemblyAI, over the fake in memory, and what a start says of its key. Virtual
clock."""

import random
from collections.abc import AsyncIterator, Mapping
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
from offhook.simulation.fakes.assemblyai import FakeAssemblyAi
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.steps import Wait
from offhook.simulation.fakes.websocket_server import Steps
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedResponder
from tests.actors.assemblyai_rig import KEY
from tests.actors.recognizer.test_assemblyai_faults import BEGINS, FAULTS, OPENINGS
from tests.fakes.clips import clip

QUESTION = "what does it cost"
OWN = "http://box.local"
LOST = "recognizer failed"


@asynccontextmanager
async def open_exchange(fake: FakeAssemblyAi, **settings: Mapping[str, object]) -> AsyncIterator[Exchange]:
    hears = {
        "chain": ["assemblyai", "scripted"],
        "assemblyai": {"api_key": KEY, "base_url": OWN, "pause_s": 0.3},
        "scripted": {"text": "the other one"},
    }
    async with (
        in_memory(fake.server.serve) as (memory, transport),
        open_simulated_exchange(
            settings_with(recognizer=hears, floor={"filler_s": 0}, **settings),
            responder=SimulatedResponder(Sentence("Fifty.")),
            transport=transport,
            open_stream=memory.open_stream,
        ) as exchange,
    ):
        yield exchange


async def one_call(fake: FakeAssemblyAi, turns: int = 2, **settings: Mapping[str, object]) -> CallRecord:
    """A greeting, and so many questions, each with its answer."""
    async with open_exchange(fake, **settings) as exchange:
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


async def test_twenty_turns_over_one_session(autojump_clock: MockClock) -> None:
    """All are heard, with each word's time in the record; at the end the session is terminated."""
    fake = FakeAssemblyAi(key=KEY, words=QUESTION)
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
    assert fake.server.connections == fake.terminated == 1
    assert fake.server.ended == [1000]
    assert all(400 <= length <= 8000 for _, length in fake.pieces)
    assert KEY not in repr(record)


async def test_a_service_that_is_sure_makes_answers_sooner(autojump_clock: MockClock) -> None:
    """What it holds of the end of the turn shortens the silence that ends ours."""
    silent_s = []
    for sure in (False, True):
        fake = FakeAssemblyAi(key=KEY, words="book a room", sure=sure)
        record = await one_call(fake, 1, vad={"silence_ms": 600})
        times = record.turns[1].times
        silent_s.append(round(times["end_of_turn"] - times["last_voiced"], 3))
    unsure_s, sure_s = silent_s
    assert 0.2 <= sure_s <= unsure_s - 0.2


@pytest.mark.parametrize("name", FAULTS)
async def test_another_service_hears_what_assemblyai_loses(name: str, autojump_clock: MockClock) -> None:
    """The caller is answered all the same, and is not made to wait for AssemblyAI again in this call."""
    fake = FakeAssemblyAi(key=KEY, words=QUESTION)
    fake.listens = False
    fake.faults.append(FAULTS[name][0])
    record = await one_call(fake)
    assert [entry.text for entry in asked(record)] == ["the other one"] * 2
    assert asked(record)[0].words == ()
    assert record.over is not None
    assert record.over.faults == {LOST: 1}


@pytest.mark.parametrize("name", OPENINGS)
async def test_another_service_hears_while_assemblyai_takes_no_session(name: str, autojump_clock: MockClock) -> None:
    """The failure is counted once; a service that asks to be left alone is."""
    fake = FakeAssemblyAi(key=KEY, words=QUESTION)
    fake.server.openings.extend([OPENINGS[name][0]] * 2)
    record = await one_call(fake, 1)
    assert [entry.text for entry in asked(record)] == ["the other one"]
    assert record.over is not None
    assert record.over.faults == {LOST: 1}


@pytest.mark.parametrize("name", BEGINS)
async def test_another_service_hears_while_assemblyai_begins_no_session(name: str, autojump_clock: MockClock) -> None:
    """The same."""
    fake = FakeAssemblyAi(key=KEY, words=QUESTION)
    fake.begins.extend([BEGINS[name][0]] * 2)
    record = await one_call(fake, 1)
    assert [entry.text for entry in asked(record)] == ["the other one"]
    assert record.over is not None
    assert record.over.faults == {LOST: 1}


async def test_the_last_words_before_a_hang_up_are_in_the_record(autojump_clock: MockClock) -> None:
    """The caller says something and hangs up as soon as it is said."""
    fake = FakeAssemblyAi(key=KEY, words=QUESTION)
    async with open_exchange(fake) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await trio.sleep(len(clip("book_a_room")) / 8000 + 0.5)
        record = await record_of(exchange, carrier)
    assert [entry.text for entry in asked(record)] == [QUESTION]
    assert fake.terminated == 1


def as_it_is(steps: Steps) -> Steps:
    return steps


def arm(fake: FakeAssemblyAi, seed: int) -> None:
    """What goes wrong in one call: any fault of a session or a turn, or one that is only slow."""
    chance = random.Random(f"{seed}/faults/assemblyai")
    slow = Wait(chance.uniform(0, 2.9))
    ends = [*(fault for fault, *_ in FAULTS.values()), lambda steps: [slow, *steps]]
    fake.faults += [chance.choice(ends) if chance.random() < 0.4 else as_it_is for _ in range(8)]
    for _ in range(6):
        fake.server.openings.append(chance.choice([*OPENINGS.values()])[0] if chance.random() < 0.2 else None)
        fake.begins.append(chance.choice([*BEGINS.values()])[0] if chance.random() < 0.2 else as_it_is)
    fake.listens, fake.sure, fake.answers_nothing = (chance.random() < 0.5 for _ in range(3))
    fake.heartbeat_s = chance.choice([0.5, 5.0])


@pytest.mark.parametrize("seed", range(8))
def test_no_fault_keeps_a_call_from_its_end(seed: int) -> None:
    """The next service of the chain takes over: no words are lost. The same seed is the same call."""

    async def main() -> tuple[dict[str, int], list[str]]:
        fake = FakeAssemblyAi(key=KEY, words=QUESTION)
        arm(fake, seed)
        record = await one_call(fake)
        assert record.over is not None
        assert KEY not in repr(record)
        return record.over.faults, [entry.text for entry in asked(record)]

    (faults, words), trace = simulate(main, seed=seed, virtual_limit_s=120)
    assert {*faults} <= {LOST}
    assert len(words) == 2
    assert {*words} <= {QUESTION, "the other one"}
    if seed % 10 == 0:
        again, trace_again = simulate(main, seed=seed, virtual_limit_s=120)
        assert again == (faults, words)
        assert trace_again.digest == trace.digest
