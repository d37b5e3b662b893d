"""Calls that a language model answers: the real engine, the real client and SDK, a fake of OpenAI in memory.

Virtual time, real speech; the faults are those of the fake.
"""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.settings import Settings
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, REPEAT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, Answer, Fault, refused
from offhook.simulation.promises import check_wire
from offhook.simulation.seeded import Trace, simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.fakes.clips import clip

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

MODEL_AGENT = f'{AGENT}\nprompt = "You work at the Harbor Hotel."\n'
SPEECH = clip("today")[2400:]


def with_model(**changed: object) -> Settings:
    section = {"api_key": KEY, "base_url": "http://model.test/v1", "token_limit_field": "max_completion_tokens"}
    return settings_with(responder={"chain": ["openai"], "openai": {**section, **changed}})


class ModelCall:
    """The caller's side, and what came of it."""

    def __init__(self) -> None:
        self.carrier = SimulatedCarrier()
        self.record: CallRecord | None = None

    async def say(self) -> None:
        """Speak, and hear the answer out."""
        self.carrier.say(SPEECH)
        await trio.sleep(len(SPEECH) / 8000)
        await self.carrier.agent_has_spoken()

    @property
    def heard(self) -> list[str]:
        """What the caller has heard of each of the agent's turns."""
        assert self.record is not None, "the call goes on"
        return [entry.text for entry in self.record.transcript if isinstance(entry, AgentSaid)]


@asynccontextmanager
async def model_call(fake: FakeOpenAiChat, *texts: str, seed: int = 0, **changed: object) -> AsyncIterator[ModelCall]:
    """The greeting has been heard; the recognizer hears these texts."""
    call = ModelCall()
    async with (
        in_memory(fake.serve) as (_, transport),
        open_simulated_exchange(
            with_model(**changed),
            seed=seed,
            agent=MODEL_AGENT,
            recognizer=SimulatedRecognizer(*texts),
            voice=SimulatedVoice(2),
            transport=transport,
        ) as exchange,
    ):
        async with calling(exchange, call.carrier):
            await call.carrier.agent_has_spoken()
            yield call
        call.record = await record_of(exchange, call.carrier)
    check_wire(call.carrier, resumes=True)


async def test_a_model_holds_a_conversation(autojump_clock: MockClock) -> None:
    """Greeting by the agent, answers by the model, each of which is told what was heard before."""
    fake = FakeOpenAiChat(Answer(pieces=("Yes, we", " are. ")), Answer(pieces=("Until nine.",)))
    async with model_call(fake, "are you open", "how long") as call:
        await call.say()
        await call.say()
    assert call.heard[0] == "Good evening."
    assert call.heard[1:] == ["Yes, we are.", "Until nine."]
    assert _told(fake)[1:] == [
        ("assistant", "Good evening."),
        ("user", "are you open"),
        ("assistant", "Yes, we are."),
        ("user", "how long"),
    ]


async def test_an_interrupted_model_stops_writing(autojump_clock: MockClock) -> None:
    """The server sees the caller's interruption as a closed stream; the model is told what was heard of its reply."""
    pieces = tuple(f"This is sentence number {number}. " for number in ("one", "two", "three", "four", "five"))
    slow = Answer(pieces=pieces, piece_s=1.0)
    fake = FakeOpenAiChat(slow, Answer(pieces=("Gladly.",)))
    async with model_call(fake, "are you open", "stop please") as call:
        call.carrier.say(SPEECH)
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        await trio.sleep(1.0)
        await call.say()
    assert len(fake.http.left_early) == 1
    role, text = _told(fake)[-2]
    assert role == "assistant"
    assert text.startswith("This is")
    assert text.endswith(" …")
    assert call.heard[-1] == "Gladly."


@pytest.mark.parametrize(
    "answer",
    [
        refused(500, "server_error", "oops"),
        Answer(fault=Fault.HANG_AFTER_HEAD),
        Answer(fault=Fault.END_MID_STREAM),
        Answer(pieces=()),
    ],
)
async def test_a_model_that_fails_costs_one_question(answer: Answer, autojump_clock: MockClock) -> None:
    """The caller is asked to say it again, and is answered then."""
    fake = FakeOpenAiChat(answer, answer, Answer(pieces=("Until nine.",)))
    async with model_call(fake, "are you open") as call:
        await call.say()
        while len(fake.http.requests) < 3:
            await call.say()
    assert REPEAT in " ".join(call.heard)
    assert call.heard[-1] == "Until nine."


def test_a_seed_is_a_replay_with_a_model_too() -> None:
    """The SDK and the HTTP client under it draw no chance and start no thread: same seed, same call."""
    first, again, other = _traced(7), _traced(7), _traced(8)
    assert first.difference_from(again) == ""
    assert first.steps_digest != other.steps_digest


SEEDS = 20


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_the_model_does_no_actor_crashes(seed: int) -> None:
    """A caller who speaks at any moment, and a server that fails in every way, each in turn: over all seeds each fault
    comes at least once first, and the promises of the wire hold."""
    chance = random.Random(seed)
    faults = [list(Fault)[seed % len(Fault)], None, chance.choice(list(Fault)), None]
    answers = [
        Answer(fault=fault, before_head_s=chance.choice([0, 0, 0.5, 3]), piece_s=chance.choice([0, 0.05, 1]))
        for fault in faults
    ]

    async def run() -> None:
        async with model_call(FakeOpenAiChat(*answers), "are you open", "how long", "yes please", seed=seed) as call:
            for _ in range(4):
                call.carrier.say(SPEECH)
                await trio.sleep(chance.choice([1, 2, 3, 6]))

    _, trace = simulate(run, seed=seed)
    assert [fact for fact in trace.facts if '"ActorCrashed"' in fact or '"CallCrashed"' in fact] == []
    assert any("TurnBegan" in fact for fact in trace.facts), "facts are named as this test names them"


async def test_without_a_key_the_next_in_the_chain_answers(autojump_clock: MockClock) -> None:
    """And the server starts; without another in the chain it says what is missing."""
    settings = settings_with(responder={"chain": ["openai", "scripted"]})
    async with open_simulated_exchange(settings, agent=MODEL_AGENT):
        pass
    failed = pytest.RaisesExc(StartUpFailed, match=r"openai: no key: neither responder.openai.api_key nor OPENAI_")
    with pytest.RaisesGroup(failed):
        async with open_simulated_exchange(settings_with(responder={"chain": ["openai"]}), agent=MODEL_AGENT):
            pass


def _traced(seed: int) -> Trace:
    async def run() -> None:
        fake = FakeOpenAiChat(Answer(pieces=("Yes, we", " are. "), piece_s=0.01), Answer(fault=Fault.CLOSE_MID_STREAM))
        async with model_call(fake, "are you open", seed=seed) as call:
            await call.say()
            await call.say()

    _, trace = simulate(run, seed=seed)
    return trace


def _told(fake: FakeOpenAiChat) -> list[tuple[str, str]]:
    """The conversation in the last request, as roles and texts."""
    messages = fake.bodies[-1]["messages"]
    assert isinstance(messages, list)
    return [(message["role"], message["content"]) for message in messages]
