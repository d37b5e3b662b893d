"""Whole calls whose voice is ElevenLabs', over the fake in memory. Virtual clock."""

import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.record.facts import Fault as Faults
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.elevenlabs import FakeElevenLabs, refusal
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.steps import Fault as HttpFault
from offhook.simulation.fakes.steps import Step, Wait, after_head, before_head, half_then, instead
from offhook.simulation.fakes.websocket_server import Fault, Steps, before
from offhook.simulation.fakes.websocket_server import first_then as first_of_socket
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.elevenlabs_rig import ANSWERS, KEY, OPENINGS, URL

REACHED = {"api_key": KEY, "base_url": URL}
QUESTION = "what does it cost"
ANSWER = "The table by the window is free tonight."
PATIENT_S = 15.0
LONG = "a bb ccc dddd eeeee ffffff ggggggg hhhhhhhh iiiiiiiii jjjjjjjjjj"


def speaks(*chain: str) -> Mapping[str, object]:
    return {"chain": [*chain], "elevenlabs": REACHED, "elevenlabs_http": REACHED, "cache": {"memory_mb": 0}}


@asynccontextmanager
async def open_exchange(
    fake: FakeElevenLabs, responder: SimulatedResponder, *chain: str, **sections: Mapping[str, object]
) -> AsyncIterator[Exchange]:
    async with (
        in_memory(fake.serve) as (memory, transport),
        open_simulated_exchange(
            settings_with(speaker=speaks(*chain), floor={"filler_s": 0, "idle_s": 60}, **sections),
            recognizer=SimulatedRecognizer(QUESTION, QUESTION),
            responder=responder,
            transport=transport,
            open_stream=memory.open_stream,
        ) as exchange,
    ):
        yield exchange


async def one_call(fake: FakeElevenLabs, *chain: str) -> CallRecord:
    """A greeting, a question, its answer, another question and its answer. The caller waits long enough for any voice
    to take over: silence in the middle of a sentence is not its end."""
    async with open_exchange(fake, SimulatedResponder(Sentence(ANSWER)), *chain) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await trio.sleep(PATIENT_S)
            for _ in range(2):
                carrier.speak(0.8)
                await trio.sleep(PATIENT_S)
        return await record_of(exchange, carrier)


def said(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]


async def test_a_caller_is_answered(autojump_clock: MockClock) -> None:
    """Over one connection, which is closed with the call."""
    fake = FakeElevenLabs(key=KEY)
    record = await one_call(fake, "elevenlabs", "elevenlabs_http", "tone")
    assert said(record) == [ANSWER] * 3
    assert record.over is not None
    assert record.over.faults == {}
    assert len([peer for peer in fake.sockets.peers if peer.sent]) == 1  # a start may open one more, and leaves it
    assert fake.sockets.ended[-1] == 1000
    assert fake.http.connections == 0
    assert KEY not in repr(record)


@pytest.mark.parametrize("voice", ["elevenlabs", "elevenlabs_http"])
@pytest.mark.parametrize("heard_s", [0.62, 1.0, 1.33, 1.71, 2.05])
async def test_an_interruption_leaves_the_words_that_were_heard(
    voice: str, heard_s: float, autojump_clock: MockClock
) -> None:
    """In mid-word: the model is told of the words that had been said to their end, by the times of the characters.
    These words are not equally long, and the speech has a pause, so that the length of the sound says little."""
    fake, responder = FakeElevenLabs(key=KEY), SimulatedResponder(Sentence(LONG))
    fake.sound.pause_after, fake.sound.pause_s = 10, 0.5
    async with open_exchange(fake, responder, voice, barge_in={"mode": "immediate"}) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= heard_s)
            carrier.speak(0.6)
            await carrier.wait(lambda: len(responder.asked) == 2)
            played_s = carrier.seconds_heard
        record = await record_of(exchange, carrier)
    (cut,) = responder.told[1]
    ends = [fake.sound.begins_s(LONG.index(word) + len(word)) for word in LONG.split()]
    surely = [word for word, end in zip(LONG.split(), ends, strict=True) if end <= played_s - 0.06]
    perhaps = [word for word, end in zip(LONG.split(), ends, strict=True) if end <= played_s + 0.06]
    assert cut.cut_off
    assert cut.text in (" ".join(surely), " ".join(perhaps))
    assert said(record)[0] == cut.text != LONG


