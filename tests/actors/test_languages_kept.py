"""Whatever is said is said in the language in which it was written, however late, and whoever says it. Virtual time."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import CallerTurn, Commit, Heard, Sentence, Written
from offhook.actors.served_call import ServedCall
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import VoiceSession
from offhook.engine.run.asked import Asked, Begins
from offhook.engine.run.ring import Ring
from offhook.engine.run.spoken_reply import SpokenReply
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import GOODBYE, calling, open_simulated_exchange, settings_with
from tests.actors.one_call import OneCall, one_call
from tests.actors.spoken_languages import Ear, Tongue
from tests.actors.tools.built_in.played_model import PlayedModel, agent_with, wants, wants_all
from tests.fakes.clips import clip

GREETING = [Sentence("Hello.")]
OPENS_S, THINKS_S = 0.4, 2.0
SPANISH = '[languages.es]\ngoodbye = "Adiós."\nfillers = ["Un momento."]\n'
DESK = '[transfers.desk]\nto = "+15550199"\n'
DIALOGUE = """
[[answers]]
language = "hi"
ask = ["कमरा कितने का है?"]
answer = "कमरा सस्ता है।"

[dialogue]
start = "menu"

[dialogue.states.menu]
ask = "Do you want a room?"
keys = "Press 1 for a room."

[[dialogue.states.menu.choices]]
say = ["a room"]
key = "1"
go = "hang_up"
"""


class SlowTongue(Tongue):
    """It takes a while until it speaks Spanish."""

    crashes_at = ""
    """The first time that it is to say this, it crashes the speaker, when Spanish is there."""
    is_opening = False

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        if call.language == "es":
            self.is_opening = True
            await trio.sleep(OPENS_S)
        async with super().session(call) as session:
            yield session

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        async with super().say(text, language) as sound:
            if text == self.crashes_at and [said for said, _ in self.languages].count(text) == 1:
                await trio.sleep(OPENS_S)
                raise RuntimeError("a planted bug")
            yield sound


class Thoughtful(PlayedModel):
    """Takes its time between its sentences."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        async with super().reply(turn, heard, commit) as parts, aclosing(_slowly(parts)) as slowly:
            yield slowly


async def _slowly(parts: AsyncIterator[Written]) -> AsyncGenerator[Written]:  # noqa: ASYNC900  # `reply` closes it
    is_first = True
    async for part in parts:
        await trio.sleep(0 if is_first else THINKS_S)
        is_first = False
        yield part


@asynccontextmanager
async def talk(
    *replies: Sequence[Written],
    tools: Sequence[str] = (),
    more: str = "",
    model: type[PlayedModel] = PlayedModel,
    ear: Ear | None = None,
    tongue: Tongue | None = None,
    settings: Settings | None = None,
) -> AsyncIterator[tuple[OneCall, Tongue]]:
    """The greeting was heard, and the caller has spoken."""
    tongue = tongue or SlowTongue("en", "es")
    agent = agent_with("set_language", *tools, more=f"{more}{SPANISH}")
    opening = one_call(
        settings, agent=agent, recognizer=ear or Ear("en", "es"), responder=model(GREETING, *replies), voice=tongue
    )
    async with opening as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        yield call, tongue


async def test_the_language_that_a_model_was_asked_in(autojump_clock: MockClock) -> None:
    """Another one is set while it writes: the caller has pressed a key while a tool was setting it."""
    replies: list[list[Written]] = [
        [Sentence("Spanish."), wants("set_language", language="es")],
        [Sentence("One."), Sentence("Two.")],
        [Sentence("Tres.")],
    ]
    settings = settings_with(floor={"filler_s": 0})
    async with talk(*replies, model=Thoughtful, settings=settings) as (call, tongue):
        await call.carrier.wait(lambda: "Spanish." in tongue.said)
        await trio.sleep(THINKS_S + OPENS_S / 2)
        call.carrier.press("5")
        await call.carrier.wait(lambda: "Two." in tongue.said)
        await call.carrier.agent_has_spoken()
        call.carrier.press("5")
        await call.carrier.agent_has_spoken()
    assert tongue.languages[2:] == [("One.", "en"), ("Two.", "en"), ("Tres.", "es")]


