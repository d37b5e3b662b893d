"""What a model or an agent file writes in figures, in a call: the voice is asked for words, and they are what the
record has and what the model is told. The real engine and client, a fake of OpenAI in memory; virtual time."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, Answer
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.counting_voice import CountingVoice, assert_nothing_lost, steps_heard
from tests.actors.one_call import one_call

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

MODEL = {
    "chain": ["openai"],
    "openai": {"api_key": KEY, "base_url": "http://model.test/v1", "token_limit_field": "max_completion_tokens"},
}
MODEL_AGENT = f'{AGENT}\nprompt = "You work at the Harbor Hotel."\n'
PRICE = Answer(pieces=("It costs €1", "2.50 at 7:", "30 pm", ". Room 2", "04."))
SAID = ["It costs twelve euros and fifty cents at seven thirty p.m.", "Room two zero four."]


class Talk:
    """The caller's side, and what came of it."""

    def __init__(self, fake: FakeOpenAiChat) -> None:
        self.carrier, self.voice, self.fake = SimulatedCarrier(), CountingVoice(), fake
        self.transcript: Sequence[str] = ()

    @property
    def told(self) -> list[str]:
        """What the model has been told that it has said, in the newest request."""
        messages = self.fake.bodies[-1]["messages"]
        assert isinstance(messages, list)
        return [message["content"] for message in messages if message["role"] == "assistant"]

    async def ask(self) -> None:
        self.carrier.speak(0.6)
        await trio.sleep(0.6)
        await self.carrier.agent_has_spoken()


@asynccontextmanager
async def talk_with(fake: FakeOpenAiChat, agent: str = MODEL_AGENT) -> AsyncIterator[Talk]:
    talk = Talk(fake)
    settings = settings_with(responder=MODEL, floor={"idle_s": 60, "filler_s": 0}, vad={"adaptive": False})
    async with (
        in_memory(fake.serve) as (_, transport),
        open_simulated_exchange(
            settings,
            agent=agent,
            recognizer=SimulatedRecognizer("what does it cost", "and breakfast"),
            voice=talk.voice,
            transport=transport,
        ) as exchange,
    ):
        async with calling(exchange, talk.carrier):
            await talk.carrier.agent_has_spoken()
            yield talk
        record = await record_of(exchange, talk.carrier)
    talk.transcript = [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]


async def test_a_voice_is_asked_for_words_and_the_record_has_them(autojump_clock: MockClock) -> None:
    """However the figures come in; and the model is told what the caller has heard."""
    async with talk_with(FakeOpenAiChat(PRICE, Answer(pieces=("Gladly.",)))) as talk:
        await talk.ask()
        await talk.ask()
    assert talk.voice.said == ["Good evening.", *SAID, "Gladly."]
    assert talk.transcript[1:] == [" ".join(SAID), "Gladly."]
    assert talk.told == ["Good evening.", " ".join(SAID)]


async def test_an_interruption_records_the_words_that_were_heard(autojump_clock: MockClock) -> None:
    """In the middle of what was a figure, and so much of it as was played."""
    async with talk_with(FakeOpenAiChat(PRICE, Answer(pieces=("Gladly.",)))) as talk:
        talk.carrier.speak(0.6)
        begun_s = talk.carrier.seconds_heard
        await talk.carrier.wait(lambda: talk.carrier.seconds_heard >= begun_s + 1.0)
        before = len(steps_heard(talk.carrier))
        talk.carrier.speak(0.6)
        await talk.carrier.wait(lambda: len(talk.fake.bodies) == 2)
        assert before < len(steps_heard(talk.carrier))
        await talk.carrier.agent_has_spoken()
    heard = talk.transcript[1]
    assert SAID[0].startswith(heard)
    assert 3 < len(heard.split()) < len(SAID[0].split())
    assert talk.told[-1] == f"{heard} …"


async def test_a_cough_loses_no_word_of_a_figure(autojump_clock: MockClock) -> None:
    """The reply goes on from where it was, and the record has all of it once."""
    voice = CountingVoice()
    async with one_call(
        settings_with(floor={"idle_s": 5.0}),
        recognizer=SimulatedRecognizer(""),
        responder=SimulatedResponder(Sentence("Your PIN is 4271, and that is all of it.")),
        voice=voice,
    ) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 0.8)
        call.carrier.speak(0.25)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        stopped_at = trio.current_time()
        await call.carrier.agent_has_spoken()
        await trio.sleep_until(stopped_at + 3)
        await call.carrier.wait(lambda: not call.carrier.playout.sounding)
    assert_nothing_lost(call.carrier)
    (greeting,) = [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert greeting == "Your PIN is four two seven one, and that is all of it."


async def test_an_agent_file_may_leave_figures_to_the_voice(autojump_clock: MockClock) -> None:
    """With `read_aloud = false` everything is asked for as it was written."""
    async with talk_with(FakeOpenAiChat(PRICE), f"read_aloud = false\n{MODEL_AGENT}") as talk:
        await talk.ask()
    assert talk.voice.said[1:] == ["It costs €12.50 at 7:30 pm.", "Room 204."]
    assert talk.transcript[1] == "It costs €12.50 at 7:30 pm. Room 204."


@pytest.mark.parametrize(
    ("language", "greeting", "said"),
    [
        ("en", "We are open 9:00-17:00.", "We are open nine to five p.m."),
        ("de", "Wir öffnen um 9 Uhr.", "Wir öffnen um neun Uhr."),
        ("hi", "कमरा 204 में 2 लोग हैं।", "कमरा दो सौ चार में दो लोग हैं।"),
    ],
)
async def test_an_agents_own_sentences_are_said_in_words(
    language: str, greeting: str, said: str, autojump_clock: MockClock
) -> None:
    """In its language; what stands in its file is not changed for the model."""
    agent = MODEL_AGENT.replace("Good evening.", greeting).replace("Once more, please?", "2 Mal, 2 times?")
    fake = FakeOpenAiChat(Answer(pieces=("Gladly.",)))
    async with talk_with(fake, f'language = "{language}"\n{agent}') as talk:
        await talk.ask()
    assert talk.voice.said[0] == said
    assert talk.told == [said]
