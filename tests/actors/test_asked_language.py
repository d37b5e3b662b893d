"""`language = "ask"`: the caller is asked, and the rest of the call is in that language. Virtual time."""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.agent_files import AgentFiles, read_agent
from offhook.actors.recognizer.service import RecognizerFailed, RecognizerSession
from offhook.actors.responder.service import CallerTurn, Commit, Heard, Occasion, ResponderSession, Sentence, Written
from offhook.actors.served_call import ServedCall
from offhook.actors.settings import Settings
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.asked import Asked, Begins, Happened, Keyed, SaidNothing
from offhook.engine.run.ring import Ring
from offhook.engine.run.spoken_reply import SpokenReply
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.shared_folder import SharedMemory
from offhook.simulation.world import SimulatedWorld
from tests.actors.deepgram_rig import KEY
from tests.actors.spoken_languages import Ear, Tongue
from tests.actors.tools.built_in.played_model import PlayedModel
from tests.fakes.clips import clip

ASKS = 'name = "a"\nlanguage = "ask"\nlanguages = ["en", "hi"]\ngreeting = "Harbor Hotel."\n'
GREETED = ("Harbor Hotel.", "en")
IN_HINDI = ("आप किस भाषा में बात करना चाहेंगे: अंग्रेज़ी या हिंदी?", "hi")
OFFERS = [("For English, say English or press 1.", "en"), ("हिंदी के लिए, हिंदी कहिए या 2 दबाइए।", "hi")]
WELCOME, WELCOME_IN_HINDI = "How can I help you?", "मैं आपकी क्या मदद करूँ?"
DIALOGUE = """
[dialogue]
start = "menu"

[dialogue.states.menu]
ask = "{ask}"
keys = "{keys}"

[[dialogue.states.menu.choices]]
say = ["{say}"]
key = "1"
answer = "{answer}"
go = "hang_up"
"""
ENGLISH = DIALOGUE.format(ask="Do you want a room?", keys="Press 1 for a room.", say="a room", answer="A room it is.")
HINDI = 'name = "a_hi"\nlanguage = "hi"\ngreeting = "नमस्ते, हार्बर होटल।"\n' + DIALOGUE.format(
    ask="क्या आपको कमरा चाहिए?", keys="कमरे के लिए 1 दबाइए।", say="haan", answer="कमरा पक्का।"
)


class Model(PlayedModel):
    """Greets and welcomes as language models do, and otherwise has these replies."""

    call: ServedCall | None = None

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        self.call = call
        return super().session(call)

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        if turn.occasion is Occasion.ANSWERED:
            assert self.call is not None
            assert self.call.agent_now is not None
            self._replies.insert(0, [Sentence(self.call.agent_now.greeting)])
        async with super().reply(turn, heard, commit) as parts:
            yield parts


class Call:
    """A caller who is heard to say the recognizer's texts, one after the other."""

    def __init__(self, carrier: SimulatedCarrier, model: Model, ear: Ear, tongue: Tongue) -> None:
        self.carrier, self.model, self.ear, self.tongue = carrier, model, ear, tongue
        self.over: trio.Event | None = None
        self._record: CallRecord | None = None

    @property
    def said(self) -> list[tuple[str, str]]:
        """By the agent since the greeting, with the language of the voice."""
        return self.tongue.languages[1:]

    @property
    def record(self) -> CallRecord:
        assert self._record is not None, "the call goes on"
        return self._record

    async def speaks(self, times: int = 1) -> None:
        for _ in range(times):
            self.carrier.say(clip("book_a_room"))
            await self.carrier.agent_has_spoken()

    async def presses(self, keys: str) -> None:
        self.carrier.press(keys)
        await self.carrier.agent_has_spoken()


@asynccontextmanager
async def talk(
    *hears: str,
    replies: Sequence[Sequence[Written]] = (),
    agent: str = ASKS,
    ear: Ear | None = None,
    tongue: Tongue | None = None,
    settings: Settings | None = None,
) -> AsyncIterator[Call]:
    """The greeting was heard."""
    model = Model(*replies)
    ear, tongue = ear or Ear("en", "hi", hears=hears or ("hm",)), tongue or Tongue("en", "hi")
    opening = open_simulated_exchange(settings, agent=agent, recognizer=ear, responder=model, voice=tongue)
    async with opening as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            call = Call(carrier, model, ear, tongue)
            call.over = over
            await carrier.agent_has_spoken()
            assert tongue.languages == [GREETED]
            yield call
        call._record = await record_of(exchange, carrier)


