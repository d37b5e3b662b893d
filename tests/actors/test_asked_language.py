"""`language = "ask"`: the caller is asked, and the rest of the call is in that language. Virtual time."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from trio.testing import MockClock

from offhook.actors.responder.service import Sentence, Written
from offhook.engine.record.call_record import CallRecord
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from tests.actors.spoken_languages import Ear, Tongue
from tests.actors.tools.built_in.played_model import PlayedModel
from tests.fakes.clips import clip

ASKS = 'name = "a"\nlanguage = "ask"\nlanguages = ["en", "hi"]\ngreeting = "Harbor Hotel."\n'
WHICH_IN_HINDI = "आप किस भाषा में बात करना चाहेंगे: अंग्रेज़ी या हिंदी?"
OFFERS = [
    ("For English, say English or press 1.", "en"),
    ("हिंदी के लिए, हिंदी कहिए या 2 दबाइए।", "hi"),
]
WELCOME_IN_HINDI = "मैं आपकी क्या मदद करूँ?"


class Call:
    """A caller who is heard to say these texts, one after the other."""

    def __init__(self, carrier: SimulatedCarrier, model: PlayedModel, ear: Ear, tongue: Tongue) -> None:
        self.carrier, self.model, self.ear, self.tongue = carrier, model, ear, tongue
        self.record: CallRecord | None = None

    @property
    def said(self) -> list[tuple[str, str]]:
        """By the agent, with the language of the voice."""
        return self.tongue.languages

    async def speaks(self, times: int = 1) -> None:
        for _ in range(times):
            self.carrier.say(clip("book_a_room"))
            await self.carrier.agent_has_spoken()

    async def presses(self, keys: str) -> None:
        self.carrier.press(keys)
        await self.carrier.agent_has_spoken()


@asynccontextmanager
async def talk(
    *hears: str, replies: Sequence[Sequence[Written]] = (), agent: str = ASKS, ear: Ear | None = None
) -> AsyncIterator[Call]:
    """The greeting was heard."""
    model = PlayedModel(*replies)
    ear, tongue = ear or Ear("en", "hi", hears=hears or ("hm",)), Tongue("en", "hi")
    async with open_simulated_exchange(agent=agent, recognizer=ear, responder=model, voice=tongue) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            call = Call(carrier, model, ear, tongue)
            await carrier.agent_has_spoken()
            yield call
        call.record = await record_of(exchange, carrier)


async def test_a_greeting_is_answered_in_its_language_and_then_all_is_in_the_one_chosen(
    autojump_clock: MockClock,
) -> None:
    """Nobody else is asked before."""
    replies = [[Sentence(WELCOME_IN_HINDI)], [Sentence("हाँ।")]]
    async with talk("नमस्ते", "हिंदी", "मुझे कमरा चाहिए", replies=replies) as call:
        await call.speaks()
        assert call.model.asked == []
        assert call.said == [("Harbor Hotel.", "en"), (WHICH_IN_HINDI, "hi")]
        await call.speaks(2)
    assert call.said[2:] == [(WELCOME_IN_HINDI, "hi"), ("हाँ।", "hi")]
    assert [turn.text for turn in call.model.asked][1:] == ["मुझे कमरा चाहिए"]
    assert call.ear.languages == ["en", "en", "hi"]
