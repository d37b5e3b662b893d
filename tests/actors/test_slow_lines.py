"""Lines that take nothing for a while: what was handed over has not been written, let alone heard. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.counting_voice import WORDS, CountingVoice, assert_nothing_lost
from tests.actors.one_call import one_call


def longest_lead_s(carrier: SimulatedCarrier) -> float:
    """The most that ever waited unplayed at the carrier, of a call without interruptions."""
    longest = plays_until = 0.0
    for sent in carrier.media:
        plays_until = max(sent.at, plays_until) + len(sent.mulaw) / 8000
        longest = max(longest, plays_until - sent.at)
    return longest


@pytest.mark.parametrize("for_s", [0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("at_s", [1.2, 1.4, 1.6])
async def test_a_goodbye_over_a_stalled_line_is_heard(at_s: float, for_s: float, autojump_clock: MockClock) -> None:
    """A line that stalls near the end of a goodbye delays the end of the call, and the record has every word."""
    responder = SimulatedResponder(Sentence(WORDS), HangUp())
    async with one_call(responder=responder, voice=CountingVoice()) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= at_s)
        await call.carrier.line.stall(for_s)
        with trio.fail_after(15):
            await call.over.wait()
    assert call.carrier.seconds_heard == pytest.approx(2.0, abs=0.01)
    (said,) = call.record.transcript
    assert (said.text, getattr(said, "unheard", None)) == (WORDS, "")


@pytest.mark.parametrize("lead_ms", [100, 400, 5000])
@pytest.mark.parametrize("for_s", [0.5, 2.0, 3.0])
async def test_the_lead_is_kept_after_a_stall(lead_ms: int, for_s: float, autojump_clock: MockClock) -> None:
    """What waited for the line counts as unplayed, so that no more than the lead is at the carrier afterwards."""
    settings = settings_with(speaker={"lead_ms": lead_ms})
    async with one_call(settings, responder=SimulatedResponder(*[Sentence(WORDS)] * 6), voice=CountingVoice()) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 1.0)
        await call.carrier.line.stall(for_s)
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 10.0)
    assert longest_lead_s(call.carrier) <= lead_ms / 1000 + 0.001


@pytest.mark.parametrize("for_s", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("lead_ms", [400, 2000])
async def test_a_reply_goes_on_from_where_it_was_heard_on_a_stalled_line(
    lead_ms: int, for_s: float, autojump_clock: MockClock
) -> None:
    """The caller coughs, and the line stalls at that moment: the carrier plays on until the clear is out, and the reply
    goes on from there."""
    settings = settings_with(speaker={"lead_ms": lead_ms}, floor={"idle_s": 60.0})
    recognizer, responder = SimulatedRecognizer(""), SimulatedResponder(*[Sentence(WORDS)] * 2)
    async with one_call(settings, recognizer=recognizer, responder=responder, voice=CountingVoice()) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 0.6)
        call.carrier.speak(0.25)
        await trio.sleep(0.05)
        await call.carrier.line.stall(for_s)
        await trio.sleep(7)
    assert_nothing_lost(call.carrier, sentences=2)