def language_of(record: CallRecord) -> str:
    assert record.over is not None, "the call is over"
    return record.over.language


async def test_a_greeting_is_answered_in_its_language_and_then_all_is_in_the_one_chosen(
    autojump_clock: MockClock,
) -> None:
    """Nobody else is asked before. The record has the language."""
    async with talk("नमस्ते", "हिंदी", "मुझे कमरा चाहिए", replies=[[Sentence("हाँ।")]]) as call:
        await call.speaks()
        assert call.model.asked == []
        assert call.said == [IN_HINDI]
        await call.speaks(2)
    assert call.said[1:] == [(WELCOME_IN_HINDI, "hi"), ("हाँ।", "hi")]
    assert [turn.text for turn in call.model.asked] == ["", "मुझे कमरा चाहिए"]
    assert call.ear.languages == ["en", "en", "hi"]
    assert language_of(call.record) == "hi"


async def test_the_first_language_may_be_chosen_too(autojump_clock: MockClock) -> None:
    """What was said to greet is not said again."""
    async with talk("hello", "English", "a room", replies=[[Sentence("Yes.")]]) as call:
        await call.speaks(3)
    question = "Which language would you like to speak: English or Hindi?"
    assert call.said == [(question, "en"), (WELCOME, "en"), ("Yes.", "en")]
    assert language_of(call.record) == "en"


@pytest.mark.parametrize(
    ("said", "tag", "passed_on"),
    [
        ("हिन्दी", "hi", ""),
        ("hindi please", "hi", ""),
        ("Can we speak Hindi?", "hi", ""),
        ("हिंदी में", "hi", ""),
        ("अंग्रेज़ी", "en", ""),
        ("angrezi", "en", ""),
        ("auf Englisch, bitte", "en", ""),
        ("en anglais s'il vous plaît", "en", ""),
        ("en inglés por favor", "en", ""),
        ("not English, Hindi", "hi", ""),
        ("अंग्रेज़ी नहीं, हिंदी", "hi", ""),
        ("Hindi, I want a room", "hi", "I want a room"),
        ("I need a room, in Hindi please", "hi", "I need a room"),
        ("हिंदी, मुझे कमरा चाहिए", "hi", "मुझे कमरा चाहिए"),
        ("मुझे एक कमरा चाहिए", "hi", "मुझे एक कमरा चाहिए"),
        ("mujhe ek kamra chahiye", "hi", "mujhe ek kamra chahiye"),
        ("I would like to have a room", "en", "I would like to have a room"),
    ],
)
async def test_who_names_a_language_or_just_speaks_it_gets_it(
    said: str, tag: str, passed_on: str, autojump_clock: MockClock
) -> None:
    """Without being asked. What stands beside the name is answered."""
    async with talk(said, replies=[[Sentence("Yes.")]] if passed_on else ()) as call:
        await call.speaks()
    assert [turn.text for turn in call.model.asked] == [passed_on]
    welcome = {"en": WELCOME, "hi": WELCOME_IN_HINDI}[tag]
    assert call.said == [("Yes." if passed_on else welcome, tag)]
    assert language_of(call.record) == tag


async def test_words_that_tell_nothing_are_answered_in_each_language(autojump_clock: MockClock) -> None:
    """Briefly, with the key of each."""
    async with talk("Priya Sharma") as call:
        await call.speaks()
        assert call.said == OFFERS
        await call.presses("2")
    assert call.said[2:] == [(WELCOME_IN_HINDI, "hi")]
    assert language_of(call.record) == "hi"


@pytest.mark.parametrize("says", ["Portuguese", "seventeen", "English or Hindi"])
async def test_who_says_nothing_of_use_is_asked_again_and_then_goes_on_in_the_first(
    says: str, autojump_clock: MockClock
) -> None:
    """The last words are answered."""
    async with talk(says, replies=[[Sentence("Yes.")]]) as call:
        await call.speaks(3)
    assert call.said == [*OFFERS, *OFFERS, ("Yes.", "en")]
    assert [turn.text for turn in call.model.asked] == [says]
    assert language_of(call.record) == "en"


