"""An agent asks for digits: how they are taken, and what the model is told of those that do not come. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.model_messages import words_of
from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.tools.built_in.played_model import PlayedModel, agent_with, call_with, tools_in, wants
from tests.fakes.clips import clip

GREETING = [Sentence("Hello.")]
PIN = {"question": "Your PIN, please.", "min_digits": 4, "max_digits": 6}


def asking(**arguments: object) -> PlayedModel:
    """A model that asks for digits with its first answer."""
    return PlayedModel(GREETING, [wants("collect_digits", **{**PIN, **arguments})], [Sentence("Thank you.")])


async def ask(carrier: SimulatedCarrier, model: PlayedModel) -> None:
    """The caller says something and hears the question."""
    await carrier.agent_has_spoken()
    carrier.say(clip("book_a_room"))
    await carrier.wait(lambda: len(model.asked) >= 2)
    await carrier.agent_has_spoken()


async def press(carrier: SimulatedCarrier, keys: str, apart_s: float = 0.4) -> None:
    """One key after the other."""
    for key in keys:
        carrier.press(key)
        await trio.sleep(apart_s)


@pytest.mark.parametrize(("keys", "taken"), [("123456", "123456"), ("1234#", "1234"), ("12*4321#", "4321")])
async def test_digits_are_one_answer(keys: str, taken: str, autojump_clock: MockClock) -> None:
    """When all are there, or with #; * begins anew. They are the caller's next turn."""
    model, voice = asking(), SimulatedVoice(1)
    async with call_with(model, agent_with("collect_digits"), voice) as call:
        await ask(call.carrier, model)
        await press(call.carrier, keys, 0.2)
        assert len(model.asked) == 3
        await call.carrier.agent_has_spoken()
    assert voice.said == ["Hello.", "Your PIN, please.", "Thank you."]
    assert (model.asked[-1].occasion, model.asked[-1].text) == (Occasion.KEYS, taken)
    assert words_of(model.asked[-1]) == f"[keys pressed: {' '.join(taken)}]"
    assert [said.text for said in call.record.transcript if isinstance(said, CallerSaid)] == ["book a room", taken]
    assert tools_in(call.record) == [("collect_digits", Outcome.DONE)]


async def test_a_pause_ends_them_and_too_few_are_told(autojump_clock: MockClock) -> None:
    """The model hears what came and what was asked for, and asks again as it likes."""
    model = asking(timeout_s=2)
    async with call_with(model, agent_with("collect_digits")) as call:
        await ask(call.carrier, model)
        await press(call.carrier, "12", 1.5)
        assert len(model.asked) == 2
        await call.carrier.wait(lambda: len(model.asked) == 3, within_s=1)
        assert words_of(model.asked[-1]) == "[keys pressed: 1 2; too few: 4 to 6 digits were asked for]"
        await call.carrier.agent_has_spoken()


async def test_silence_is_told_after_the_time_that_was_given(autojump_clock: MockClock) -> None:
    """A caller who has to find a card gets more time than others; nothing pressed is told in words."""
    model = asking(timeout_s=20)
    async with call_with(model, agent_with("collect_digits"), settings=settings_with(floor={"idle_s": 7})) as call:
        await ask(call.carrier, model)
        await trio.sleep(18)
        assert len(model.asked) == 2
        await call.carrier.wait(lambda: len(model.asked) == 3, within_s=3)
        told = "[the caller says nothing; 4 to 6 digits were asked for, and no key was pressed]"
        assert words_of(model.asked[-1]) == told
        await call.carrier.agent_has_spoken()


async def test_a_long_pause_between_keys_is_no_silence(autojump_clock: MockClock) -> None:
    """Within the time that was given, also where it is longer than the usual patience."""
    model = asking(timeout_s=10)
    async with call_with(model, agent_with("collect_digits"), settings=settings_with(floor={"idle_s": 4})) as call:
        await ask(call.carrier, model)
        await press(call.carrier, "123456", 9)
    assert model.occasions[:3] == [Occasion.ANSWERED, Occasion.SPEECH, Occasion.KEYS]
    assert model.asked[2].text == "123456"


