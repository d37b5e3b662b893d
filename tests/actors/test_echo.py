"""The agent's own voice comes back in a call. Virtual time, recorded voices, a modelled speakerphone, no faults."""

import random

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import CallerSaid
from offhook.protocol.mulaw import SILENCE
from offhook.simulation.caller_voice import speech
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.echo_path import EchoPath
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedResponder
from tests.fakes.clips import clip
from tests.fakes.prompt_voice import PROMPT, PromptVoice

CALLER = clip("living_room_lamp")[2400:]


def sung(seed: int) -> bytes:
    """Twenty-four vowels, each on another pitch: nothing but tones, which a room adds up as it does no consonants."""
    chance, gap = random.Random(seed), SILENCE * 480
    return b"".join(speech(0.26, chance) + gap for _ in range(24))


@pytest.mark.parametrize("delay_ms", [50, 150, 300, 600])
@pytest.mark.parametrize("loss_db", [10, 20])
async def test_the_agent_is_not_interrupted_by_itself(delay_ms: int, loss_db: int, autojump_clock: MockClock) -> None:
    """The greeting plays to its end, and nobody is taken to have said anything."""
    carrier = SimulatedCarrier(echo=EchoPath(delay_ms, loss_db, random.Random(1)))
    settings = settings_with(agent={"path": ""})
    async with open_simulated_exchange(
        settings, responder=SimulatedResponder(Sentence("Hello.")), voice=PromptVoice()
    ) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            await trio.sleep(1.0)
        record = await record_of(exchange, carrier)
    assert carrier.clears == []
    assert carrier.seconds_heard == len(PROMPT) / 8000
    assert not any(isinstance(entry, CallerSaid) for entry in record.transcript)


@pytest.mark.parametrize("seed", [14, 21])
async def test_the_agent_is_not_interrupted_by_itself_in_a_tiled_room(seed: int, autojump_clock: MockClock) -> None:
    """The walls give back nearly as much as the loudspeaker, for 10 ms and longer: a filter that ended after 6 ms made
    too little of it, and the agent stopped for its own vowels."""
    sound = sung(seed)
    carrier = SimulatedCarrier(echo=EchoPath(496, 12, random.Random("70812/room")))
    async with open_simulated_exchange(
        settings_with(agent={"path": ""}), responder=SimulatedResponder(Sentence("Hello.")), voice=PromptVoice(sound)
    ) as exchange:
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= len(sound) / 8000 or bool(carrier.clears))
        record = await record_of(exchange, carrier)
    assert carrier.clears == []
    assert not any(isinstance(entry, CallerSaid) for entry in record.transcript)


@pytest.mark.parametrize("delay_ms", [50, 150, 300, 600])
@pytest.mark.parametrize("loss_db", [10, 20])
async def test_a_caller_interrupts_over_the_echo(delay_ms: int, loss_db: int, autojump_clock: MockClock) -> None:
    """Within 300 ms of the first sound the agent is silent."""
    carrier = SimulatedCarrier(echo=EchoPath(delay_ms, loss_db, random.Random(1)))
    settings = settings_with(agent={"path": ""})
    responder = SimulatedResponder(Sentence("Yes."))
    async with (
        open_simulated_exchange(settings, responder=responder, voice=PromptVoice()) as exchange,
        calling(exchange, carrier),
    ):
        await carrier.wait(lambda: carrier.playout.sounding)
        await trio.sleep(1.5)
        began_at = trio.current_time()
        carrier.say(CALLER)
        await carrier.wait(lambda: bool(carrier.clears))
        assert trio.current_time() - began_at < 0.3
        await carrier.agent_has_spoken()
    assert carrier.clears[0].at > began_at