async def test_who_is_silent_is_asked_and_then_welcomed_in_the_first(
    autojump_clock: MockClock,
) -> None:
    """Before the floor hangs up on a caller who stays silent. A greeting alone is followed by the whole question."""
    async with talk() as call:
        await trio.sleep(60)
    assert call.said == [*OFFERS, (WELCOME, "en"), ("Thank you for your call. Goodbye.", "en")]
    assert language_of(call.record) == "en"
    async with talk("नमस्ते") as call:
        await call.speaks()
        await trio.sleep(30)
    assert call.said[:4] == [IN_HINDI, *OFFERS, (WELCOME, "en")]


async def test_a_key_that_chooses_nothing_is_no_answer(autojump_clock: MockClock) -> None:
    """The question comes again."""
    async with talk("Priya Sharma") as call:
        await call.presses("7")
        await call.presses("2")
    assert call.said == [*OFFERS, (WELCOME_IN_HINDI, "hi")]


async def test_a_question_of_ones_own_replaces_the_usual_one(autojump_clock: MockClock) -> None:
    """In its language alone. A language that is not known here needs one, and its names."""
    agent = ASKS.replace('languages = ["en", "hi"]\n', "")
    agent += '[languages.en]\n[languages.hi]\nwhich_language = "हिंदी? 2।"\ngreeting = "स्वागत है।"\n'
    agent += '[languages.pt]\nwhich_language = "Português? 3."\nnames = ["português"]\n'
    agent += 'goodbye = "Adeus."\ngreeting = "Olá."\n'
    ear, tongue = Ear("en", "hi", "pt", hears=("hm what", "em português")), Tongue("en", "hi", "pt")
    async with talk(agent=agent, ear=ear, tongue=tongue) as call:
        await call.speaks(2)
    own = [("हिंदी?", "hi"), ("2।", "hi"), ("Português?", "pt"), ("3.", "pt")]
    assert call.said == [OFFERS[0], *own, ("Olá.", "pt")]


async def test_a_draft_sets_no_language(autojump_clock: MockClock) -> None:
    """The caller pauses after "Hindi", and goes on: "Hindi is not what I want, English please"."""
    ear = Ear("en", "hi", hears=("not Hindi, English please",))
    ear.partials, ear._streams = ["Hindi"], True
    async with talk(ear=ear) as call:
        call.carrier.say(clip("book_a_room"))
        await call.carrier.agent_has_spoken()
    assert call.said == [(WELCOME, "en")]
    assert language_of(call.record) == "en"


async def test_a_language_that_fails_is_not_set_and_the_call_goes_on(autojump_clock: MockClock) -> None:
    """In the one that it has, with what was said."""

    class Broken(Ear):
        def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
            if call.language == "hi":
                raise RecognizerFailed("no session")
            return super().session(call)

    ear = Broken("en", "hi", hears=("Hindi, I want a room", "a room"))
    async with talk(ear=ear, replies=[[Sentence("Yes.")], [Sentence("No.")]]) as call:
        await call.speaks(2)
    assert call.said == [("Yes.", "en"), ("No.", "en")]
    assert language_of(call.record) == "en"


async def test_a_chain_skips_whoever_lacks_the_language(autojump_clock: MockClock) -> None:
    """At the beginning, and when it is set; then the next one is the first."""
    ears = [Ear("en", hears=("hm what", "हिंदी"), name="one"), Ear("en", "hi", hears=("कमरा",), name="two")]
    tongues = [Tongue("en", name="one"), Tongue("en", "hi", name="two")]
    model = Model([Sentence("हाँ।")])
    opening = open_simulated_exchange(agent=ASKS, recognizer=ears, responder=model, voice=tongues)
    async with opening as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for _ in range(3):
                carrier.say(clip("book_a_room"))
                await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert [ear.languages for ear in ears] == [["en", "en"], ["hi"]]
    assert tongues[0].languages == [GREETED, OFFERS[0]]
    assert tongues[1].languages == [OFFERS[1], (WELCOME_IN_HINDI, "hi"), ("हाँ।", "hi")]
    assert record.over is not None
    assert record.over.faults == {}


