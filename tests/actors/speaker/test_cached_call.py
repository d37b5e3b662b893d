"""A call whose agent repeats itself. Virtual clock, the carrier in memory, no faults."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.actors.speaker.cached_voice import CachedVoice, SaidCache
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange
from offhook.simulation.services import SimulatedResponder, SimulatedVoice

FIRST_BYTE_S = 0.4


async def test_a_sentence_said_before_is_on_the_wire_at_the_instant_it_is_wanted(autojump_clock: MockClock) -> None:
    """The first time the caller waits for the voice, the second time for nothing at all."""
    cache = SaidCache(1_000_000)
    voice = CachedVoice(SimulatedVoice(1, first_byte_s=FIRST_BYTE_S), "", cache)
    carrier = SimulatedCarrier()
    async with open_simulated_exchange(responder=SimulatedResponder(Sentence("Yes.")), voice=voice) as exchange:
        began_at = trio.current_time()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            assert carrier.media[0].at - began_at == pytest.approx(FIRST_BYTE_S)
            before, pressed_at = len(carrier.media), trio.current_time()
            carrier.press("1")
            await carrier.wait(lambda: len(carrier.media) > before)
            assert carrier.media[before].at == pressed_at
    assert (cache.statistics().misses, cache.statistics().hits) == (1, 1)
