"""Whole calls whose recognizer and voice are OpenAI's over WebSockets, over the fake in memory. Virtual clock."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.facts import Fault as Faults
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from offhook.simulation.fakes.steps import Step, Wait
from offhook.simulation.fakes.websocket_server import Fault, Steps, before, first_then, half_then, instead
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedResponder
from tests.actors.openai_audio_rig import KEY, URL
from tests.actors.openai_realtime_rig import ANSWERS, OPENINGS, SET_UPS

REALTIME = {"api_key": KEY, "base_url": URL}
HEARS = {"chain": ["openai_realtime", "scripted"], "openai_realtime": REALTIME, "scripted": {"text": "the other one"}}
SPEAKS = {"chain": ["openai_realtime", "tone"], "openai_realtime": REALTIME, "cache": {"memory_mb": 0}}
QUESTION = "what does it cost"


@asynccontextmanager
async def open_exchange(fake: FakeOpenAiRealtime) -> AsyncIterator[Exchange]:
    """Whose recognizer and voice are this server's."""
    async with (
        in_memory(fake.server.serve) as (memory, transport),
        open_simulated_exchange(
            settings_with(recognizer=HEARS, speaker=SPEAKS, floor={"filler_s": 0}),
            responder=SimulatedResponder(Sentence("Fifty.")),
            transport=transport,
            open_stream=memory.open_stream,
        ) as exchange,
    ):
        yield exchange


async def one_call(fake: FakeOpenAiRealtime) -> tuple[SimulatedCarrier, CallRecord]:
    """A greeting, a question, its answer, another question and its answer."""
    async with open_exchange(fake) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            with trio.move_on_after(30):
                await carrier.agent_has_spoken()
                for _ in range(2):
                    carrier.speak(0.8)
                    await carrier.agent_has_spoken()
        return carrier, await record_of(exchange, carrier)


def asked(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)]


def said(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]


async def test_a_caller_is_heard_and_answered(autojump_clock: MockClock) -> None:
    """Over two connections, one for each role, which are closed with the call."""
    fake = FakeOpenAiRealtime(key=KEY, words=QUESTION, speech_s=0.5)
    _, record = await one_call(fake)
    assert asked(record) == [QUESTION, QUESTION]
    assert said(record) == ["Fifty."] * 3
    assert record.over is not None
    assert record.over.faults == {}
    assert fake.server.connections == 2
    assert fake.server.ended == [1000, 1000]
    assert KEY not in repr(record)


async def test_a_voice_that_says_other_words_is_in_the_record(autojump_clock: MockClock) -> None:
    """As it spoke, and counted."""
    fake = FakeOpenAiRealtime(key=KEY, words=QUESTION, speech_s=0.5)
    fake.says = lambda text: text.replace("Fifty.", "That would be fifty euros.")
    _, record = await one_call(fake)
    assert said(record) == ["That would be fifty euros."] * 3
    assert record.over is not None
    assert {*record.over.faults} == {Faults.OTHER_WORDS.value}
    assert record.over.faults[Faults.OTHER_WORDS.value] == len(fake.received_of("response.create"))  # drafts too


async def test_a_server_with_another_audio_format_is_named_once(autojump_clock: MockClock) -> None:
    """What it sends would be noise, and so would be what it hears: others speak and hear for the whole call."""
    fake = FakeOpenAiRealtime(key=KEY, words=QUESTION, speech_s=0.5)
    fake.set_ups.extend([SET_UPS["takes another audio format"][0]] * 10)
    _, record = await one_call(fake)
    assert asked(record) == ["the other one"] * 2
    assert said(record) == ["Fifty."] * 3
    assert record.over is not None
    assert record.over.faults == {"recognizer failed": 1, "voice failed": 1}
    assert fake.received_of("response.create") == []


async def test_an_interrupted_sentence_is_cancelled(autojump_clock: MockClock) -> None:
    """And nothing of it comes in the next one."""
    fake = FakeOpenAiRealtime(key=KEY, words=QUESTION, speech_s=0.5)
    fake.faults.append(half_then(Step.HANG))
    async with open_exchange(fake) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard > 0.1)
            carrier.speak(0.8)
            await carrier.wait(lambda: len(fake.received_of("response.create")) == 2)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    (cancelled,) = fake.received_of("response.cancel")
    assert str(cancelled["response_id"]).endswith("_1")
    assert asked(record) == [QUESTION]


def slow(seconds: float) -> Fault:
    return before(Wait(seconds))


def as_it_is(steps: Steps) -> Steps:
    return steps


def arm(fake: FakeOpenAiRealtime, seed: int) -> None:
    """What goes wrong in one call: any fault of a connection or an answer, or one that is only slow."""
    chance = random.Random(f"{seed}/faults/openai realtime")
    answers = [*(fault for fault, _ in ANSWERS.values()), instead(Step.HANG), first_then(4, Step.HANG)]
    answers.append(slow(chance.uniform(0, 2.9)))
    fake.faults += [chance.choice(answers) if chance.random() < 0.5 else as_it_is for _ in range(8)]
    for _ in range(6):
        fake.server.openings.append(chance.choice([*OPENINGS.values()])[0] if chance.random() < 0.3 else None)
        fake.set_ups.append(chance.choice([*SET_UPS.values()])[0] if chance.random() < 0.2 else as_it_is)
    fake.listens = chance.random() < 0.5


@pytest.mark.parametrize("seed", range(8))
def test_no_fault_keeps_a_call_from_its_end(seed: int) -> None:
    """The next service of each chain takes over: no words are lost. The same seed is the same call."""

    async def main() -> tuple[dict[str, int], list[str], list[str]]:
        fake = FakeOpenAiRealtime(key=KEY, words=QUESTION, speech_s=0.5)
        arm(fake, seed)
        _, record = await one_call(fake)
        assert record.over is not None
        assert KEY not in repr(record)
        return record.over.faults, asked(record), said(record)

    (faults, words, answers), trace = simulate(main, seed=seed, virtual_limit_s=120)
    assert {*faults} <= {Faults.RECOGNIZER_FAILED.value, Faults.VOICE_FAILED.value}
    assert (len(words), answers) == (2, ["Fifty."] * 3)
    assert {*words} <= {QUESTION, "the other one"}
    if seed % 10 == 0:
        again, trace_again = simulate(main, seed=seed, virtual_limit_s=120)
        assert again == (faults, words, answers)
        assert trace_again.digest == trace.digest
