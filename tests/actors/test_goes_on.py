"""A caller who was cut off and goes on: both halves are answered as one. Virtual time, no faults."""

from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.counting_voice import WORDS, CountingVoice
from tests.actors.dialogue_call import dialogue_call
from tests.actors.one_call import OneCall, one_call

FRONT_DESK = (Path(__file__).parent.parent.parent / "agents" / "front_desk.toml").read_text(encoding="utf-8")
FIXED = {"adaptive": False}
PATIENT = settings_with(vad=FIXED, floor={"idle_s": 60, "filler_s": 0})


async def two_halves(call: OneCall, responder: SimulatedResponder, after_s: float) -> None:
    """The caller goes on so long after the first sound of the answer."""
    await call.carrier.agent_has_spoken()
    heard_s = call.carrier.seconds_heard
    call.carrier.speak(0.6)
    await call.carrier.wait(lambda: call.carrier.seconds_heard >= heard_s + after_s)
    asked = len(responder.asked)
    call.carrier.speak(0.6)
    await call.carrier.wait(lambda: len(responder.asked) > asked)
    await call.carrier.agent_has_spoken()


@pytest.mark.parametrize("after_s", [0.1, 0.5, 0.8])
async def test_a_caller_who_goes_on_at_once_is_answered_once(after_s: float, autojump_clock: MockClock) -> None:
    """The responder gets both halves as one text, and what was heard of the answer between as it was heard. The record
    tells that they are one."""
    responder = SimulatedResponder(Sentence(WORDS))
    recognizer = SimulatedRecognizer("i'd like a room for", "two people")
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await two_halves(call, responder, after_s)
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    assert responder.asked[2].text == "i'd like a room for two people"
    caller = [entry for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert [(entry.text, entry.continues) for entry in caller[:2]] == [
        ("i'd like a room for", 0),
        ("two people", caller[0].turn),
    ]
    taken_back = [entry for entry in call.record.transcript if isinstance(entry, AgentSaid)][1]
    assert taken_back.interrupted
    told = [(line.who, line.text) for line in responder.told[3]]
    heard = [("agent", taken_back.text)] if taken_back.text else []
    assert told == [("agent", WORDS), *heard, ("caller", "i'd like a room for two people"), ("agent", WORDS)]
    assert ("caller", "i'd like a room for") not in [(line.who, line.text) for line in responder.told[2]]


async def test_a_caller_who_has_heard_some_of_the_answer_interrupts_it(autojump_clock: MockClock) -> None:
    """After more than a second the words are new ones, and are answered by themselves."""
    responder = SimulatedResponder(Sentence(WORDS))
    recognizer = SimulatedRecognizer("i'd like a room for", "two people")
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await two_halves(call, responder, 1.3)
    assert responder.asked[2].text == "two people"
    assert {entry.continues for entry in call.record.transcript if isinstance(entry, CallerSaid)} == {0}


async def test_a_third_part_belongs_to_the_same_words(autojump_clock: MockClock) -> None:
    """However often the caller is cut off."""
    responder = SimulatedResponder(Sentence("Certainly."), pause_s=0.5)
    recognizer = SimulatedRecognizer("i'd like", "a room for", "two people")
    async with one_call(PATIENT, recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        for _ in range(3):
            call.carrier.speak(0.6)
            await trio.sleep(1.3)
        await call.carrier.wait(lambda: responder.asked[-1].text.endswith("people"))
        await call.carrier.agent_has_spoken()
    assert responder.asked[-1].text == "i'd like a room for two people"
    caller = [entry for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert [entry.continues for entry in caller] == [0, caller[0].turn, caller[1].turn]
    assert [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)] == ["Certainly."] * 2


async def test_a_cough_after_the_first_half_joins_nothing(autojump_clock: MockClock) -> None:
    """The answer goes on, or comes."""
    responder = SimulatedResponder(Sentence(WORDS))
    recognizer = SimulatedRecognizer("i'd like a room", "mm-hmm")
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await call.carrier.agent_has_spoken()
        heard_s = call.carrier.seconds_heard
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= heard_s + 0.5)
        call.carrier.speak(0.4)
        await call.carrier.agent_has_spoken()
    assert [turn.text for turn in responder.asked[1:]] == ["i'd like a room"]


async def test_a_dialogue_goes_back_to_where_the_caller_was_cut_off(autojump_clock: MockClock) -> None:
    """Both halves are one answer to the first question, and what they tell is known."""
    async with dialogue_call(FRONT_DESK, "book a room", "for two people", "friday", "seven", vad=FIXED) as caller:
        await caller.hears_out("How can I help")
        caller.carrier.speak(0.6)
        await caller.hears("With pleasure")
        await trio.sleep(0.3)
        await caller.says()
        await caller.hears("With pleasure")
        await caller.hears_out("For which day")
        await caller.says()
        await caller.hears_out("At what time")
        await caller.says()
        await caller.falls_silent()
        assert "For how many nights?" in caller.heard
        assert "For how many people?" not in caller.heard
    entries = [entry for entry in caller.call.record.transcript if isinstance(entry, CallerSaid)]
    assert [(entry.text, entry.not_taken) for entry in entries[:2]] == [("book a room", ""), ("for two people", "")]
    assert entries[1].continues == entries[0].turn


async def test_words_that_only_fit_by_themselves_are_answered_by_themselves(autojump_clock: MockClock) -> None:
    """Where both halves together are no answer that a dialogue knows, the second is one to what the first led to."""
    async with dialogue_call(FRONT_DESK, "book a room", "opening hours", vad=FIXED) as caller:
        await caller.hears_out("How can I help")
        caller.carrier.speak(0.6)
        await caller.hears("With pleasure")
        await trio.sleep(0.3)
        await caller.says()
        await caller.falls_silent()
    entries = [entry for entry in caller.call.record.transcript if isinstance(entry, CallerSaid)]
    assert [entry.continues for entry in entries] == [0, 0]
