"""The caller interrupts, in every phase of a reply. Virtual time, real speech, no faults.

The agent says two sentences of two seconds; the voice gives each sentence a mu-law code of its own, so that the wire
tells what belongs to which.
"""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.promises import check_wire
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from tests.fakes.clips import clip

SPEECH = clip("today")[2400:]  # voiced from its first frame on
ONSET_S = 0.2  # by when the VAD must have heard it

PHASES = {
    "before its first byte": -0.25,
    "mid-sentence": 1.0,
    "between sentences": 1.9,
    "in the second sentence": 2.7,
    "in the tail, all sent and not all played": 3.75,
}
"""Seconds from the reply's first audio to the caller's first sound."""


@pytest.mark.parametrize(("phase", "after_s"), PHASES.items(), ids=PHASES.keys())
async def test_agent_stops_in_every_phase(phase: str, after_s: float, autojump_clock: MockClock) -> None:
    """Within 200 ms of the caller's first sound the carrier is silent, and nothing of that turn follows the clear."""
    voice = SimulatedVoice(2, first_byte_s=0.4)
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."))
    async with open_simulated_exchange(settings_with(agent={"path": ""}), responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: len(voice.said) == 1)
            await trio.sleep(0.4 + after_s)  # the greeting is the reply that is interrupted
            interrupted_at = trio.current_time()
            carrier.say(SPEECH)
            if after_s > 0:
                await carrier.wait(lambda: bool(carrier.clears))
                assert trio.current_time() - interrupted_at < ONSET_S
                assert not carrier.playout.sounding
            else:
                await trio.sleep(0.7)
                assert carrier.media == []
            said_before = len(voice.said)
            await carrier.wait(lambda: len(voice.said) > said_before)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    check_wire(carrier)
    heard_of_first = [entry for entry in record.transcript if isinstance(entry, AgentSaid) and entry.turn == 1]
    if after_s < 0:
        assert heard_of_first == []
    else:
        (entry,) = heard_of_first
        assert entry.interrupted
        assert entry.text == ("One." if interrupted_at - carrier.media[0].at > 1.9 + 0.06 else "")


async def test_interrupted_goodbye_does_not_hang_up(autojump_clock: MockClock) -> None:
    """A caller who speaks over the goodbye is still on the line, and is answered."""
    responder = SimulatedResponder(Sentence("Goodbye."), HangUp())
    async with open_simulated_exchange(responder=responder, voice=SimulatedVoice(3)) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(1)
            carrier.say(SPEECH)
            await carrier.wait(lambda: len(responder.asked) == 2)
            assert not over.is_set()
            with trio.fail_after(10):
                await over.wait()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "agent hung up"


async def test_a_key_interrupts(autojump_clock: MockClock) -> None:
    """A key pressed while the agent speaks silences it at once."""
    responder = SimulatedResponder(Sentence("One."), max_digits=4)
    async with open_simulated_exchange(responder=responder, voice=SimulatedVoice(3)) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(1)
            carrier.press("4")
            await trio.sleep(0.01)
            assert len(carrier.clears) == 1
            assert not carrier.playout.sounding
    check_wire(carrier)


async def interrupt(carrier: SimulatedCarrier, voice: SimulatedVoice, reply: int) -> None:
    """Speak half a second into a reply, and wait for its clear."""
    await carrier.wait(lambda: len(voice.said) == reply and carrier.playout.sounding)
    await trio.sleep(0.5)
    carrier.say(SPEECH)
    await carrier.wait(lambda: len(carrier.clears) == reply)


async def test_double_interruption(autojump_clock: MockClock) -> None:
    """Two replies interrupted one after the other: two clears, each ending its own generation."""
    voice = SimulatedVoice(4)
    async with open_simulated_exchange(responder=SimulatedResponder(Sentence("One.")), voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await interrupt(carrier, voice, reply=1)
            await interrupt(carrier, voice, reply=2)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    check_wire(carrier)
    assert len(carrier.clears) == 2
    said = [entry for entry in record.transcript if isinstance(entry, AgentSaid)]
    assert [(entry.turn, entry.interrupted) for entry in said] == [(1, True), (2, True), (3, False)]


async def test_nothing_that_waits_is_spoken_after_an_interruption(autojump_clock: MockClock) -> None:
    """A reply still being thought of when the caller speaks is never begun."""
    voice = SimulatedVoice(2)
    responder = SimulatedResponder(Sentence("Late."), pause_s=1.5)
    async with open_simulated_exchange(responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await trio.sleep(0.5)
            carrier.say(SPEECH)
            await trio.sleep(2)
            assert carrier.media == []
            await carrier.wait(lambda: carrier.playout.sounding)
        record = await record_of(exchange, carrier)
    assert voice.said == ["Late."]
    assert [entry.turn for entry in record.transcript if isinstance(entry, AgentSaid)] == [2]