@pytest.mark.parametrize(("terminator", "keys", "taken"), [("*", "1234*", "1234"), ("", "12#456", "12#456")])
async def test_another_key_may_end_them(terminator: str, keys: str, taken: str, autojump_clock: MockClock) -> None:
    """Or none: then # is a key like others."""
    model = asking(terminator=terminator)
    async with call_with(model, agent_with("collect_digits")) as call:
        await ask(call.carrier, model)
        await press(call.carrier, keys, 0.2)
        assert model.asked[-1].text == taken
        await call.carrier.agent_has_spoken()


async def test_digits_may_be_pressed_over_the_question(autojump_clock: MockClock) -> None:
    """A caller who knows the question does not wait for its end, and loses no key."""
    model = asking()
    async with call_with(model, agent_with("collect_digits"), SimulatedVoice(4)) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: call.carrier.seconds_heard > 5)
        await press(call.carrier, "123456", 0.2)
        await call.carrier.wait(lambda: len(model.asked) == 3)
        assert model.asked[-1].text == "123456"


async def test_a_model_that_asked_in_words_asks_nothing_twice(autojump_clock: MockClock) -> None:
    """With an empty question the words before are the question."""
    voice = SimulatedVoice(1)
    model = PlayedModel(GREETING, [Sentence("Your PIN?"), wants("collect_digits", **{**PIN, "question": ""})])
    async with call_with(model, agent_with("collect_digits"), voice) as call:
        await ask(call.carrier, model)
        await press(call.carrier, "123456", 0.2)
    assert voice.said == ["Hello.", "Your PIN?"]
    assert model.asked[-1].text == "123456"


@pytest.mark.parametrize(
    ("arguments", "outcome", "why"),
    [
        ({"min_digits": 6, "max_digits": 4}, Outcome.REFUSED, "'min_digits' is 6, and 'max_digits' is less, 4."),
        ({"max_digits": 500}, Outcome.REFUSED, "Expected `int` <= 32 - at `$.max_digits`"),
        ({"min_digits": "four"}, Outcome.REFUSED, "Expected `int`, got `str` - at `$.min_digits`"),
        ({"terminator": "5"}, Outcome.REFUSED, "Invalid enum value '5'"),
        ({"timeout_s": 3600}, Outcome.REFUSED, "Expected `float` <= 60.0 - at `$.timeout_s`"),
        ({"question": " "}, Outcome.FAILED, "The caller was not asked anything"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    arguments: dict[str, object], outcome: Outcome, why: str, autojump_clock: MockClock
) -> None:
    model = asking(**arguments)
    async with call_with(model, agent_with("collect_digits")) as call:
        await ask(call.carrier, model)
        await call.carrier.wait(lambda: len(model.asked) == 3)
        await call.carrier.agent_has_spoken()
    ((_, found, result),) = model.results
    assert found is outcome
    assert why in result


async def test_a_call_that_returns_still_waits_for_them(autojump_clock: MockClock) -> None:
    """The stream broke after the question: the caller is told to go on, and the digits are still one answer."""
    model, voice = asking(), SimulatedVoice(1)
    async with open_simulated_exchange(
        agent=agent_with("collect_digits"), recognizer=SimulatedRecognizer("my PIN"), responder=model, voice=voice
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await ask(carrier, model)
            carrier.drop()
        token = await exchange.find_return(carrier.call_sid, 0)
        assert token is not None
        again = SimulatedCarrier(returned=1, token=token)
        async with calling(exchange, again):
            await again.agent_has_spoken()
            await press(again, "4321#", 0.2)
            await again.wait(lambda: len(model.asked) == 3)
            await again.agent_has_spoken()
    assert (model.asked[-1].occasion, model.asked[-1].text) == (Occasion.KEYS, "4321")
