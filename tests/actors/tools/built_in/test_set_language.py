"""A call that changes its language: who hears, who speaks, and in which words. Virtual time, modelled services."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import ResponderSession, Sentence, Written
from offhook.actors.served_call import ServedCall
from offhook.actors.settings import Settings
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.run.asked import Asked, Begins, Happened, Keyed
from offhook.engine.run.ring import Ring
from offhook.engine.run.spoken_reply import SpokenReply
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio, form_of
from offhook.simulation.services import SimulatedResponder
from offhook.simulation.shared_folder import SharedMemory
from tests.actors.one_call import OneCall, one_call
from tests.actors.openai_audio_rig import KEY, URL
from tests.actors.spoken_languages import Ear, Tongue
from tests.actors.tools.built_in.played_model import PlayedModel, agent_with, wants
from tests.fakes.clips import clip

GREETING = [Sentence("Hello.")]
SPANISH = """
[languages.es]
goodbye = "Adiós."
repeat = "¿Cómo?"
fillers = ["Un momento."]

[languages.sv]
"""
SET = agent_with("set_language", "hang_up", more=SPANISH)


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
    assert "The languages are: en, es, sv." in result


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


async def test_a_call_that_returns_to_another_worker_keeps_its_language(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """It stands in the journal. A worker that has nobody for it goes on in the agent's own."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    model = Model(GREETING, [wants("set_language", language="es")], [Sentence("Hola.")])
    tongues = [Tongue("en", "es"), Tongue("en", "es"), Tongue("en")]
    async with AsyncExitStack() as stack:
        workers = []
        for seed, tongue in enumerate(tongues):
            opening = open_simulated_exchange(
                settings,
                seed=seed,
                agent=SET,
                recognizer=Ear("en", "es"),
                responder=model if not seed else SimulatedResponder(Sentence("Sí.")),
                voice=tongue,
                shared_memory=memory,
            )
            workers.append(await stack.enter_async_context(opening))
        carrier = SimulatedCarrier()
        async with calling(workers[0], carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.agent_has_spoken()
            carrier.drop()
        for number, next_one in enumerate(workers[1:]):
            token = await next_one.find_return(carrier.call_sid, number)
            assert token is not None
            carrier = SimulatedCarrier(returned=number + 1, token=token)
            async with calling(next_one, carrier):
                carrier.say(clip("book_a_room"))
                await carrier.agent_has_spoken()
                carrier.drop()
    assert tongues[0].languages[-1] == ("Hola.", "es")
    assert {language for _, language in tongues[1].languages} == {"es"}
    assert {language for _, language in tongues[2].languages} == {"en"}


async def test_a_recorded_call_goes_on_in_the_language(autojump_clock: MockClock) -> None:
    """In the same answer, and in the next request, where what the carrier says itself is in it too."""
    model = Model(GREETING, [wants("set_language", language="es")], [Sentence("Hola.")], [Sentence("Sí.")])
    tongue = Tongue("en", "es")
    async with open_simulated_exchange(
        agent=SET, recognizer=Ear("en", "es"), responder=model, voice=tongue
    ) as exchange:
        replies = []
        requests: list[Happened] = [Begins(), Keyed("1"), Keyed("2")]
        for number, happened in enumerate(requests):
            asked = Asked(Ring("CA7", "made up", "+15550100"), number, 0, happened)
            replies.append(await exchange.recorded_calls.answer(asked))
    assert tongue.languages == [("Hello.", "en"), ("Hola.", "es"), ("Sí.", "es")]
    assert [reply.language for reply in replies if isinstance(reply, SpokenReply)] == ["en", "es", "es"]


async def test_the_recognizer_is_asked_for_it_on_the_wire(autojump_clock: MockClock) -> None:
    """OpenAI's transcription gets the tag with the next utterance."""
    fake = FakeOpenAiAudio(key=KEY, words="español, por favor", speech_s=0.5)
    replies: list[list[Written]] = [[wants("set_language", language="es")], [Sentence("Hola.")], [Sentence("Sí.")]]
    openai = {"chain": ["openai"], "openai": {"api_key": KEY, "base_url": URL}}
    async with (
        in_memory(fake.server.serve) as (_, transport),
        open_simulated_exchange(
            settings_with(recognizer=openai, floor={"filler_s": 0}),
            agent=SET,
            responder=Model(GREETING, *replies),
            voice=Tongue("en", "es"),
            transport=transport,
        ) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for _ in range(2):
                carrier.say(clip("book_a_room"))
                await carrier.agent_has_spoken()
        await record_of(exchange, carrier)
    asked = [form_of(each)["language"] for each in fake.requests if each.path == "/v1/audio/transcriptions"]
    assert (asked[0], asked[-1]) == (b"en", b"es")


def test_what_is_known_is_filled_in_and_the_rest_stays() -> None:
    """Of an agent's words in another language."""
    written = 'repeat = "Hm?"\n[languages.es]\ngoodbye = "Adiós, {caller|amigo}."\n'
    agent = load_agent("a.toml", f'name = "a"\n{written}').filled({"caller": "Ana"})
    spanish = agent.in_language("es")
    assert (spanish.language, spanish.goodbye, spanish.repeat) == ("es", "Adiós, Ana.", "Perdone, ¿puede repetirlo?")
    assert agent.in_language("fr") is agent
    assert "caller" in agent.asks_for


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[languages.EN]", "a.toml:2: the language 'EN' does not fit: write \"en\""),
        (
            "[languages.spanish]",
            "a.toml:2: the language 'spanish' does not fit: write the language's two or three lower-case",
        ),
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
