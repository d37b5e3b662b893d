"""What a call has used of its services, in its record, and a limit that ends it. Calls over the real wire format.

Modelled services, and the real client of a language model over a fake in memory. Virtual time.
"""

import math
from collections.abc import Mapping, Sequence

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence
from offhook.actors.settings import Settings
from offhook.actors.speaker.cached_voice import CachedVoice
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.engine.decide.costs import Cost, Used
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallOver, CallRecord
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.record.facts import Fact
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import (
    AGENT,
    GOODBYE,
    GREETING,
    calling,
    open_simulated_exchange,
    record_of,
    settings_with,
)
from offhook.simulation.failing_services import WORD_S, Ear, WordByWord
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, Answer, refused
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import OneCall, one_call

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

VOICE, RECOGNIZER, RESPONDER = (
    f"{role}.simulated {kind}"
    for role, kind in (("speaker", "voice"), ("recognizer", "recognizer"), ("responder", "responder"))
)
ANSWER = "A room is fifty."
LONG = ("The first of three.", "The second sentence.", "And the third one.")


CENT_A_CHARACTER = {"simulated voice": {"million_characters": 10_000}}
TOKENS = {"openai": {"million_input_tokens": 1000, "million_cached_tokens": 100, "million_output_tokens": 4000}}


def priced(**sections: Mapping[str, object]) -> Settings:
    """A modelled voice and a language model have prices."""
    prices = {"currency": "EUR", "speaker": CENT_A_CHARACTER, "responder": TOKENS}
    return settings_with(vad={"adaptive": False}, floor={"filler_s": 0}, prices=prices, **sections)


def over(call: OneCall | CallRecord) -> CallOver:
    record = call if isinstance(call, CallRecord) else call.record
    assert record.over is not None
    return record.over


async def ask(carrier: SimulatedCarrier, seconds: float = 0.6) -> None:
    """Speak, and hear the answer out."""
    carrier.speak(seconds)
    await trio.sleep(seconds)
    await carrier.agent_has_spoken()


def letters(*sentences: str) -> int:
    return sum(map(len, sentences))


