"""A call that changes its language: who hears, who speaks, and in which words. Virtual time, modelled services."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerSession
from offhook.actors.responder.service import ResponderSession, Sentence, Written
from offhook.actors.served_call import ServedCall
from offhook.actors.settings import Settings
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.record import facts
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.facts.fact import Fact
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import OneCall, one_call
from tests.actors.tools.built_in.played_model import PlayedModel, agent_with, wants
from tests.fakes.clips import clip

GREETING = [Sentence("Hello.")]
SPANISH = """
[languages.es]
goodbye = "Adiós."
repeat = "¿Cómo?"
fillers = ["Un momento."]

[languages.xx]
"""
SET = agent_with("set_language", "hang_up", more=SPANISH)


class Ear(SimulatedRecognizer):
    """Notes the language of the session that hears each utterance."""

    def __init__(self, *knows: str, name: str = "ear", final_s: float = 0.0) -> None:
        super().__init__("book a room", final_s=final_s)
        self.name, self._knows = name, knows
        self.sessions: list[str] = []
        self.languages: list[str] = []

    def speaks(self, language: str) -> bool:
        return language in self._knows

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        self.sessions.append(call.language)
        return nullcontext(_HeardIn(self, call.language))


class _HeardIn:
    def __init__(self, ear: Ear, language: str) -> None:
        self._ear, self._language = ear, language

    def utterance(self, *about: object) -> AbstractAsyncContextManager[Ear]:
        self._ear.languages.append(self._language)
        return SimulatedRecognizer.utterance(self._ear, *about)  # type: ignore[arg-type, return-value]  # passed on


class Tongue(SimulatedVoice):
    """Notes the language of each sentence."""

    def __init__(self, *knows: str, name: str = "tongue", first_byte_s: float = 0.0) -> None:
        super().__init__(1, first_byte_s=first_byte_s)
        self.name, self._knows = name, knows
        self.languages: list[tuple[str, str]] = []

    def speaks(self, language: str) -> bool:
        return language in self._knows

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.languages.append((text, language))
        async with super().say(text, language) as sound:
            yield sound


class Model(PlayedModel):
    """Keeps the call, which tells it the language."""

    call: ServedCall | None = None

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        self.call = call
        return super().session(call)


@asynccontextmanager
async def talk(
    *replies: list[Written],
    ear: Ear | None = None,
    tongue: Tongue | None = None,
    more: Callable[[str], str] = str,
    settings: Settings | None = None,
) -> AsyncIterator[tuple[OneCall, Model, Ear, Tongue]]:
    """The greeting was heard."""
    model, ear, tongue = Model(GREETING, *replies), ear or Ear("en", "es"), tongue or Tongue("en", "es")
    async with one_call(settings, agent=more(SET), recognizer=ear, responder=model, voice=tongue) as call:
        await call.carrier.agent_has_spoken()
        yield call, model, ear, tongue


async def speak(call: OneCall) -> None:
    call.carrier.say(clip("book_a_room"))
    await call.carrier.agent_has_spoken()


async def test_from_the_sentence_after_it_all_of_the_call_is_in_that_language(autojump_clock: MockClock) -> None:
    """The words before are spoken in the language in which they were written, although they come to the voice later."""
    before = [Sentence(f"Number {each}.") for each in range(4)]
    async with talk([*before, wants("set_language", language="es")], [Sentence("Hola.")], [Sentence("Sí.")]) as parts:
        call, model, ear, tongue = parts
        await speak(call)
        assert model.call is not None
        assert model.call.language_now == "es"
        await speak(call)
    assert [language for _, language in tongue.languages] == ["en", *["en"] * 4, "es", "es"]
    assert ear.languages == ["en", "es"]
    assert model.results == [
        (
            "set_language",
            Outcome.DONE,
            "\"The call goes on in 'es': from your next sentence on, speak that language alone.\"",
        )
    ]


async def test_a_caller_may_change_back_and_forth(autojump_clock: MockClock) -> None:
    """Each language has one session for the whole call."""
    replies: list[list[Written]] = []
    for tag in ("es", "en", "es"):
        replies += [[wants("set_language", language=tag)], [Sentence(f"In {tag}.")]]
    async with talk(*replies) as (call, _, ear, tongue):
        for _ in range(3):
            await speak(call)
    assert tongue.languages[1:] == [("In es.", "es"), ("In en.", "en"), ("In es.", "es")]
    assert ear.sessions == ["en", "es"]
    assert ear.languages == ["en", "es", "en"]


@pytest.mark.parametrize(
    ("ear", "tongue", "why"),
    [
        (Ear("en"), Tongue("en", "es"), "No recognizer here hears 'es'."),
        (Ear("en", "es"), Tongue("en"), "No voice here speaks 'es'."),
    ],
)
async def test_a_language_that_nobody_has_is_refused_in_words(
    ear: Ear, tongue: Tongue, why: str, autojump_clock: MockClock
) -> None:
    """And nothing changes."""
    replies: list[list[Written]] = [[wants("set_language", language="es")], [Sentence("I cannot.")], [Sentence("Yes.")]]
    async with talk(*replies, ear=ear, tongue=tongue) as (call, model, _, _):
        await speak(call)
        ((_, outcome, result),) = model.results
        await speak(call)
    assert outcome is Outcome.FAILED
    assert why in result
    assert {language for _, language in tongue.languages} == {"en"}
    assert ear.languages == ["en", "en"]


async def test_a_language_that_the_file_does_not_name_is_refused(autojump_clock: MockClock) -> None:
    """With those that it names."""
    async with talk([wants("set_language", language="fr")], [Sentence("No.")]) as (call, model, _, _):
        await speak(call)
        ((_, outcome, result),) = model.results
    assert outcome is Outcome.REFUSED
    assert "The languages are: en, es, xx." in result


async def test_fixed_sentences_follow(autojump_clock: MockClock) -> None:
    """The filler and the goodbye of that language; where the file has none, the agent's own words."""
    settings = settings_with(floor={"filler_s": 0.3})
    replies: list[list[Written]] = [[wants("set_language", language="es")], [Sentence("Hola.")], [wants("hang_up")]]
    async with talk(*replies, settings=settings) as (call, _, ear, tongue):
        await speak(call)
        ear._final_s = 1.0  # it takes longer from now on
        await speak(call)
        await call.over.wait()
    assert tongue.languages[1:] == [("Hola.", "es"), ("Un momento.", "es"), ("Adiós.", "es")]