async def test_a_filler(autojump_clock: MockClock) -> None:
    """The speaker crashes at it, and says it once more, when another language is set."""
    replies: list[list[Written]] = [[wants("set_language", language="es")], [Sentence("Hola.")]]
    settings, tongue = settings_with(floor={"filler_s": 0.3}), SlowTongue("en", "es")
    tongue.crashes_at = "Wait."
    agent = agent_with("set_language", more=SPANISH).replace("fillers = []", 'fillers = ["Wait."]')
    model = PlayedModel(GREETING, *replies)
    async with one_call(settings, agent=agent, recognizer=Ear("en", "es"), responder=model, voice=tongue) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: "Hola." in tongue.said)
    assert tongue.languages[1:] == [("Wait.", "en"), ("Wait.", "en"), ("Hola.", "es")]


@pytest.mark.parametrize("first", ["hang_up", "set_language"])
async def test_a_goodbye(first: str, autojump_clock: MockClock) -> None:
    """A model hangs up and sets the language at one time: the goodbye is in the one that the call had then."""
    both: list[tuple[str, dict[str, object]]] = [("hang_up", {}), ("set_language", {"language": "es"})]
    wanted = wants_all(*sorted(both, key=lambda each: each[0] != first))
    async with talk([wanted], tools=["hang_up"]) as (call, tongue):
        await call.over.wait()
    assert tongue.languages[1:] == [(GOODBYE, "en") if first == "hang_up" else ("Adiós.", "es")]


async def test_the_filler_before_the_caller_is_put_through(autojump_clock: MockClock) -> None:
    """It is that of the call's language, and not of the agent's own."""
    replies: list[list[Written]] = [[wants("set_language", language="es")], [wants("transfer", place="desk")]]
    async with talk(*replies, tools=["transfer"], more=DESK, tongue=Tongue("en", "es")) as (call, tongue):
        await call.over.wait()
    assert tongue.languages[1:] == [("Un momento.", "es")]


async def test_digits_are_understood_in_the_language_of_the_call(autojump_clock: MockClock) -> None:
    """Also where they were asked for just before it was set."""
    digits: dict[str, object] = {"question": "Which?", "min_digits": 1, "max_digits": 3}
    ear = Ear("en", "es")
    wanted = wants_all(("collect_digits", digits), ("set_language", {"language": "es"}))
    async with talk([wanted], tools=["collect_digits"], ear=ear) as (call, _):
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.agent_has_spoken()
    assert [expected.language for expected in ear.expected] == ["en", "es"]


async def test_an_answer_of_the_file_beside_a_dialogue_in_another_language(autojump_clock: MockClock) -> None:
    """Nobody has written the dialogue in Hindi, so it goes on in English."""
    agent = f'name = "a"\nlanguage = "ask"\nlanguages = ["en", "hi"]\ngreeting = "Hello."\n{DIALOGUE}'
    ear, tongue = Ear("en", "hi", hears=("हिंदी", "कमरा कितने का है")), Tongue("en", "hi")
    settings = settings_with(responder={"chain": ["dialogue", "scripted"]})
    async with one_call(settings, agent=agent, recognizer=ear, voice=tongue) as call:
        await call.carrier.agent_has_spoken()
        for _ in range(2):
            call.carrier.say(clip("book_a_room"))
            await call.carrier.agent_has_spoken()
    assert tongue.languages[-2:] == [("कमरा सस्ता है।", "hi"), ("Do you want a room?", "en")]


async def test_the_rest_of_a_question_that_a_stream_broke_off(autojump_clock: MockClock) -> None:
    """The carrier records the caller from then on. Nobody has begun the voice of the other language there."""
    agent = 'name = "a"\nlanguage = "ask"\nlanguages = ["en", "hi"]\ngreeting = "Hello."\n'
    tongues = [Tongue("en", "hi"), Tongue("en", "hi")]
    opening = open_simulated_exchange(agent=agent, recognizer=Ear("en", "hi", hears=("um what",)), voice=tongues[0])
    async with opening as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(tongues[0].said) == 3)
            carrier.drop()
        tongues[0].languages.clear()
        ring = Ring(carrier.call_sid, "made up", "+15550100")
        reply = await exchange.recorded_calls.answer(Asked(ring, 0, 0, Begins()))
    assert isinstance(reply, SpokenReply)
    assert tongues[0].languages[-1][1] == "hi"


async def test_a_call_that_ends_while_a_language_is_being_set(autojump_clock: MockClock) -> None:
    """It does not wait for the voice, and nobody is left behind with it."""
    tongue = SlowTongue("en", "es")
    async with talk([wants("set_language", language="es")], tongue=tongue) as (call, _):
        await call.carrier.wait(lambda: tongue.is_opening)
        call.carrier.drop()
        with trio.fail_after(2):
            await call.over.wait()
    assert call.record.over is not None
    assert call.record.over.language == ""