async def test_a_record_says_what_each_service_was_asked_for(autojump_clock: MockClock) -> None:
    """Sound, text and replies, and what of it has a price."""
    recognizer, responder = SimulatedRecognizer("book a room"), SimulatedResponder(Sentence(ANSWER))
    async with one_call(priced(), recognizer=recognizer, responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        await ask(call.carrier)
        await ask(call.carrier)
    used = over(call).used
    sent_s = round(sum(map(len, recognizer.heard)) / 8000, 3)
    assert used == {
        RECOGNIZER: Used(requests=2, seconds=sent_s),
        RESPONDER: Used(requests=len(responder.asked)),
        VOICE: Used(requests=3, characters=3 * len(ANSWER)),
    }
    assert sent_s > 1.2
    money = round(0.01 * 3 * len(ANSWER), 6)
    assert over(call).cost == Cost("EUR", money, {VOICE: money}, (RECOGNIZER, RESPONDER))


async def test_embedded_services_are_counted_and_cost_nothing(autojump_clock: MockClock) -> None:
    """Where others have prices, they are in the list too."""
    async with one_call(priced()) as call:
        await call.carrier.agent_has_spoken()
        await ask(call.carrier)
    used, cost = over(call).used, over(call).cost
    assert {*used} >= {"recognizer.scripted", "responder.scripted"}
    assert cost == Cost("EUR", 0.0, dict.fromkeys(used, 0.0), ())


async def test_without_prices_there_is_no_cost(autojump_clock: MockClock) -> None:
    """What was used is counted all the same."""
    async with one_call(responder=SimulatedResponder(Sentence(ANSWER)), voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
    assert over(call).cost is None
    assert over(call).used[VOICE].characters == len(ANSWER)


async def test_a_sentence_that_is_cut_off_and_one_made_ahead_are_counted(autojump_clock: MockClock) -> None:
    """The caller interrupts the first of three: the voice was given two, and charges for both."""
    voice = SimulatedVoice(3)
    responder = SimulatedResponder(*map(Sentence, LONG))
    async with one_call(priced(), recognizer=SimulatedRecognizer("stop"), responder=responder, voice=voice) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard > 1)
        call.carrier.speak(0.6)
        await trio.sleep(1.5)
        call.carrier.hang_up()
    heard = [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert LONG[1] not in " ".join(heard[:1])
    assert voice.said[:2] == [*LONG[:2]]
    assert over(call).used[VOICE] == Used(requests=len(voice.said), characters=letters(*voice.said))


async def test_what_comes_from_the_cache_costs_nothing(autojump_clock: MockClock) -> None:
    """The same sentence three times is given to the voice once."""
    voice = SimulatedVoice(1)
    cached = CachedVoice(voice, "", MemoryCache(1_000_000))
    async with one_call(priced(), responder=SimulatedResponder(Sentence(ANSWER)), voice=cached) as call:
        await call.carrier.agent_has_spoken()
        await ask(call.carrier)
        await ask(call.carrier)
    assert voice.said == [ANSWER]
    assert over(call).used[VOICE] == Used(requests=1, characters=len(ANSWER))


async def test_a_discarded_draft_is_counted(autojump_clock: MockClock) -> None:
    """Its reply, and the sentence that was rendered for it."""
    recognizer = SimulatedRecognizer("what does it cost", streams=True)
    recognizer.partials = ["what does it", "what does it cost"]
    responder, voice = SimulatedResponder(Sentence(ANSWER), pause_s=0.02), SimulatedVoice(1, first_byte_s=0.3)
    async with one_call(priced(), recognizer=recognizer, responder=responder, voice=voice) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await trio.sleep(0.9)
        call.carrier.speak(0.6)
        await trio.sleep(0.9)
        await call.carrier.agent_has_spoken()
    assert over(call).discarded["drafts"] == 1
    assert voice.said == [ANSWER] * 3
    assert over(call).used[VOICE] == Used(requests=3, characters=letters(*voice.said))
    assert over(call).used[RESPONDER] == Used(requests=len(responder.asked))
    assert len(responder.asked) == 3


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
async def test_a_voice_that_fails_in_the_middle_has_been_given_the_sentence(
    kind: Kind, autojump_clock: MockClock
) -> None:
    """And the next one has been given the rest."""
    first, second = WordByWord("first", Trouble(kind), before=4), WordByWord("second")
    text = "one two three four five six seven eight"
    async with one_call(responder=SimulatedResponder(Sentence(text)), voice=[first, second]) as call:
        await trio.sleep(8 * WORD_S + 1)
        await call.carrier.agent_has_spoken()
    assert first.said == [text]
    assert second.said[0] in text[1:]
    assert over(call).used["speaker.first"] == Used(requests=1, characters=len(text))
    assert over(call).used["speaker.second"] == Used(requests=len(second.said), characters=letters(*second.said))


async def test_a_voice_that_refuses_is_not_counted(autojump_clock: MockClock) -> None:
    """It charges nothing for what it did not begin; one that is only too late may."""
    text = "one two three four"
    for kind, used in ((Kind.FAIL, None), (Kind.HANG, Used(requests=1, characters=len(text)))):
        first, second = WordByWord("first", Trouble(kind)), WordByWord("second")
        async with one_call(responder=SimulatedResponder(Sentence(text)), voice=[first, second]) as call:
            await trio.sleep(4 * WORD_S + 2)
            await call.carrier.agent_has_spoken()
        assert over(call).used.get("speaker.first") == used
        assert over(call).used["speaker.second"] == Used(requests=len(second.said), characters=letters(*second.said))


async def test_a_recognizer_that_fails_was_sent_the_sound_and_so_was_the_next_one(autojump_clock: MockClock) -> None:
    """Work that is done twice costs twice."""
    first, second = Ear("first", "wrong", finishing=Trouble(Kind.FAIL)), Ear("second", "book a room")
    responder = SimulatedResponder(Sentence(ANSWER))
    async with one_call(recognizer=[first, second], responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        await ask(call.carrier)
    used = [over(call).used[f"recognizer.{ear.name}"] for ear in (first, second)]
    assert used == [Used(requests=1, seconds=round(len(ear.heard[0]) / 8000, 3)) for ear in (first, second)]
    assert used[0] == used[1]


@pytest.mark.parametrize("wins", ["first", "second"])
async def test_both_of_two_that_are_asked_at_once_are_counted(wins: str, autojump_clock: MockClock) -> None:
    """Whichever is the faster one: voices, and recognizers."""
    text = "one two three four"
    late = 0.4 if wins == "first" else 0.7
    voices = WordByWord("first", first_byte_s=late), WordByWord("second", first_byte_s=0.2)
    ears = Ear("first", "book a room", final_s=late), Ear("second", "book a room", final_s=0.2)
    settings = settings_with(
        vad={"adaptive": False}, floor={"filler_s": 0}, recognizer={"hedge_ms": 300}, speaker={"hedge_ms": 300}
    )
    async with one_call(settings, recognizer=ears, responder=SimulatedResponder(Sentence(text)), voice=voices) as call:
        await call.carrier.agent_has_spoken()
        await ask(call.carrier)
    assert over(call).discarded["hedges"] == 3
    used = over(call).used
    for voice, ear in zip(voices, ears, strict=True):
        assert used[f"speaker.{voice.name}"] == Used(requests=2, characters=2 * len(text))
        assert used[f"recognizer.{ear.name}"] == Used(requests=1, seconds=round(len(ear.heard[0]) / 8000, 3))
    assert used["recognizer.first"] == used["recognizer.second"]


class Uses:
    """An observer: what was told of the use of services, turn by turn."""

    kinds = (facts.ServiceUsed,)

    def __init__(self) -> None:
        self.told: list[tuple[int, str, Used]] = []

    def observe(self, fact: Fact) -> None:
        if isinstance(fact.what, facts.ServiceUsed):
            self.told.append((fact.turn, fact.what.service, fact.what.used))


async def model_call(
    fake: FakeOpenAiChat, recognizer: SimulatedRecognizer, *speaks_s: float, **changed: object
) -> tuple[CallRecord, Uses]:
    """The greeting, and then the caller speaks so often, 0.3 s apart; the last answer is heard out."""
    section = {"api_key": KEY, "base_url": "http://model.test/v1", "token_limit_field": "max_completion_tokens"}
    uses, carrier = Uses(), SimulatedCarrier()
    async with (
        in_memory(fake.serve) as (_, transport),
        open_simulated_exchange(
            priced(responder={"chain": ["openai", "scripted"], "openai": {**section, **changed}}),
            agent=f'{AGENT}\nprompt = "You work at the Harbor Hotel."\n',
            recognizer=recognizer,
            voice=SimulatedVoice(1),
            transport=transport,
            observers=[lambda begun: uses],
        ) as exchange,
    ):
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for seconds in speaks_s:
                carrier.speak(seconds)
                await trio.sleep(seconds + 0.3)
            await carrier.agent_has_spoken()
        return await record_of(exchange, carrier), uses


def tokens_of(uses: Uses) -> list[Used]:
    return [used for _, service, used in uses.told if service == "responder.openai"]


async def test_tokens_are_those_that_the_server_counts(autojump_clock: MockClock) -> None:
    """Told, cached and written, each at its price, and told of the turn that they were used for."""
    fake = FakeOpenAiChat(Answer(pieces=("Until", " nine.")))
    record, uses = await model_call(fake, SimulatedRecognizer("how long are you open"), 0.6)
    used = Used(requests=1, input_tokens=100, cached_tokens=64, output_tokens=2)
    assert over(record).used["responder.openai"] == used
    cost = over(record).cost
    assert cost is not None
    assert cost.services["responder.openai"] == pytest.approx((36 * 1000 + 64 * 100 + 2 * 4000) / 1_000_000)
    assert [(turn, used) for turn, service, used in uses.told if service == "responder.openai"] == [(2, used)]


async def test_a_draft_that_is_cut_off_is_estimated_and_marked(autojump_clock: MockClock) -> None:
    """The server never told its number: what it was told and what it wrote is known all the same."""
    recognizer = SimulatedRecognizer("how long are you open", streams=True)
    recognizer.partials = ["how long", "how long are you open"]
    fake = FakeOpenAiChat(Answer(pieces=("We are ",) * 40, piece_s=0.05), Answer(pieces=("Until", " nine.")))
    record, uses = await model_call(fake, recognizer, 0.6, 0.6)
    assert over(record).discarded["drafts"] == 1
    draft, reply = tokens_of(uses)
    assert (draft.requests, draft.estimated, draft.cached_tokens) == (1, 1, 0)
    told = sum(math.ceil(len(message["content"]) / 4) + 4 for message in _messages(fake, 0))
    assert draft.input_tokens == told
    assert 0 < draft.output_tokens <= 40 * len("We are ") / 4
    assert reply == Used(requests=1, input_tokens=100, cached_tokens=64, output_tokens=2)
    assert over(record).used["responder.openai"] == draft + reply


async def test_a_model_that_refuses_is_not_counted(autojump_clock: MockClock) -> None:
    """The next one of the chain replies."""
    fake = FakeOpenAiChat(refused(401, "invalid_api_key", "no"))
    record, uses = await model_call(fake, SimulatedRecognizer("how long are you open"), 0.6)
    assert len(fake.http.requests) == 1
    assert tokens_of(uses) == []
    assert over(record).used["responder.scripted"] == Used(requests=1)


async def test_a_model_that_hangs_may_charge(autojump_clock: MockClock) -> None:
    """It was told the conversation, and nobody knows what it wrote."""
    fake = FakeOpenAiChat(Answer(before_head_s=60.0))
    record, uses = await model_call(fake, SimulatedRecognizer("how long are you open"), 0.6)
    (hung,) = tokens_of(uses)
    assert hung.input_tokens > 0
    assert (hung.output_tokens, hung.estimated) == (0, 1)
    assert over(record).used["responder.scripted"] == Used(requests=1)


def _messages(fake: FakeOpenAiChat, request: int) -> Sequence[Mapping[str, str]]:
    messages = fake.bodies[request]["messages"]
    assert isinstance(messages, list)
    return messages


async def test_a_call_that_costs_too_much_is_ended_with_a_goodbye(autojump_clock: MockClock) -> None:
    """In the middle, when the limit is reached: the caller hears the agent's own words, and the record says why."""
    voice, responder = SimulatedVoice(2), SimulatedResponder(Sentence(ANSWER))
    settings = priced(limits={"cost": 0.01 * len(ANSWER) * 3 - 0.001})
    async with one_call(settings, recognizer=SimulatedRecognizer("and"), responder=responder, voice=voice) as call:
        await call.carrier.agent_has_spoken()
        await ask(call.carrier)
        assert not call.over.is_set()
        call.carrier.speak(0.6)
        with trio.fail_after(6):
            await call.over.wait()
    assert over(call).end_reason == "cost limit reached"
    assert voice.said == [*[ANSWER] * 3, GOODBYE]
    assert call.record.transcript[-1].text == GOODBYE
    cost = over(call).cost
    assert cost is not None
    assert cost.total == pytest.approx(0.01 * letters(*voice.said))


async def test_a_call_below_its_limit_goes_on(autojump_clock: MockClock) -> None:
    """By a hair."""
    voice = SimulatedVoice(1)
    settings = priced(limits={"cost": 0.01 * len(ANSWER) * 3 + 0.001})
    async with one_call(settings, responder=SimulatedResponder(Sentence(ANSWER)), voice=voice) as call:
        for _ in range(2):
            await call.carrier.agent_has_spoken()
            call.carrier.speak(0.6)
            await trio.sleep(0.6)
        await call.carrier.agent_has_spoken()
    assert over(call).end_reason == "caller hung up"
    assert voice.said == [ANSWER] * 3


async def test_what_nobody_hears_reaches_the_limit_too(autojump_clock: MockClock) -> None:
    """Two voices are paid for one sentence, the first of which is never heard to its end."""
    first, second = WordByWord("simulated voice", Trouble(Kind.FAIL), before=2), WordByWord("second")
    text = "one two three four"
    settings = priced(limits={"cost": 0.01 * len(text)})
    async with one_call(settings, responder=SimulatedResponder(Sentence(text)), voice=[first, second]) as call:
        with trio.fail_after(8):
            await call.over.wait()
    assert over(call).end_reason == "cost limit reached"
    assert [entry.text for entry in call.record.transcript][-1] == GOODBYE


async def test_an_agent_that_hangs_up_by_itself_has_its_own_reason(autojump_clock: MockClock) -> None:
    """The first decision stands: the goodbye of a call that ends may cost more than the rest."""
    responder = SimulatedResponder(Sentence(ANSWER), HangUp())
    settings = priced(limits={"cost": 0.01 * len(ANSWER) + 0.001})
    async with one_call(settings, responder=responder, voice=SimulatedVoice(1)) as call:
        with trio.fail_after(6):
            await call.over.wait()
    assert over(call).end_reason == "agent hung up"
    assert GREETING not in [entry.text for entry in call.record.transcript]
