"""An ended call is freed at once, however it went: a garbage collection may come only after hundreds of calls
(`engine/host/garbage.py`), and until then each would hold half a megabyte. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from tests.fakes.clips import clip
from tests.freed import Watched, no_collection

SPEECH = clip("today")[2400:]


@pytest.mark.parametrize("way", ["the caller hangs up", "the caller interrupts", "the agent hangs up"])
async def test_an_ended_call_is_freed(way: str, autojump_clock: MockClock) -> None:
    """By whoever it was ended, also in the middle of a reply, and after replies that were cut off."""
    goodbye = [HangUp()] if way == "the agent hangs up" else []
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."), *goodbye)
    with no_collection():
        async with open_simulated_exchange(responder=responder, voice=SimulatedVoice(2)) as exchange:
            carrier = SimulatedCarrier()
            async with calling(exchange, carrier):
                await carrier.wait(lambda: carrier.seconds_heard > 0.3)
                watched = Watched(exchange)
                if way == "the caller interrupts":
                    carrier.say(SPEECH)
                    await carrier.wait(lambda: bool(carrier.clears))
                    await carrier.agent_has_spoken()
                if way == "the agent hangs up":
                    await carrier.agent_has_spoken()
            await record_of(exchange, carrier)
            await trio.testing.wait_all_tasks_blocked()
            assert watched.alive() == []


@pytest.mark.parametrize("actor", ["receiver", "vad", "recognizer", "responder", "speaker"])
async def test_a_call_in_which_an_actor_has_crashed_is_freed(actor: str, autojump_clock: MockClock) -> None:
    """An exception holds the frames that it came through, and they hold the call: nobody keeps it for long."""
    responder, carrier = SimulatedResponder(Sentence("One."), Sentence("Two.")), SimulatedCarrier()
    sabotage = Sabotage(actor, carrier.call_sid)
    with no_collection():
        async with open_simulated_exchange(
            responder=responder, voice=SimulatedVoice(2), change_cast=sabotage.change
        ) as exchange:
            async with calling(exchange, carrier):
                await carrier.wait(lambda: carrier.seconds_heard > 0.3)
                watched = Watched(exchange)
                sabotage.arm()
                carrier.say(SPEECH)
                await trio.sleep(2)
                await carrier.agent_has_spoken()
            record = await record_of(exchange, carrier)
            await trio.testing.wait_all_tasks_blocked()
            del sabotage
            assert record.over is not None
            assert record.over.faults == {f"{actor} crashed": 1}
            assert watched.alive() == []
