"""A caller who is cut off, and whose recognizer hears each utterance by itself: both halves are recognised as one.
Virtual time."""

from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from bench.local_pocketsphinx import LocalPocketsphinx
from bench.short_noises import short_noises
from bench.sounds import coded
from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.counting_voice import WORDS, CountingVoice
from tests.actors.dialogue_call import DialogueCall, dialogue_call
from tests.actors.one_call import OneCall, one_call
from tests.actors.test_goes_on import PATIENT, two_halves
from tests.fakes.clips import clip

FRONT_DESK = (Path(__file__).parent.parent.parent / "agents" / "front_desk.toml").read_text(encoding="utf-8")
QUESTIONS = {"1": "For which", "8": "At what", "1900": "For how", "2": "For how", "3": "What"}
HALVES = "i'd like a room four", "too people"
WHOLE = "i'd like a room for two people"
ONE_SECOND = 8000


def alone(*texts: str) -> SimulatedRecognizer:
    return SimulatedRecognizer(*texts, hears_each_alone=True)


class _NeverHasTheWhole(SimulatedRecognizer):
    """It has each half, and fails with both after so long."""

    fails_after_s = 0.0

    async def finish(self) -> Transcript:
        if len(self.heard) == 3:
            await trio.sleep(self.fails_after_s)
            raise RecognizerFailed("nothing")
        return await super().finish()


def said(call: OneCall) -> list[tuple[str, str]]:
    """What the caller said, and what it is together with what was said before."""
    return [(entry.text, entry.whole) for entry in call.record.transcript if isinstance(entry, CallerSaid)]


async def test_both_halves_are_recognised_as_one_utterance(autojump_clock: MockClock) -> None:
    """The responder, its memory and the record get that text. What was expected is what the first half answers."""
    recognizer, responder = alone(*HALVES, WHOLE, "thanks"), SimulatedResponder(Sentence(WORDS))
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await two_halves(call, responder, 0.5)
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    assert [turn.text for turn in responder.asked[1:]] == [HALVES[0], WHOLE, "thanks"]
    assert said(call) == [(HALVES[0], ""), (HALVES[1], WHOLE), ("thanks", "")]
    assert [line.text for line in responder.told[3] if line.who == "caller"] == [WHOLE]
    first, second, both = recognizer.heard[:3]
    assert both.endswith(second)
    assert first.startswith(both[: -len(second)])
    silence_left_out = len(first) + len(second) - len(both)
    assert 0 < silence_left_out < 0.3 * ONE_SECOND


async def test_what_is_said_later_is_not_recognised_with_what_was_before(autojump_clock: MockClock) -> None:
    """After more than a second of the answer."""
    recognizer, responder = alone(*HALVES, WHOLE), SimulatedResponder(Sentence(WORDS))
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await two_halves(call, responder, 1.3)
    assert responder.asked[2].text == HALVES[1]
    assert len(recognizer.heard) == 2


@pytest.mark.parametrize("whole", ["", HALVES[0]])
async def test_the_texts_are_joined_where_the_whole_says_no_more(whole: str, autojump_clock: MockClock) -> None:
    """Nothing was heard in both together, or nothing but the first half."""
    recognizer, responder = alone(*HALVES, whole), SimulatedResponder(Sentence(WORDS))
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await two_halves(call, responder, 0.5)
    assert responder.asked[2].text == " ".join(HALVES)
    assert said(call)[:2] == [(HALVES[0], ""), (HALVES[1], "")]


@pytest.mark.parametrize("fails_after_s", [0.0, 5.0])
async def test_the_texts_are_joined_where_the_whole_fails(fails_after_s: float, autojump_clock: MockClock) -> None:
    """At once, or late: the caller waits for the answer."""
    recognizer = _NeverHasTheWhole(*HALVES, hears_each_alone=True)
    recognizer.fails_after_s = fails_after_s
    responder = SimulatedResponder(Sentence(WORDS))
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await two_halves(call, responder, 0.5)
        answered_at = trio.current_time()
    assert responder.asked[2].text == " ".join(HALVES)
    assert answered_at < 10.0


async def test_a_third_part_is_recognised_with_both_before(autojump_clock: MockClock) -> None:
    """However often the caller is cut off."""
    recognizer = alone("i'd", "like", "i'd like", "a room", "i'd like a room")
    responder = SimulatedResponder(Sentence("Certainly."), pause_s=0.5)
    async with one_call(PATIENT, recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        for _ in range(3):
            call.carrier.speak(0.6)
            await trio.sleep(1.3)
        await call.carrier.wait(lambda: responder.asked[-1].text.endswith("room"))
        await call.carrier.agent_has_spoken()
    assert responder.asked[-1].text == "i'd like a room"
    assert said(call) == [("i'd", ""), ("like", "i'd like"), ("a room", "i'd like a room")]


async def call_with_a_number(first: bytes, second: bytes, *, each_alone: bool = True) -> DialogueCall:
    """A call to the front desk, heard by the real pocketsphinx. The caller says the first sound where the member number
    is asked for, and the second one as soon as the agent reads it back."""
    recognizer = LocalPocketsphinx()
    recognizer.hears_each_alone = each_alone
    async with dialogue_call(FRONT_DESK, recognizer=recognizer, vad={"adaptive": False}) as caller:
        await caller.hears_out("How can I help")
        for keys, asked_next in QUESTIONS.items():
            caller.carrier.press(keys)
            await caller.hears_out(asked_next)
        caller.carrier.say(first)
        await caller.hears("I have")
        await trio.sleep(0.2)
        caller.carrier.say(second)
        await trio.sleep(3.0)
        await caller.falls_silent()
    return caller


@pytest.mark.parametrize("each_alone", [False, True])
async def test_a_number_that_is_cut_in_the_middle_is_understood(each_alone: bool, autojump_clock: MockClock) -> None:
    """pocketsphinx takes half a number for a whole one, and finds no words in the other half, because by then a yes or
    a no is expected. As one utterance both halves are what the caller has said."""
    number, cut = clip("digits_4271"), round(2.1 * ONE_SECOND)
    caller = await call_with_a_number(number[:cut], number[cut:], each_alone=each_alone)
    assert ("I have four two seven one." in caller.heard) == each_alone
    assert ("four two seven one" in [whole for _, whole in said(caller.call)]) == each_alone


@pytest.mark.parametrize("kind", ["cough", "knock", "throat"])
async def test_a_sound_after_a_number_changes_none_of_it(kind: str, autojump_clock: MockClock) -> None:
    """A grammar of digits finds other digits in a number with a cough behind it."""
    sound = next(coded(sound) for name, sound in short_noises(1, seed=1) if name == kind)
    caller = await call_with_a_number(clip("digits_4271"), sound)
    assert {each for each in caller.heard if each.startswith("I have")} == {"I have four two seven one."}
    assert [whole for _, whole in said(caller.call) if whole] == []
