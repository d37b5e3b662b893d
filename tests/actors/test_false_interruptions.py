"""Speech over the agent's that does not count, and what the caller hears then. Virtual time, no faults."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.service import Sentence
from offhook.engine.host.agent import load_agent
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.counting_voice import (
    WORDS,
    CountingVoice,
    assert_nothing_lost,
    steps_heard,
)
from tests.actors.one_call import OneCall, one_call

COUGH_S = 0.25


@asynccontextmanager
async def explained(
    *texts: str, sentences: int = 1, barge_in: dict[str, object] | None = None, sabotage: Sabotage | None = None
) -> AsyncIterator[tuple[OneCall, CountingVoice, SimulatedResponder]]:
    """A call in which the agent explains something, to a caller whose sounds are recognised as these texts."""
    voice = CountingVoice()
    responder = SimulatedResponder(*[Sentence(WORDS)] * sentences)
    async with one_call(
        settings_with(barge_in=barge_in or {}, floor={"idle_s": 5.0}),
        recognizer=SimulatedRecognizer(*texts),
        responder=responder,
        voice=voice,
        change_cast=as_it_is if sabotage is None else sabotage.change,
    ) as call:
        yield call, voice, responder


async def cough(carrier: SimulatedCarrier, after_heard_s: float) -> None:
    await carrier.wait(lambda: carrier.seconds_heard >= after_heard_s)
    carrier.speak(COUGH_S)


@pytest.mark.parametrize("after_s", [0.1, 0.35, 0.73, 1.2, 1.55, 1.75])
@pytest.mark.parametrize("text", ["", "Mm-hmm.", "yeah, right"])
async def test_the_agent_goes_on_where_it_was(text: str, after_s: float, autojump_clock: MockClock) -> None:
    """A cough or a backchannel stops the sound at once; then the reply goes on, with nothing lost or made again."""
    async with explained(text) as (call, voice, responder):
        await cough(call.carrier, after_s)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        stopped_at = trio.current_time()
        await call.carrier.agent_has_spoken()
        await trio.sleep_until(stopped_at + 3)
        await call.carrier.wait(lambda: not call.carrier.playout.sounding)
    assert_nothing_lost(call.carrier)
    assert len(voice.said) == len(responder.asked) == 1
    said = [entry for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert [(entry.text, entry.unheard, entry.interrupted) for entry in said] == [(WORDS, "", False)]
    noted = [(entry.not_taken, entry.text) for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert noted == ([("backchannel", text)] if text else [])
    times = call.record.turns[0].times
    assert times["onset"] <= times["cleared"] <= times["verdict"] <= times["resumed"]


ASKS_FOR_AN_EYE = """
name = "eyes"
goodbye = "Goodbye."
[dialogue]
start = "side"
[dialogue.slots.side]
type = "one_of"
options = ["left", "right"]
[dialogue.states.side]
slot = "side"
ask = "Which eye is it, the left one or the right one, please?"
answer = "The {side} one."
go = "hang_up"
"""


@pytest.mark.parametrize("text", ["left", "Right."])
async def test_an_option_that_also_says_go_on_is_chosen_before_the_question_is_over(
    text: str, autojump_clock: MockClock
) -> None:
    """A caller who says "right" while the options are still being read is answered as one who says "left"."""
    agent = load_agent("eyes.toml", ASKS_FOR_AN_EYE)
    async with (
        open_dialogue(agent) as responder,
        one_call(agent=ASKS_FOR_AN_EYE, recognizer=SimulatedRecognizer(text), responder=responder) as call,
    ):
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 1.0)
        call.carrier.speak(0.45)
        await trio.sleep(8)
    noted = [(entry.not_taken, entry.text) for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert noted == [("", text)]
    said = [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert said[1].startswith(f"The {text.strip('.').lower()} one.")


async def test_what_had_not_been_said_follows(autojump_clock: MockClock) -> None:
    """Sentences that were not begun when the caller coughed come after the one that was."""
    async with explained("", sentences=3) as (call, voice, _):
        await cough(call.carrier, 1.0)
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 5.5)
        await call.carrier.agent_has_spoken()
    assert len(voice.said) == 3
    assert_nothing_lost(call.carrier, sentences=3)


async def test_interruption_of_a_resume(autojump_clock: MockClock) -> None:
    """A second cough, just after the reply went on, costs as little as the first."""
    async with explained("") as (call, voice, _):
        await cough(call.carrier, 0.8)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        await cough(call.carrier, call.carrier.seconds_heard + 0.1)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 2)
        await call.carrier.agent_has_spoken()
    assert_nothing_lost(call.carrier, interruptions=2)
    assert len(voice.said) == 1


async def test_the_third_cough_is_spoken_over(autojump_clock: MockClock) -> None:
    """Noise that stopped a reply twice stops it no more."""
    async with explained("") as (call, _, _):
        for so_far in (0.3, 0.7, 1.2):
            await cough(call.carrier, so_far)
            await trio.sleep(0.5)
        await call.carrier.agent_has_spoken()
    assert len(call.carrier.clears) == 2
    assert_nothing_lost(call.carrier, interruptions=2)


async def test_a_resume_gives_way_to_words(autojump_clock: MockClock) -> None:
    """After a cough the reply goes on; the question that follows stops it for good."""
    async with explained("", "What does it cost?") as (call, _, responder):
        await cough(call.carrier, 0.5)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        await cough(call.carrier, call.carrier.seconds_heard + 0.3)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        await call.carrier.agent_has_spoken()
    first, question, second = call.record.transcript
    assert isinstance(first, AgentSaid)
    assert first.interrupted
    assert WORDS.startswith(first.text)
    assert f"{first.text} {first.unheard}" == WORDS
    assert isinstance(question, CallerSaid)
    assert isinstance(second, AgentSaid)
    assert second.text == WORDS


async def test_a_recognizer_that_hangs_does_not_mute_the_agent(autojump_clock: MockClock) -> None:
    """Without any verdict from words the reply goes on when its deadline has passed."""
    voice, finishing = CountingVoice(), Trouble(Kind.HANG)
    async with one_call(
        settings_with(recognizer={"final_within_s": 20}, barge_in={"verdict_s": 1.0}),
        recognizer=SimulatedRecognizer("", finishing=finishing),
        responder=SimulatedResponder(Sentence(WORDS)),
        voice=voice,
    ) as call:
        finishing.arm()
        await cough(call.carrier, 0.8)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        stopped_at = trio.current_time()
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        assert trio.current_time() - stopped_at < COUGH_S + 0.4 + 1.0
        await call.carrier.agent_has_spoken()
    assert_nothing_lost(call.carrier)


async def test_noise_without_end_is_spoken_over(autojump_clock: MockClock) -> None:
    """Sound in which no word is recognised keeps the agent quiet for `barge_in.wordless_s`, and no longer."""
    async with explained("", barge_in={"wordless_s": 2.0}) as (call, _, _):
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 0.5)
        call.carrier.speak(6)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        stopped_at = trio.current_time()
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        assert trio.current_time() - stopped_at == pytest.approx(2.0, abs=0.01)
        await call.carrier.agent_has_spoken()
    assert_nothing_lost(call.carrier)


async def test_a_speaker_that_crashes_while_it_is_held_says_the_sentence_again(autojump_clock: MockClock) -> None:
    """Nothing is lost: the sentence that was cut off is said again, whole, once the verdict is there."""
    sabotage = Sabotage("speaker", SimulatedCarrier().call_sid)
    async with explained("", sabotage=sabotage) as (call, voice, _):
        await cough(call.carrier, 0.8)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        sabotage.arm()
        await call.carrier.agent_has_spoken()
    assert len(voice.said) == 2
    assert steps_heard(call.carrier)[-CountingVoice.steps :] == list(range(CountingVoice.steps))
    assert [entry.text for entry in call.record.transcript] == [WORDS]


# The other modes.


async def test_confirmed_stops_for_words_only(autojump_clock: MockClock) -> None:
    """The agent speaks on over a cough, and stops when words have come."""
    async with explained("", "Wait a moment.", barge_in={"mode": "confirmed"}) as (call, _, responder):
        await cough(call.carrier, 0.2)
        await trio.sleep(0.8)
        assert call.carrier.clears == []
        call.carrier.speak(COUGH_S)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
    assert [type(entry) for entry in call.record.transcript][:2] == [AgentSaid, CallerSaid]


async def test_confirmed_stops_at_the_first_words_of_a_streaming_recognizer(autojump_clock: MockClock) -> None:
    """The agent does not wait for the end of the utterance."""
    async with one_call(
        settings_with(barge_in={"mode": "confirmed"}),
        recognizer=SimulatedRecognizer("Wait a moment.", streams=True),
        responder=SimulatedResponder(Sentence(WORDS)),
        voice=CountingVoice(),
    ) as call:
        await cough(call.carrier, 0.3)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        assert trio.current_time() - call.carrier.spoken[0][0] < 0.15


async def test_off_says_everything_and_answers_afterwards(autojump_clock: MockClock) -> None:
    """What the caller says over a reply that nothing interrupts is answered when it is over."""
    async with explained("Wait a moment.", barge_in={"mode": "off"}) as (call, voice, responder):
        await cough(call.carrier, 0.3)
        await call.carrier.wait(lambda: len(voice.said) == 2)
        await call.carrier.agent_has_spoken()
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 3.99)
    assert call.carrier.clears == []
    assert_nothing_lost(call.carrier, sentences=2)
    assert [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)] == [WORDS, WORDS]
    assert [turn.text for turn in responder.asked] == ["", "Wait a moment."]


@pytest.mark.parametrize("keys", [False, True])
async def test_a_protected_sentence_is_said_to_its_end(keys: bool, autojump_clock: MockClock) -> None:
    """Neither words nor keys stop a legal notice; both are answered after it, and cut off what is not protected."""
    voice = CountingVoice()
    responder = SimulatedResponder(Sentence(WORDS, protected=True), Sentence(WORDS))
    async with one_call(recognizer=SimulatedRecognizer("Wait a moment."), responder=responder, voice=voice) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 0.5)
        if keys:
            call.carrier.press("7")
        else:
            call.carrier.speak(COUGH_S)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        await call.carrier.agent_has_spoken()
    assert steps_heard(call.carrier)[: CountingVoice.steps] == list(range(CountingVoice.steps))
