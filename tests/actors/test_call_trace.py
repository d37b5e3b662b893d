"""The trace that a call leaves against what the carrier saw and heard. Virtual time, a modelled voice."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.call_trace import CallTrace, MomentKind
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble


def trace_of(record: CallRecord) -> CallTrace:
    assert record.trace is not None
    return record.trace


def labels(trace: CallTrace, kind: MomentKind) -> list[str]:
    return [moment.label for moment in trace.moments if moment.kind is kind]


async def test_a_trace_tells_what_the_carrier_saw(autojump_clock: MockClock) -> None:
    """Speech when it was spoken, sound for as long as it was heard, each mark sent and echoed, each key, the end."""
    carrier = SimulatedCarrier()
    responder = SimulatedResponder(Sentence("One."), max_digits=2)
    async with open_simulated_exchange(responder=responder, voice=SimulatedVoice(4)) as exchange:
        async with calling(exchange, carrier):
            began_at = trio.current_time()
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(1)
            spoke_at = trio.current_time()
            carrier.speak(1.0)
            await carrier.wait(lambda: len(carrier.clears) == 1)
            await carrier.agent_has_spoken()
            carrier.press("42")
            await carrier.agent_has_spoken()
        trace = trace_of(await record_of(exchange, carrier))
    (utterance,) = trace.utterances
    assert utterance.voiced_from_s == pytest.approx(spoke_at - began_at, abs=0.1)
    assert utterance.voiced_until_s == pytest.approx(carrier.spoken_until - began_at, abs=0.2)
    voiced_s = sum(run.frames for run in trace.voiced) * 0.02
    assert voiced_s == pytest.approx(1.0, abs=0.25)
    assert [sound.turn for sound in trace.sounds] == [1, 2, 3]
    heard_s = sum(sound.heard_until_s - sound.from_s for sound in trace.sounds)
    assert heard_s == pytest.approx(carrier.seconds_heard, abs=0.001)
    assert labels(trace, MomentKind.MARK_SENT) == [sent.mark for sent in carrier.sent if sent.kind == "mark"]
    assert labels(trace, MomentKind.MARK_ECHOED) == labels(trace, MomentKind.MARK_SENT)
    assert labels(trace, MomentKind.KEY) == ["4", "2"]
    assert len(labels(trace, MomentKind.CLEAR)) == 1
    assert labels(trace, MomentKind.ENDING) == ["caller hung up"]
    assert trace.left_out == {}


async def test_a_crash_is_in_the_trace(autojump_clock: MockClock) -> None:
    """By the name that the record counts it under, at its moment."""
    carrier = SimulatedCarrier()
    recognizer = SimulatedRecognizer("book a room", finishing=Trouble(Kind.CRASH))
    async with open_simulated_exchange(recognizer=recognizer) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.speak(1.0)
            await carrier.agent_has_spoken()
        trace = trace_of(await record_of(exchange, carrier))
    (fault,) = [moment for moment in trace.moments if moment.kind is MomentKind.FAULT]
    (utterance,) = trace.utterances
    assert fault.label == "recognizer crashed"
    assert fault.at_s == utterance.ended_s
