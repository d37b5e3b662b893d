"""Sounds over the agent's speech that are no voice: the reply goes on as soon as they are over. Virtual time."""

import numpy as np
import trio
from trio.testing import MockClock

from bench.short_noises import short_noises
from offhook.engine.record.conversation import CallerSaid
from offhook.protocol import mulaw
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import OneCall, one_call
from tests.fakes.clips import clip

RECOGNITION_S = 1.0


def breath() -> bytes:
    sound = next(sound for kind, sound in short_noises(1, seed=3) if kind == "breath")
    return mulaw.encode(np.clip(sound, -32000, 32000).astype(np.int16))


async def silence_after(call: OneCall, sound: bytes) -> float:
    """For how long the agent is silent that is interrupted by this sound."""
    carrier = call.carrier
    await carrier.wait(lambda: carrier.playout.sounding)
    await trio.sleep(0.5)
    carrier.say(sound)
    await carrier.wait(lambda: bool(carrier.clears))
    stopped_at = trio.current_time()
    with trio.move_on_after(4):
        await carrier.wait(lambda: carrier.playout.sounding)
    return trio.current_time() - stopped_at


async def test_a_breath_holds_the_reply_no_longer_than_it_lasts(autojump_clock: MockClock) -> None:
    """The reply goes on without waiting for the recognizer, whose words for it are not taken."""
    sound = breath()
    recognizer = SimulatedRecognizer("hang up", final_s=RECOGNITION_S)
    async with one_call(settings_with(floor={"idle_s": 60}), recognizer=recognizer, voice=SimulatedVoice(8)) as call:
        silent_s = await silence_after(call, sound)
        await trio.sleep(4)
    assert silent_s < len(sound) / mulaw.SAMPLE_RATE_HZ + 0.2
    said = [(entry.text, entry.not_taken) for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert said == [("hang up", "no voice")]
    assert len(call.carrier.clears) == 1


async def test_words_hold_the_reply_as_ever(autojump_clock: MockClock) -> None:
    """A caller who says a word is waited for until it is recognised, and answered."""
    recognizer = SimulatedRecognizer("today", final_s=RECOGNITION_S)
    async with one_call(settings_with(floor={"idle_s": 60}), recognizer=recognizer, voice=SimulatedVoice(8)) as call:
        silent_s = await silence_after(call, clip("today")[2400:9600])
        await trio.sleep(4)
    assert silent_s > RECOGNITION_S
    said = [(entry.text, entry.not_taken) for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert said == [("today", "")]
