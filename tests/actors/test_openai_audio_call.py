"""Whole calls whose recognizer and voice are OpenAI's, over the fake in memory. Virtual clock."""

import random
from io import StringIO

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.open_services import open_services
from offhook.actors.responder.service import Sentence
from offhook.engine.host.agent import load_agent
from offhook.engine.host.telemetry import open_log
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.record.facts import Fault as Faults
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.steps import Answer, Fault, slow
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedResponder
from offhook.simulation.world import SimulatedWorld
from tests.actors.openai_audio_rig import FAULTS_OF_BOTH, KEY, URL

OPENAI = {"chain": ["openai"], "openai": {"api_key": KEY, "base_url": URL}}
UNCACHED = {**OPENAI, "cache": {"memory_mb": 0}}
QUESTION = "what does it cost"


async def one_call(fake: FakeOpenAiAudio) -> tuple[SimulatedCarrier, CallRecord]:
    """A greeting, a question, and its answer."""
    async with (
        in_memory(fake.server.serve) as (_, transport),
        open_simulated_exchange(
            settings_with(recognizer=OPENAI, speaker=UNCACHED, floor={"filler_s": 0}),
            responder=SimulatedResponder(Sentence("Fifty.")),
            transport=transport,
        ) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            with trio.move_on_after(20):
                await carrier.agent_has_spoken()
                carrier.speak(0.8)
                await carrier.agent_has_spoken()
        return carrier, await record_of(exchange, carrier)


def asked(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)]


async def test_a_caller_is_heard_and_answered(autojump_clock: MockClock) -> None:
    """The words come from the recognizer, the sound from the voice, and the record has both."""
    fake = FakeOpenAiAudio(key=KEY, words=QUESTION, speech_s=0.5)
    carrier, record = await one_call(fake)
    assert asked(record) == [QUESTION]
    assert record.over is not None
    assert record.over.faults == {}
    assert {request.path for request in fake.requests} == {"/v1/audio/speech", "/v1/audio/transcriptions"}
    assert KEY not in repr(record)
    del carrier


def armed(seed: int) -> list[Fault]:
    """What goes wrong in one call: any fault, or an answer that is only slow."""
    chance = random.Random(f"{seed}/faults/openai audio")
    faults = [*(fault for fault, _, _ in FAULTS_OF_BOTH.values()), slow(chance.uniform(0, 2.9))]
    return [chance.choice(faults) if chance.random() < 0.5 else as_it_is for _ in range(6)]


def as_it_is(answer: Answer) -> Answer:
    return answer


@pytest.mark.parametrize("seed", range(8))
def test_no_fault_keeps_a_call_from_its_end(seed: int) -> None:
    """Whatever the services do, the call ends, with a record; the same seed is the same call."""

    async def main() -> tuple[dict[str, int], list[str]]:
        fake = FakeOpenAiAudio(key=KEY, words=QUESTION, speech_s=0.5)
        fake.faults.extend(armed(seed))
        _, record = await one_call(fake)
        assert record.over is not None
        assert KEY not in repr(record)
        return record.over.faults, asked(record)

    (faults, words), trace = simulate(main, seed=seed, virtual_limit_s=120)
    assert {*faults} <= {Faults.RECOGNIZER_FAILED.value, Faults.VOICE_FAILED.value}
    assert {*words} <= {QUESTION, ""}
    if seed % 10 == 0:
        again, trace_again = simulate(main, seed=seed, virtual_limit_s=120)
        assert again == (faults, words)
        assert trace_again.digest == trace.digest


async def test_without_a_key_the_next_in_the_chain_serves(autojump_clock: MockClock) -> None:
    """One plain line says what was skipped, and what to set."""
    settings = settings_with(recognizer={"chain": ["openai", "scripted"]}, speaker={"chain": ["openai", "tone"]})
    output = StringIO()
    world = SimulatedWorld()
    async with open_services(
        settings, load_agent("test.toml", AGENT), world, open_log(settings.log, world, output)
    ) as found:
        assert (found.recognizer("en").name, found.voice("en").name) == ("scripted", "tone")
        assert found.left_out("en") == {
            "recognizer.openai": "no key: neither recognizer.openai.api_key nor OPENAI_API_KEY is set",
            "speaker.openai": "no key: neither speaker.openai.api_key nor OPENAI_API_KEY is set",
        }
    assert output.getvalue().count("service skipped") == 2
