"""Carriers that send no audio while the caller is silent, and networks that keep it back. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import one_call
from tests.fakes.clips import clip

SILENT_S = 4.0
PATIENT = settings_with(floor={"idle_s": 60.0}, limits={"carrier_silence_s": SILENT_S})


def without_silence() -> SimulatedCarrier:
    carrier = SimulatedCarrier()
    carrier.sends_silence = False
    return carrier


async def test_a_caller_whose_audio_stops_with_the_last_word_is_answered(autojump_clock: MockClock) -> None:
    """Half a second without audio ends the turn; the answer comes then, and not the end of the call."""
    recognizer = SimulatedRecognizer("book a room")
    async with one_call(recognizer=recognizer, carrier=without_silence()) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        call.carrier.speak(2.5)
        await call.carrier.wait(lambda: len(call.carrier.media) > before)
        answered_after_s = call.carrier.media[before].at - call.carrier.spoken_until
    assert 0.3 <= answered_after_s <= 0.6
    assert [entry.text for entry in call.record.transcript if isinstance(entry, CallerSaid)] == ["book a room"]


async def test_words_that_hang_have_their_time_without_audio_too(autojump_clock: MockClock) -> None:
    """ "My number is", and the audio stops: the agent waits as long as silence would have to be."""
    recognizer = SimulatedRecognizer("my number is", streams=True)
    async with one_call(recognizer=recognizer, carrier=without_silence()) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        call.carrier.speak(1.0)
        await call.carrier.wait(lambda: len(call.carrier.media) > before)
        answered_after_s = call.carrier.media[before].at - call.carrier.spoken_until
    assert 1.15 <= answered_after_s <= 1.25


async def test_the_answer_is_thought_of_while_the_audio_is_missing(autojump_clock: MockClock) -> None:
    """An agent that takes 0.3 s to think does so within the half second, as in any other pause."""
    recognizer = SimulatedRecognizer("book a room", streams=True)
    responder = SimulatedResponder(Sentence("Certainly."), pause_s=0.3)
    async with one_call(recognizer=recognizer, responder=responder, carrier=without_silence()) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        call.carrier.speak(2.5)
        await call.carrier.wait(lambda: len(call.carrier.media) > before)
        answered_after_s = call.carrier.media[before].at - call.carrier.spoken_until
    assert answered_after_s <= 0.6


async def test_a_whole_conversation_over_a_carrier_that_sends_no_silence(autojump_clock: MockClock) -> None:
    """Greeting, a question, a silence far longer than `carrier_silence_s`, another question: all of it is answered, and
    the call ends with the caller."""
    recognizer, responder = SimulatedRecognizer("one", "two"), SimulatedResponder(Sentence("Certainly."))
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, carrier=without_silence()) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(1.0)
        await call.carrier.agent_has_spoken()
        await trio.sleep(10 * SILENT_S)
        assert not call.over.is_set()
        call.carrier.speak(1.0)
        await call.carrier.agent_has_spoken()
    assert [entry.text for entry in call.record.transcript if isinstance(entry, CallerSaid)] == ["one", "two"]
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller hung up"
    assert not any(fault.startswith("dropped") or "mark" in fault for fault in call.record.over.faults)


@pytest.mark.parametrize("silent_s", [0.0, 0.5, 10.0])
async def test_each_time_the_audio_comes_back_the_caller_is_heard_once(
    silent_s: float, autojump_clock: MockClock
) -> None:
    """What the detector still took for the end of the words before is no utterance: nothing is answered until the
    caller has spoken, and the record says when that was."""
    recognizer, responder = SimulatedRecognizer("one", "two", "more"), SimulatedResponder(Sentence("Certainly."))
    began_at = trio.current_time()
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, carrier=without_silence()) as call:
        await call.carrier.agent_has_spoken()
        for _ in range(2):
            call.carrier.speak(1.0)
            await call.carrier.agent_has_spoken()
            await trio.sleep(silent_s)
    said = [entry for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert [entry.text for entry in said] == ["one", "two"]
    for entry, (from_s, until_s) in zip(said, call.carrier.spoken, strict=True):
        assert entry.at_s == pytest.approx(from_s - began_at, abs=0.05)
        assert entry.until_s == pytest.approx(until_s - began_at, abs=0.05)


async def test_a_cough_is_as_short_as_it_was_where_the_silence_after_it_is_missing(autojump_clock: MockClock) -> None:
    """Silence that is filled in when more is heard is no part of the sound: 0.2 s of it are no speech."""
    recognizer = SimulatedRecognizer("", "book a room")
    began_at = trio.current_time()
    async with one_call(PATIENT, recognizer=recognizer, carrier=without_silence()) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.2)
        await trio.sleep(0.6)
        call.carrier.speak(1.0)
        await trio.sleep(2)
    first = next(entry for entry in call.record.transcript if isinstance(entry, CallerSaid))
    assert first.until_s == pytest.approx(call.carrier.spoken[0][1] - began_at, abs=0.15)


async def test_a_silent_caller_is_asked_again_over_such_a_carrier(autojump_clock: MockClock) -> None:
    """A caller who never makes a sound hears the question again, and at last the goodbye."""
    settings = settings_with(floor={"idle_s": 6.0, "silences": 1}, limits={"carrier_silence_s": SILENT_S})
    responder = SimulatedResponder(Sentence("Are you there?"))
    async with one_call(settings, responder=responder, carrier=without_silence()) as call:
        with trio.fail_after(40):
            await call.over.wait()
    assert [turn.occasion for turn in responder.asked] == [Occasion.ANSWERED, Occasion.SILENCE]
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller silent"


@pytest.mark.parametrize("sends_silence", [True, False])
async def test_a_dead_carrier_is_noticed_as_soon_as_ever(sends_silence: bool, autojump_clock: MockClock) -> None:
    """From one that sends nothing at all, no marks either, nobody is waited for longer than `carrier_silence_s`."""
    carrier = SimulatedCarrier()
    carrier.sends_silence = sends_silence
    async with one_call(PATIENT, carrier=carrier) as call:
        await call.carrier.agent_has_spoken()
        carrier.is_silent = True
        with trio.fail_after(SILENT_S + 0.2):
            await call.over.wait()
    assert call.record.over is not None
    assert call.record.over.end_reason == "carrier silent"


async def test_a_carrier_that_echoes_no_marks_is_alive_by_its_audio(autojump_clock: MockClock) -> None:
    """Marks are asked for where nothing else comes, and only there."""
    carrier = SimulatedCarrier(marks=MarkHabits(lost=1.0))
    async with one_call(PATIENT, carrier=carrier) as call:
        await trio.sleep(10 * SILENT_S)
        assert not call.over.is_set()


@pytest.mark.parametrize("for_s", [0.3, 0.45])
async def test_a_short_stall_leaves_the_words_whole(for_s: float, autojump_clock: MockClock) -> None:
    """Audio that comes less than half a second late, all at once, is one utterance, with nothing put in between."""
    recognizer = SimulatedRecognizer("book a room")
    async with one_call(recognizer=recognizer) as call:
        await call.carrier.agent_has_spoken()
        await _stall_amid(call.carrier, clip("book_a_room"), for_s)
        await trio.sleep(2)
    assert clip("book_a_room")[2400:9000] in recognizer.heard[0]
    assert len(recognizer.heard) == 1


@pytest.mark.parametrize("for_s", [0.9, 1.0])
async def test_a_long_stall_costs_no_word_and_doubles_none(for_s: float, autojump_clock: MockClock) -> None:
    """The network keeps the audio back for longer than that: the turn was ended, and what comes late begins another,
    which interrupts. What the recognizer got of both is all that was said, once."""
    recognizer = SimulatedRecognizer("book a", "room")
    async with one_call(recognizer=recognizer, voice=SimulatedVoice(3)) as call:
        await call.carrier.agent_has_spoken()
        await _stall_amid(call.carrier, clip("digits_4271"), for_s)
        await trio.sleep(3)
    assert clip("digits_4271")[4000:16000] in b"".join(recognizer.heard)
    assert len(recognizer.heard) == 2
    assert [entry.text for entry in call.record.transcript if isinstance(entry, CallerSaid)] == ["book a", "room"]


async def _stall_amid(carrier: SimulatedCarrier, said: bytes, for_s: float) -> None:
    carrier.say(said)
    await trio.sleep(len(said) / 8000 / 2)
    carrier.stalled = True
    await trio.sleep(for_s)
    carrier.stalled = False
