"""Who spoke when, as the record has it. Virtual time, modelled services, the real voice detector."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import BACKCHANNEL, AgentSaid, CallerSaid, Entry
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import OneCall, one_call

DETECTED_S = 0.15
"""The voice detector calls some frames voiced after the last sound."""
A_MESSAGE_S = 0.021


def sides(entries: list[Entry]) -> list[tuple[type[Entry], int]]:
    return [(type(entry), entry.turn) for entry in entries]


def spoken(call: OneCall) -> list[tuple[float, float]]:
    return call.carrier.spoken


async def test_a_wish_said_over_a_notice_stands_behind_it(autojump_clock: MockClock) -> None:
    """It is known before the notice is over, and was begun after it."""
    notice = Sentence("This call is recorded.", protected=True)
    responder = SimulatedResponder(notice)
    async with one_call(recognizer=SimulatedRecognizer("a room"), responder=responder, voice=SimulatedVoice(4)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 1.0)
        call.carrier.speak(0.6)
        await trio.sleep(12)
    assert sides(call.record.transcript)[:3] == [(AgentSaid, 1), (CallerSaid, 2), (AgentSaid, 2)]
    said, (begins, ends) = call.record.transcript[1], spoken(call)[0]
    assert said.until_s is not None
    assert said.at_s == pytest.approx(begins, abs=0.1)
    assert ends - A_MESSAGE_S <= said.until_s <= ends + DETECTED_S


async def test_a_listener_who_says_mm_hmm_stands_behind_what_is_listened_to(autojump_clock: MockClock) -> None:
    """The reply is over long after the "mm-hmm", and on record before it."""
    responder = SimulatedResponder(Sentence("A long story."))
    recognizer = SimulatedRecognizer("Mm-hmm.")
    async with one_call(recognizer=recognizer, responder=responder, voice=SimulatedVoice(5)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 2.0)
        call.carrier.speak(0.4)
        await trio.sleep(8)
    story, noise = call.record.transcript
    assert sides([story, noise]) == [(AgentSaid, 1), (CallerSaid, 2)]
    assert isinstance(noise, CallerSaid)
    assert noise.not_taken == BACKCHANNEL
    assert story.until_s is not None
    assert noise.until_s is not None
    assert noise.until_s < story.until_s


async def test_a_reply_that_was_cut_off_ends_where_the_caller_heard_it_end(autojump_clock: MockClock) -> None:
    """By the carrier's own account of what it played."""
    responder = SimulatedResponder(Sentence("A long story that nobody wants to hear."))
    recognizer = SimulatedRecognizer("stop that", "")
    async with one_call(recognizer=recognizer, responder=responder, voice=SimulatedVoice(5)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 2.0)
        call.carrier.speak(0.8)
        await call.carrier.wait(lambda: bool(call.carrier.clears))
        first = list(call.carrier.heard)
        await trio.sleep(3)
    story = call.record.transcript[0]
    assert isinstance(story, AgentSaid)
    assert story.interrupted
    assert story.at_s == pytest.approx(first[0].at, abs=A_MESSAGE_S)
    assert story.until_s == pytest.approx(first[-1].until, abs=0.1)


async def test_keys_have_the_time_of_the_first_and_of_the_last(autojump_clock: MockClock) -> None:
    """Also where a pause tells that no more of them come."""
    responder = SimulatedResponder(Sentence("Thank you."), max_digits=4)
    async with one_call(responder=responder) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.press("42")
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        await call.carrier.agent_has_spoken()
    (keyed,) = (entry for entry in call.record.transcript if isinstance(entry, CallerSaid))
    assert keyed.text == "42"
    assert [keyed.at_s, keyed.until_s] == pytest.approx(call.carrier.pressed, abs=0.01)
    assert sides(call.record.transcript) == [(AgentSaid, 1), (CallerSaid, 2), (AgentSaid, 2)]


async def test_keys_over_a_notice_have_the_time_at_which_they_were_pressed(autojump_clock: MockClock) -> None:
    """They are read when the notice is over."""
    responder = SimulatedResponder(Sentence("This call is recorded.", protected=True))
    async with one_call(responder=responder, voice=SimulatedVoice(4)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 1.0)
        call.carrier.press("4")
        await trio.sleep(10)
    keyed = call.record.transcript[1]
    assert isinstance(keyed, CallerSaid)
    assert keyed.at_s == keyed.until_s == pytest.approx(call.carrier.pressed[0], abs=0.01)


async def test_a_server_that_is_killed_in_a_reply_has_what_the_caller_said_over_it(autojump_clock: MockClock) -> None:
    """No entry waits for one that stands before it."""
    responder = SimulatedResponder(Sentence("A long story."))
    carrier = SimulatedCarrier()
    async with (
        open_simulated_exchange(
            recognizer=SimulatedRecognizer("Mm-hmm."), responder=responder, voice=SimulatedVoice(8)
        ) as exchange,
        calling(exchange, carrier),
    ):
        await carrier.wait(lambda: carrier.seconds_heard >= 2.0)
        carrier.speak(0.4)
        await trio.sleep(2)
        stored = await record_of(exchange, carrier)
        assert carrier.playout.sounding
    assert [entry.text for entry in stored.transcript] == ["Mm-hmm."]
