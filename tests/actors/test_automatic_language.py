"""`language = "auto"`: the call goes on in the language that the caller speaks. Virtual time."""

from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from trio.testing import MockClock

from offhook.actors.agent_files import AgentFiles, read_agent
from offhook.actors.recognizer.service import Transcript
from offhook.actors.responder.service import Sentence
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.assemblyai import FakeAssemblyAi
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio, form_of
from offhook.simulation.world import SimulatedWorld
from tests.actors.assemblyai_rig import KEY as ASSEMBLYAI_KEY
from tests.actors.deepgram_rig import KEY as DEEPGRAM_KEY
from tests.actors.openai_audio_rig import KEY as OPENAI_KEY
from tests.actors.openai_audio_rig import URL
from tests.actors.spoken_languages import Ear, Tongue
from tests.actors.tools.built_in.played_model import PlayedModel
from tests.fakes.clips import clip

TAGS = ("en", "hi", "es", "de")
AUTO = f'name = "a"\nlanguage = "auto"\nlanguages = {list(TAGS)}\ngreeting = "Hello."\n'.replace("'", '"')
ENGLISH, HINDI = "I would like a room", "मुझे एक कमरा चाहिए"
SPANISH, GERMAN = "quiero una habitación para mañana", "ich hätte gern ein Zimmer"


class Said:
    """What was said, and in which language."""

    def __init__(self, model: PlayedModel, ear: Ear, tongue: Tongue) -> None:
        self.model, self.ear, self.tongue = model, ear, tongue
        self.carrier = SimulatedCarrier()

    @property
    def languages(self) -> str:
        """Of each reply, behind the greeting."""
        return " ".join(language for _, language in self.tongue.languages[1:])

    async def speaks(self, times: int = 1) -> None:
        for _ in range(times):
            self.carrier.say(clip("book_a_room"))
            await self.carrier.agent_has_spoken()


@asynccontextmanager
async def talk(*hears: str | Transcript, tongue: Tongue | None = None, ear: Ear | None = None) -> AsyncIterator[Said]:
    """The greeting was heard; each turn has a reply."""
    replies = [[Sentence("So.")] for _ in range(20)]
    said = Said(PlayedModel([Sentence("Hello.")], *replies), ear or Ear(*TAGS, hears=hears), tongue or Tongue(*TAGS))
    opening = open_simulated_exchange(
        settings_with(floor={"filler_s": 0}), agent=AUTO, recognizer=said.ear, responder=said.model, voice=said.tongue
    )
    async with opening as exchange:
        async with calling(exchange, said.carrier):
            await said.carrier.agent_has_spoken()
            yield said
        await record_of(exchange, said.carrier)


@pytest.mark.parametrize(
    ("hears", "spoken"),
    [
        ((ENGLISH, HINDI, HINDI, ENGLISH), "en hi hi en"),
        ((SPANISH, GERMAN, "nada", "Zimmer"), "es de de de"),
        (("okay", "Priya Sharma", "hola", "yes"), "en en en en"),
        ((HINDI, "okay", "ok yes", HINDI), "hi hi hi hi"),
        (("sí", "gracias"), "en es"),
        (("sí", "okay", "gracias"), "en en en"),
        (("हाँ", "नहीं", "हाँ"), "en hi hi"),
        (("en español por favor", "deutsch bitte"), "es de"),
        (("mujhe kamra chahiye kal ke liye",), "hi"),
        (("je voudrais réserver une chambre",), "en"),
    ],
)
async def test_a_reply_is_in_the_language_of_the_callers_words(
    hears: tuple[str, ...], spoken: str, autojump_clock: MockClock
) -> None:
    """Not by one word, unless the turn before was in it too; and never in a language that the file does not have."""
    async with talk(*hears) as said:
        await said.speaks(len(hears))
    assert said.languages == spoken
    assert [turn.text for turn in said.model.asked[1:]] == list(hears)