async def test_what_was_interrupted_is_closed(autojump_clock: MockClock) -> None:
    """And nothing of it is heard in the next sentence."""
    fake, responder = FakeElevenLabs(key=KEY), SimulatedResponder(Sentence(LONG))
    fake.faults.append(first_of_socket(2, Step.HANG))
    async with open_exchange(fake, responder, "elevenlabs", "tone", barge_in={"mode": "immediate"}) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard > 0.1)
            carrier.speak(0.8)
            await carrier.wait(lambda: len(responder.asked) == 2)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert fake.received_with("close_context")[0]["context_id"] == "sentence-1"
    assert said(record)[-1] == LONG


@pytest.mark.parametrize("behind", ["elevenlabs_http", "tone"])
async def test_the_next_one_goes_on_in_the_middle_of_a_sentence(behind: str, autojump_clock: MockClock) -> None:
    """From the word at which the connection broke."""
    fake = FakeElevenLabs(key=KEY)
    fake.faults.append(first_of_socket(3, Step.RESET))
    record = await one_call(fake, "elevenlabs", behind)
    assert said(record) == [ANSWER] * 3
    assert record.over is not None
    assert record.over.faults == {Faults.VOICE_FAILED.value: 1}
    if behind == "elevenlabs_http":
        (request, *_) = fake.http.requests
        asked = request.body.decode()
        assert "is free tonight" in asked
        assert "The table" not in asked


def slow(seconds: float) -> Fault:
    return before(Wait(seconds))


def as_it_is(steps: Steps) -> Steps:
    return steps


HTTP_FAULTS: list[HttpFault] = [
    *(each(end) for each in (before_head, after_head, half_then) for end in (Step.HANG, Step.CLOSE, Step.RESET)),
    *(instead(refusal(status, name, "no")) for status, name in ((401, "quota_exceeded"), (429, "system_busy"))),
]


def arm(fake: FakeElevenLabs, seed: int) -> None:
    """What goes wrong in one call: any fault of a connection or an answer, or one that is only slow."""
    chance = random.Random(f"{seed}/faults/elevenlabs")
    answers = [*(fault for fault, _, _ in ANSWERS.values()), first_of_socket(1, Step.HANG)]
    answers.append(slow(chance.uniform(0, 2.9)))
    fake.faults += [chance.choice(answers) if chance.random() < 0.5 else as_it_is for _ in range(8)]
    for _ in range(6):
        fake.sockets.openings.append(chance.choice([*OPENINGS.values()])[0] if chance.random() < 0.3 else None)
        fake.http_faults.append(chance.choice(HTTP_FAULTS) if chance.random() < 0.3 else lambda answer: answer)
    fake.first_sound_s, fake.early_close_is_final = chance.uniform(0, 0.5), chance.random() < 0.5


@pytest.mark.parametrize("seed", range(8))
def test_no_fault_keeps_a_call_from_its_end(seed: int) -> None:
    """The next voice takes over: no words are lost. The same seed is the same call."""

    async def main() -> tuple[dict[str, int], list[str]]:
        fake = FakeElevenLabs(key=KEY)
        arm(fake, seed)
        record = await one_call(fake, "elevenlabs", "elevenlabs_http", "tone")
        assert record.over is not None
        assert KEY not in repr(record)
        assert fake.most_contexts <= 5
        return record.over.faults, said(record)

    (faults, answers), trace = simulate(main, seed=seed, virtual_limit_s=200)
    assert {*faults} <= {Faults.VOICE_FAILED.value}
    assert answers == [ANSWER] * 3
    if seed % 6 == 0:
        again, trace_again = simulate(main, seed=seed, virtual_limit_s=200)
        assert again == (faults, answers)
        assert trace_again.digest == trace.digest
