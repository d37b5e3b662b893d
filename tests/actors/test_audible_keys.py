"""Keys that are heard in the caller's audio, beside the messages that name them. Virtual time."""

import math
import random

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.caller_voice import SAMPLE_RATE_HZ, encode, key_tone, speech
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import one_call
from tests.fakes.clips import clip

TONE_S = 0.12


def said_by_the_caller(record: CallRecord) -> list[tuple[str, str]]:
    return [(entry.by, entry.text) for entry in record.transcript if isinstance(entry, CallerSaid)]


async def key_in(carrier: SimulatedCarrier, keys: str, *, message_after_s: float, every_s: float = 0.6) -> None:
    """Each key sounds, and its message comes so much later, or sooner."""
    async with trio.open_nursery() as nursery:
        for number, key in enumerate(keys):
            nursery.start_soon(_later, number * every_s + max(0.0, -message_after_s), carrier.sound_key, key, TONE_S)
            nursery.start_soon(_later, number * every_s + max(0.0, message_after_s), carrier.press, key)


async def _later(seconds: float, act: object, *args: object) -> None:
    await trio.sleep(seconds)
    assert callable(act)
    act(*args)


@pytest.mark.parametrize("message_after_s", [-0.3, 0.0, 0.06, 0.3])
async def test_digits_keyed_in_aloud_are_one_answer(message_after_s: float, autojump_clock: MockClock) -> None:
    """Four digits with their tones in the audio: no word of the agent between two of them, one answer after the last,
    and nobody is said to have spoken."""
    recognizer, responder = SimulatedRecognizer(""), SimulatedResponder(Sentence("I have that."), max_digits=4)
    async with one_call(recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        await key_in(call.carrier, "4271", message_after_s=message_after_s)
        assert not [sent for sent in call.carrier.media[before:] if sent.at < call.carrier.pressed[-1]]
        await trio.sleep(1.5)
    assert recognizer.heard == []
    assert said_by_the_caller(call.record) == [("keys", "4271")]


async def test_a_key_tone_alone_does_not_stop_the_agent(autojump_clock: MockClock) -> None:
    """A key that comes with no message, because the carrier sends none, is no speech: the agent speaks on."""
    async with one_call(voice=SimulatedVoice(4)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 1)
        for key in "159D":
            call.carrier.sound_key(key, 0.2)
            await trio.sleep(0.4)
        await call.carrier.agent_has_spoken()
    assert call.carrier.clears == []
    assert call.carrier.seconds_heard == pytest.approx(4.0)


async def test_who_speaks_right_after_a_key_is_heard(autojump_clock: MockClock) -> None:
    """All that is said after a key tone reaches the recognizer, the tone does not, and it interrupts as quickly."""
    recognizer, said = SimulatedRecognizer("stop it"), clip("book_a_room")[2400:8800]
    async with one_call(recognizer=recognizer, voice=SimulatedVoice(4)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 1)
        call.carrier.sound_key("5", 0.1)
        call.carrier.say(said)
        speaks_from = trio.current_time() + 0.1
        await call.carrier.wait(lambda: bool(call.carrier.clears))
        assert call.carrier.clears[0].at - speaks_from < 0.12 + 0.04
        await trio.sleep(2)
    assert said_by_the_caller(call.record) == [("speech", "stop it")]
    assert said in recognizer.heard[0]
    assert key_tone("5", 0.1)[160:320] not in recognizer.heard[0]


async def test_a_vowel_that_a_child_holds_is_part_of_its_word(autojump_clock: MockClock) -> None:
    """A high voice on one vowel has nearly all of its sound in two tones, as a key has: it is neither cut out of the
    word nor taken for the end of it."""
    chance = random.Random(1)
    word = speech(0.3, chance) + _shouted(0.4) + speech(0.3, chance)
    recognizer = SimulatedRecognizer("mama")
    async with one_call(recognizer=recognizer) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(word)
        await trio.sleep(2.5)
    assert len(recognizer.heard) == 1
    assert word in recognizer.heard[0]


def _shouted(seconds: float) -> bytes:
    """Mu-law of an open vowel at a high pitch: its first two partials are the loudest by far."""
    partials = ((672.0, 6000.0), (1344.0, 4800.0), (2016.0, 900.0), (2688.0, 500.0))
    return bytes(
        encode(round(sum(loud * math.sin(math.tau * hz * at / SAMPLE_RATE_HZ) for hz, loud in partials)))
        for at in range(round(seconds * SAMPLE_RATE_HZ))
    )


async def test_a_lost_recognition_does_not_disturb_an_entry(autojump_clock: MockClock) -> None:
    """The caller murmurs over the digits, and the recognizer fails: nobody is asked to say it again, and the entry is
    complete with its last key. That there was a sound is on record."""
    failing = Trouble(Kind.FAIL)
    recognizer = SimulatedRecognizer("hm", finishing=failing)
    responder = SimulatedResponder(Sentence("I have that."), repeat="Once more, please?", max_digits=4)
    settings = settings_with(floor={"idle_s": 8.0, "filler_s": 0.0})
    async with one_call(settings, recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        call.carrier.press("42")
        call.carrier.speak(0.8)
        await trio.sleep(2.0)
        assert len(call.carrier.media) == before
        call.carrier.press("71")
        await trio.sleep(1.5)
    assert said_by_the_caller(call.record) == [("speech", ""), ("keys", "4271")]
    assert call.record.over is not None
    assert call.record.over.faults["recognizer failed"] == 1