async def test_the_engines_own_goodbye_follows(autojump_clock: MockClock) -> None:
    """Here at the longest time of a call."""
    replies: list[list[Written]] = [[wants("set_language", language="es")], [Sentence("Hola.")]]
    async with talk(*replies, settings=settings_with(limits={"call_s": 12})) as (call, _, _, tongue):
        await speak(call)
        with trio.move_on_after(60):
            await call.over.wait()
    assert tongue.languages[-1] == ("Adiós.", "es")


def test_a_call_that_returns_keeps_its_language() -> None:
    """It stands in the journal."""
    told = [Fact("CA1", 0, 0, 1.0, facts.LanguageSet("es")), Fact("CA1", 0, 0, 2.0, facts.LanguageSet("de"))]
    assert CallSoFar(told).language == "de"
    assert CallSoFar([]).language == ""


def test_what_is_known_is_filled_in_and_the_rest_stays() -> None:
    """Of an agent's words in another language."""
    written = 'repeat = "Hm?"\n[languages.es]\ngoodbye = "Adiós, {caller|amigo}."\n'
    agent = load_agent("a.toml", f'name = "a"\n{written}').filled({"caller": "Ana"})
    spanish = agent.in_language("es")
    assert (spanish.language, spanish.goodbye, spanish.repeat) == ("es", "Adiós, Ana.", "Hm?")
    assert agent.in_language("fr") is agent
    assert "caller" in agent.asks_for


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[languages.EN]", "a.toml:2: the language 'EN' does not fit: write the language's two or three lower-case"),
        ("[languages.en]", "a.toml:2: 'en' is the agent's own language: write what it says in it at the top"),
        ("[languages]\nes = 3", "a.toml:3: languages.es is not a table"),
        ('[languages.es]\nbye = "x"', "a.toml:3: unknown key 'bye' in languages.es"),
        ('[languages.es]\ngoodbye = "{caler}"', "a.toml:3: unknown name 'caler' in languages.es.goodbye"),
        ('[languages.es]\ngoodbye = "{caller}"', "a.toml:3: languages.es.goodbye may come out empty"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, problem: str) -> None:
    """With what to write instead."""
    with pytest.raises(AgentFileError) as raised:
        load_agent("a.toml", f'name = "a"\n{text}\n')
    assert any(line.startswith(problem) for line in str(raised.value).splitlines()), str(raised.value)
