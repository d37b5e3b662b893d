"""Other people's voices in a call in which the caller was understood before. Virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import trio
from trio.testing import MockClock

from offhook.engine.record.conversation import CallerSaid
from offhook.protocol import mulaw
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import OneCall, one_call
from tests.fakes.clips import clip

SOFTER = 10 ** (-12 / 20)


def said(loudness: float = 1.0) -> bytes:
    return mulaw.encode((mulaw.decode(clip("go_forward")) * loudness).astype(np.int16))


@asynccontextmanager
async def answering(*texts: str, softer_db: float = 8.0) -> AsyncIterator[OneCall]:
    """The caller has said something, and the agent answers for a long time."""
    recognizer = SimulatedRecognizer("go forward ten meters", *texts, final_s=1.0)
    settings = settings_with(vad={"softer_db": softer_db}, floor={"idle_s": 60.0})
    async with one_call(settings, recognizer=recognizer, voice=SimulatedVoice(12)) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(said())
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        await trio.sleep(1.0)
        yield call


async def silent_for(carrier: SimulatedCarrier, sound: bytes) -> float:
    """How long the agent is silent because of this sound."""
    before = len(carrier.clears)
    carrier.say(sound)
    await carrier.wait(lambda: len(carrier.clears) > before)
    stopped_at = trio.current_time()
    with trio.move_on_after(8):
        await carrier.wait(lambda: carrier.playout.sounding)
    return trio.current_time() - stopped_at


async def test_a_reply_goes_on_while_somebody_softer_still_talks(autojump_clock: MockClock) -> None:
    """It falls silent at the first sound, as for the caller, and does not wait for the end or the words."""
    async with answering("") as call:
        assert await silent_for(call.carrier, said(SOFTER)) < 0.8
    async with answering("", softer_db=0.0) as call:
        assert await silent_for(call.carrier, said(SOFTER)) > 2.0


async def test_the_caller_interrupts_as_ever(autojump_clock: MockClock) -> None:
    """As loud as before, and 6 dB softer: the words are waited for, and answered."""
    for loudness in (1.0, 0.5):
        async with answering("book a room") as call:
            assert await silent_for(call.carrier, said(loudness)) > 2.0
            await trio.sleep(2)
        texts = [each.text for each in call.record.transcript if isinstance(each, CallerSaid) and not each.not_taken]
        assert texts == ["go forward ten meters", "book a room"]
