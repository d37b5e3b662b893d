"""Calls in which a model answers as no caller would want, and the next service of the chain takes over.

Both interfaces of OpenAI for text, in memory, in virtual time; what goes wrong is what the first model writes.
"""

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, REPEAT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, Answer, Fault
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.promises import check_wire
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.fakes.clips import clip

# As in tests/actors/responder/test_model_replies.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

SPEECH = clip("today")[2400:]
SERVER = {"api_key": KEY, "base_url": "http://model.test/v1", "reasoning_effort": "none"}
SETTINGS = {
    "chain": ["openai", "openai_responses"],
    "openai": {**SERVER, "token_limit_field": "max_completion_tokens", "max_characters": 60},
    "openai_responses": SERVER,
}


@pytest.mark.parametrize(
    ("answer", "heard", "asked_next"),
    [
        (Answer(pieces=("我们营业到九点。",)), "Until nine.", 1),
        (Answer(pieces=("Yes, we are open. ", "我们营业到九点。")), "Yes, we are open. Until nine.", 1),
        (Answer(pieces=(), refusal="I can't help with that."), "Until nine.", 1),
        (Answer(pieces=()), "Until nine.", 1),
        (Answer(pieces=("We are open. ",), fault=Fault.ENDLESS), " ".join(["We are open."] * 4), 0),
    ],
    ids=["another script", "another script later", "a refusal", "nothing", "without end"],
)
async def test_the_caller_gets_a_whole_answer(
    answer: Answer, heard: str, asked_next: int, autojump_clock: MockClock
) -> None:
    """In the call's language, from whoever can give it, and is not asked to say it again."""
    chat, responses = FakeOpenAiChat(answer), FakeOpenAiResponses(Answer(pieces=("Until nine.",)))

    async def route(request: Received, answerer: Answerer) -> None:
        await (chat if request.path == chat.path else responses).answer(request, answerer)

    carrier = SimulatedCarrier()
    async with (
        in_memory(HttpServer(route).serve) as (_, transport),
        open_simulated_exchange(
            settings_with(responder=SETTINGS),
            agent=f'{AGENT}\nprompt = "You work at the Harbor Hotel."\n',
            recognizer=SimulatedRecognizer("are you open"),
            voice=SimulatedVoice(2),
            transport=transport,
        ) as exchange,
    ):
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(SPEECH)
            await trio.sleep(len(SPEECH) / 8000)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    check_wire(carrier, resumes=True)
    said = " ".join(entry.text for entry in record.transcript if isinstance(entry, AgentSaid))
    assert said == f"Good evening. {heard}"
    assert REPEAT not in said
    assert (len(chat.bodies), len(responses.bodies)) == (1, asked_next)