# Dialogues.


def files_in(folder: Path, *, of_each: bool = False) -> AgentFiles:
    """An agent with a dialogue in English, and a file with one in Hindi; or with a file `of_each`."""
    top = ASKS.replace('languages = ["en", "hi"]\n', "")
    (folder / "a.hi.toml").write_text(HINDI)
    (folder / "a.en.toml").write_text(f'name = "a_en"\ngreeting = "Hello, Harbor Hotel."\n{ENGLISH}')
    en = '"a.en.toml"' if of_each else "{}"
    languages = f'[languages]\nen = {en}\nhi = "a.hi.toml"\n'
    (folder / "a.toml").write_text(f"{top}{languages}{'' if of_each else ENGLISH}")
    return AgentFiles(read_agent(str(folder / "a.toml"), SimulatedWorld(0)))


@asynccontextmanager
async def dialogue(folder: Path, ear: Ear, *, of_each: bool = False) -> AsyncIterator[Call]:
    """The greeting was heard."""
    settings, tongue = settings_with(responder={"chain": ["dialogue"]}), Tongue("en", "hi")
    opening = open_simulated_exchange(settings, agents=files_in(folder, of_each=of_each), recognizer=ear, voice=tongue)
    async with opening as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            call = Call(carrier, Model(), ear, tongue)
            call.over = over
            await carrier.agent_has_spoken()
            yield call
        call._record = await record_of(exchange, carrier)


async def test_the_dialogue_goes_on_in_the_file_of_the_language(tmp_path: Path, autojump_clock: MockClock) -> None:
    """From its greeting to its end, with its goodbye."""
    async with dialogue(tmp_path, Ear("en", "hi", hears=("नमस्ते", "हिंदी", "haan"))) as call:
        await call.speaks(3)
        assert call.over is not None
        await call.over.wait()
    asked = [("नमस्ते, हार्बर होटल।", "hi"), ("क्या आपको कमरा चाहिए?", "hi")]
    assert call.said[:4] == [IN_HINDI, *asked, ("कमरा पक्का।", "hi")]
    assert {language for _, language in call.said} == {"hi"}