ODD_WORDS = {
    "right to left, which no language of the agent is": (("שלום, אני רוצה חדר", "أريد غرفة من فضلك"), "en en"),
    "signs that turn the direction, around words": (
        ("\u202equiero una habitación\u202c para mañana", "\u200f"),
        "es es",
    ),
    "decomposed letters": (("quiero una habitacio\u0301n para man\u0303ana", "ich ho\u0308re Sie nicht"), "es de"),
    "a nukta of its own": (("मुझे कमरा चाहि\u090f, अंग्रेज\u093cी नहीं",), "hi"),
    "digits of other scripts": (("٤٢ ٧١", "४२७१", "４２", "मुझे ४ कमरे चाहिए"), "en en en hi"),
    "letters that only look alike": (
        ("rооm hоtеl", "कमराroom", "Ｉ ｗａｎｔ ａ ｒｏｏｍ"),
        "en en en",
    ),
    "another language in mid-sentence": (("I want a room मुझे कल के लिए एक कमरा चाहिए", "okay gracias"), "hi hi"),
    "and back again": (("quiero una habitación, no wait, I would like to have two rooms please",), "en"),
    "half a character, and none at all": (("\u0301", "\u200d\u200d", "…"), "en en en"),
}


@pytest.mark.parametrize(("hears", "spoken"), ODD_WORDS.values(), ids=ODD_WORDS)
async def test_odd_words_leave_the_call_in_its_language_or_set_the_one_that_most_are_in(
    hears: tuple[str, ...], spoken: str, autojump_clock: MockClock
) -> None:
    """Each is answered, and the call goes on."""
    async with talk(*hears) as said:
        await said.speaks(len(hears))
    assert said.languages == spoken


async def test_what_the_recognizer_tells_counts_more_than_the_words(autojump_clock: MockClock) -> None:
    """A tag, or a name in English; a language that nobody has changes nothing, and then the words tell."""
    words = "una dos tres cuatro"
    told = [Transcript(words, 0.9, language=each) for each in ("de", "spanish", "fi", "en-GB")]
    told.append(Transcript(GERMAN, 0.9, language="fi"))
    async with talk(*told) as said:
        await said.speaks(len(told))
    assert said.languages == "de es es en de"


async def test_every_recognizer_is_told_among_which_languages(autojump_clock: MockClock) -> None:
    """Also when one is set, because the caller may change it again."""
    ear = Ear(*TAGS, hears=(HINDI, ENGLISH))
    async with talk(ear=ear) as said:
        await said.speaks(2)
    assert ear.among == [TAGS, TAGS]
    assert ear.sessions == ["en", "hi"]


async def test_a_reply_that_is_interrupted_in_another_language_ends_in_its_own(autojump_clock: MockClock) -> None:
    """No sentence of it is spoken in the new one, and the answer is."""
    model = PlayedModel([Sentence("Hello.")], [Sentence(f"Number {each}.") for each in range(4)], [Sentence("हाँ।")])
    ear, tongue = Ear(*TAGS, hears=(ENGLISH, HINDI)), Tongue(*TAGS)
    async with open_simulated_exchange(agent=AUTO, recognizer=ear, responder=model, voice=tongue) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: ("Number one.", "en") in tongue.languages)
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: ("हाँ।", "hi") in tongue.languages)
            await carrier.agent_has_spoken()
        await record_of(exchange, carrier)
    *before, last = tongue.languages[1:]
    assert {language for _, language in before} == {"en"}
    assert last == ("हाँ।", "hi")


async def test_deepgram_tells_the_language_of_its_words(autojump_clock: MockClock) -> None:
    """One connection for several languages, which the second one goes on with."""
    fake = FakeDeepgram(key=DEEPGRAM_KEY, texts=deque(["una dos tres cuatro"]), words="okay okay okay")
    fake.language_of = lambda word: "en" if word == "okay" else "es"
    deepgram = {"chain": ["deepgram"], "deepgram": {"api_key": DEEPGRAM_KEY, "base_url": "http://box.local/v1"}}
    tongue = await a_call_over(deepgram, fake)
    assert [language for _, language in tongue.languages] == ["en", "es", "en"]
    assert {parse_qs(peer.path)["language"][0] for peer in fake.server.peers} == {"multi"}


async def test_assemblyai_tells_the_language_of_its_turns(autojump_clock: MockClock) -> None:
    """Its model for several languages is asked to; it has no Hindi."""
    fake = FakeAssemblyAi(key=ASSEMBLYAI_KEY, texts=deque(["una dos tres cuatro"]), words="okay okay okay")
    fake.language_of = lambda text: "en" if text.startswith("okay") else "es"
    assemblyai = {"chain": ["assemblyai"], "assemblyai": {"api_key": ASSEMBLYAI_KEY, "base_url": "http://box.local"}}
    tongue = await a_call_over(assemblyai, fake, AUTO.replace('"hi", ', ""))
    assert [language for _, language in tongue.languages] == ["en", "es", "en"]
    asked = [parse_qs(urlsplit(peer.path).query) for peer in fake.server.peers]
    assert {each["speech_model"][0] for each in asked} == {"universal-streaming-multilingual"}
    assert {each["language_detection"][0] for each in asked} == {"true"}