async def test_the_first_languages_dialogue_greets_once(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Its first question follows the choice, and words beside the name answer it."""
    async with dialogue(tmp_path, Ear("en", "hi", hears=("English",))) as call:
        await call.speaks()
    assert call.said == [("Do you want a room?", "en")]
    async with dialogue(tmp_path, Ear("en", "hi", hears=("English, a room",))) as call:
        await call.speaks()
    assert call.said[0] == ("A room it is.", "en")


async def test_an_agent_may_be_nothing_but_the_files_of_its_languages(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """Each greets when it is chosen."""
    greetings = {"English": ("Hello, Harbor Hotel.", "en"), "हिंदी": ("नमस्ते, हार्बर होटल।", "hi")}
    for says, greeting in greetings.items():
        async with dialogue(tmp_path, Ear("en", "hi", hears=(says,)), of_each=True) as call:
            await call.speaks()
        assert call.said[0] == greeting
        assert len(call.said) == 2


async def test_a_language_that_no_recognizer_hears_goes_by_keys(tmp_path: Path, autojump_clock: MockClock) -> None:
    """It is offered by its key alone, and whoever speaks is asked for a key."""
    async with dialogue(tmp_path, Ear("en", hears=("um what", "book a room"))) as call:
        await call.speaks()
        assert call.said == [OFFERS[0], ("हिंदी के लिए 2 दबाइए।", "hi")]
        await call.presses("2")
        await call.speaks(2)
        assert ("कमरे के लिए एक दबाइए।", "hi") in call.said[4:]
        await call.presses("1")
    assert ("कमरा पक्का।", "hi") in call.said
    assert {language for _, language in call.said[1:]} == {"hi"}
    assert call.ear.languages == ["en"]
    assert language_of(call.record) == "hi"


async def test_words_that_fit_the_dialogue_are_listened_for_until_it_is_asked(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """By a recognizer that hears phrases only: beside the names of the languages, and greetings."""
    ear = Ear("en", "hi", hears=("um what", "हिंदी", "haan"))
    async with dialogue(tmp_path, ear) as call:
        await call.speaks(2)
    before, after = (each.phrases for each in ear.expected)
    assert {"a room [please]", "[in] hindi [please]", "hello"} <= {*before}
    assert "a room [please]" not in after


# The same call elsewhere.


async def test_the_choice_and_the_question_outlive_a_stream(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Each worker knows how often was asked, and which one was chosen."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    ears = [Ear("en", "hi", hears=each) for each in (("seventeen",), ("seventeen", "हिंदी"), ("कमरा",))]
    tongues = [Tongue("en", "hi") for _ in ears]
    async with AsyncExitStack() as stack:
        workers = []
        for seed, (ear, tongue) in enumerate(zip(ears, tongues, strict=True)):
            model = Model([Sentence("हाँ।")])
            opening = open_simulated_exchange(
                settings, seed=seed, agent=ASKS, recognizer=ear, responder=model, voice=tongue, shared_memory=memory
            )
            workers.append(await stack.enter_async_context(opening))
        carrier = SimulatedCarrier()
        for number, worker in enumerate(workers):
            if number:
                token = await worker.find_return(carrier.call_sid, number - 1)
                assert token is not None
                carrier = SimulatedCarrier(returned=number, token=token)
            async with calling(worker, carrier):
                await carrier.agent_has_spoken()
                for _ in range(2 if number == 1 else 1):
                    carrier.say(clip("book_a_room"))
                    await carrier.agent_has_spoken()
                carrier.drop()
    assert tongues[0].languages == [GREETED, *OFFERS]
    assert tongues[1].languages[-3:] == [*OFFERS, (WELCOME_IN_HINDI, "hi")]
    assert tongues[2].languages[-1] == ("हाँ।", "hi")
    assert ears[2].languages == ["hi"]


async def test_a_recorded_call_asks_too(autojump_clock: MockClock) -> None:
    """Each request of the carrier knows what the ones before have settled."""
    tongue = Tongue("en", "hi")
    async with open_simulated_exchange(
        agent=ASKS, recognizer=Ear("en", "hi"), responder=Model([Sentence("हाँ।")]), voice=tongue
    ) as exchange:
        replies = []
        requests: list[Happened] = [Begins(), SaidNothing(), Keyed("2"), Keyed("5")]
        for number, happened in enumerate(requests):
            asked = Asked(Ring("CA7", "made up", "+15550100"), number, 0, happened)
            replies.append(await exchange.recorded_calls.answer(asked))
    assert tongue.languages == [GREETED, *OFFERS, (WELCOME_IN_HINDI, "hi"), ("हाँ।", "hi")]
    assert [reply.language for reply in replies if isinstance(reply, SpokenReply)] == ["en", "en", "hi", "hi"]


async def test_the_recognizer_is_asked_for_it_on_the_wire(autojump_clock: MockClock) -> None:
    """Deepgram's connection for Hindi is opened when that is chosen."""
    fake = FakeDeepgram(key=KEY, words="मुझे कमरा चाहिए", texts=deque(["नमस्ते", "हिंदी"]))
    deepgram = {"chain": ["deepgram"], "deepgram": {"api_key": KEY, "base_url": "http://box.local/v1"}}
    async with (
        in_memory(fake.server.serve) as (memory, transport),
        open_simulated_exchange(
            settings_with(recognizer=deepgram, floor={"filler_s": 0}),
            agent=ASKS,
            responder=(model := Model([Sentence("हाँ।")])),
            voice=(tongue := Tongue("en", "hi")),
            transport=transport,
            open_stream=memory.open_stream,
        ) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for _ in range(3):
                carrier.say(clip("book_a_room"))
                await carrier.agent_has_spoken()
        await record_of(exchange, carrier)
    assert tongue.languages[1:] == [IN_HINDI, (WELCOME_IN_HINDI, "hi"), ("हाँ।", "hi")]
    assert [turn.text for turn in model.asked][1:] == ["मुझे कमरा चाहिए"]
    assert [parse_qs(peer.path)["language"] for peer in fake.server.peers] == [["multi"], ["hi"]]