@pytest.mark.parametrize("streams", [True, False])
async def test_openai_is_asked_for_no_language_and_tells_it(streams: bool, autojump_clock: MockClock) -> None:
    """Where the model does; with a name or a tag."""
    fake = FakeOpenAiAudio(key=OPENAI_KEY, texts=deque(["una dos tres cuatro"]), words="okay okay okay")
    fake.streams, fake.language_of = streams, lambda text: "english" if text.startswith("okay") else "es"
    openai = {"chain": ["openai"], "openai": {"api_key": OPENAI_KEY, "base_url": URL}}
    tongue = await a_call_over(openai, fake)
    assert [language for _, language in tongue.languages] == ["en", "es", "en"]
    asked = [form_of(each) for each in fake.requests if each.path == "/v1/audio/transcriptions"]
    assert all("language" not in form for form in asked)


async def a_call_over(
    recognizer: Mapping[str, object], fake: FakeDeepgram | FakeAssemblyAi | FakeOpenAiAudio, agent: str = AUTO
) -> Tongue:
    """Two turns."""
    tongue = Tongue(*TAGS)
    async with (
        in_memory(fake.server.serve) as (memory, transport),
        open_simulated_exchange(
            settings_with(recognizer=recognizer, responder={"max_drafts": 0}, floor={"filler_s": 0}),
            agent=agent,
            responder=PlayedModel([Sentence("Hello.")], [Sentence("Sí.")], [Sentence("Yes.")]),
            voice=tongue,
            transport=transport,
            open_stream=memory.open_stream,
        ) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for _ in range(2):
                carrier.say(clip("book_a_room"))
                await carrier.agent_has_spoken()
        await record_of(exchange, carrier)
    return tongue


STATES = """
[dialogue]
start = "kind"

[dialogue.slots.kind]
type = "one_of"
options = {kinds}

[dialogue.slots.count]
type = "one_of"
options = {counts}

[dialogue.states.kind]
ask = "{kind}?"
keys = "{kind}"
slot = "kind"
go = "count"

[dialogue.states.count]
ask = "{count}?"
keys = "{count}"
slot = "count"
go = "done"

[dialogue.states.done]
ask = "{{kind}} {{count}}. So."
go = "hang_up"
"""


async def test_a_dialogue_goes_on_where_it_was_in_the_other_language(tmp_path: Path, autojump_clock: MockClock) -> None:
    """With its answers: an option is the one at the same place. Whoever names a language alone is asked again in it."""
    english = STATES.format(kinds='["single", "double"]', counts='["one", "two"]', kind="Which room", count="How many")
    hindi = STATES.format(kinds='["एकल", "दोहरा"]', counts='["एक", "दो"]', kind="कौन सा कमरा", count="कितने")
    named = AUTO.replace(f"languages = {list(TAGS)}".replace("'", '"'), "")
    (tmp_path / "b.toml").write_text(f'name = "b"\nlanguage = "hi"\n{hindi}')
    (tmp_path / "a.toml").write_text(f'{named}[languages]\nen = {{}}\nhi = "b.toml"\n{english}')
    agents = AgentFiles(read_agent(str(tmp_path / "a.toml"), SimulatedWorld(0)))
    ear, tongue = Ear("en", "hi", hears=("double", "हिंदी में बात कीजिए")), Tongue("en", "hi")
    settings = settings_with(responder={"chain": ["dialogue"]}, floor={"filler_s": 0})
    async with open_simulated_exchange(settings, agents=agents, recognizer=ear, voice=tongue) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for _ in range(2):
                carrier.say(clip("book_a_room"))
                await carrier.agent_has_spoken()
            carrier.press("2")
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert tongue.languages[:3] == [("Hello.", "en"), ("Which room?", "en"), ("How many?", "en")]
    assert ("कितने?", "hi") in tongue.languages
    assert ("दोहरा दो.", "hi") in tongue.languages
    assert record.over is not None
    assert record.over.collected is not None
    assert record.over.collected.slots == {"kind": "दोहरा", "count": "दो"}
