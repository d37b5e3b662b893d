"""Every way in which a call ends. Virtual time; the carrier in memory; what must be gone is counted."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.fakes.clips import clip

GONE_WITHIN_S = 2.0


def tasks_alive() -> int:
    """Tasks below the root, in this run."""
    root = trio.lowlevel.current_root_task()
    assert root is not None
    waiting, count = [root], 0
    while waiting:
        for nursery in waiting.pop().child_nurseries:
            waiting += nursery.child_tasks
            count += len(nursery.child_tasks)
    return count


async def ended(exchange: Exchange, carrier: SimulatedCarrier, over: trio.Event, reason: str, within_s: float) -> None:
    """Wait for the end and check what it left."""
    with trio.fail_after(within_s):
        await over.wait()
    assert exchange.live_calls == []
    record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == reason


async def test_caller_hangs_up_with_a_stop(autojump_clock: MockClock) -> None:
    """`stop` ends the call at once."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        before = tasks_alive()
        async with calling(exchange, carrier) as over:
            await trio.sleep(1)
            carrier.hang_up()
            await ended(exchange, carrier, over, "caller hung up", GONE_WITHIN_S)
        assert tasks_alive() == before


async def test_socket_closes_without_a_word(autojump_clock: MockClock) -> None:
    """A bare close is a hang-up too."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        before = tasks_alive()
        async with calling(exchange, carrier) as over:
            await trio.sleep(1)
            carrier.drop()
            await ended(exchange, carrier, over, "caller hung up", GONE_WITHIN_S)
        assert tasks_alive() == before


async def test_carrier_falls_silent(autojump_clock: MockClock) -> None:
    """A socket that stays open and says nothing for 10 s is a call that is over."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        carrier.marks = MarkHabits(lost=1.0)
        over = trio.Event()

        async def answer() -> None:
            await exchange.answer(carrier.line, TWILIO)
            over.set()

        async with trio.open_nursery() as nursery:
            nursery.start_soon(answer)
            carrier.post(carrier.side.connected())
            carrier.post(carrier.side.start({}))
            carrier.post(carrier.side.media(b"\xff" * 160, 0))
            await trio.sleep(9.9)
            assert not over.is_set()
            await ended(exchange, carrier, over, "carrier silent", 0.2 + GONE_WITHIN_S)


async def test_carrier_does_not_read(autojump_clock: MockClock) -> None:
    """A peer that takes none of our messages is cut off, although nothing can cancel the send to it."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        carrier.line.reads = False
        before = tasks_alive()
        async with calling(exchange, carrier) as over:
            await ended(exchange, carrier, over, "carrier does not read", 5 + 1 + GONE_WITHIN_S)
        assert tasks_alive() == before


async def test_hard_limit_says_goodbye(autojump_clock: MockClock) -> None:
    """At the longest time a call may take the agent says goodbye, is heard, and the call ends."""
    voice = SimulatedVoice(2)
    async with open_simulated_exchange(settings_with(limits={"call_s": 5}), voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await trio.sleep(5)
            await ended(exchange, carrier, over, "call limit reached", 2 + GONE_WITHIN_S)
        record = await record_of(exchange, carrier)
    assert voice.said[-1] == "We have to end here."
    assert record.transcript[-1].text == "We have to end here."
    assert carrier.seconds_heard == 4.0


async def test_a_goodbye_that_nobody_confirms_is_given_up(autojump_clock: MockClock) -> None:
    """A carrier that loses every mark cannot keep an ended call alive."""
    settings = settings_with(limits={"call_s": 5, "goodbye_s": 3})
    async with open_simulated_exchange(settings, voice=SimulatedVoice(2)) as exchange:
        carrier = SimulatedCarrier()
        carrier.marks = MarkHabits(lost=1.0)
        async with calling(exchange, carrier) as over:
            await trio.sleep(5)
            await ended(exchange, carrier, over, "call limit reached", 3 + GONE_WITHIN_S)


async def test_server_told_to_stop(autojump_clock: MockClock) -> None:
    """Live calls go on for `drain_s`, then hear a goodbye; new ones are refused meanwhile."""
    voice = SimulatedVoice(2)
    async with open_simulated_exchange(settings_with(server={"drain_s": 6}), voice=voice) as exchange:
        carrier, late = SimulatedCarrier(1), SimulatedCarrier(2)
        async with calling(exchange, carrier) as over:
            await trio.sleep(1)
            exchange.drain()
            assert not exchange.has_room
            async with calling(exchange, late) as refused:
                with trio.fail_after(0.1):
                    await refused.wait()
            assert late.sent == []
            await trio.sleep(5.9)
            assert not over.is_set()
            await ended(exchange, carrier, over, "server stopping", 2.2 + GONE_WITHIN_S)
            await exchange.answer(SimulatedCarrier(3).line, TWILIO)  # at once: nobody is left who may return
    assert voice.said[-1] == "We have to end here."


async def test_restart_budget_spent(autojump_clock: MockClock) -> None:
    """Actors that crash again and again end the call with an apology, not in silence."""
    responder = SimulatedResponder(Sentence("Never said."), trouble=Trouble(Kind.CRASH, times=99))
    voice = SimulatedVoice(1, trouble=Trouble(Kind.CRASH, times=4))
    async with open_simulated_exchange(responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        before = tasks_alive()
        async with calling(exchange, carrier) as over:
            await ended(exchange, carrier, over, "restart budget spent", 3 + GONE_WITHIN_S)
        assert tasks_alive() == before
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.faults["speaker crashed"] >= 1
    assert voice.said[-1] == "Something broke."


async def test_cancelled_from_outside(autojump_clock: MockClock) -> None:
    """A server that cancels what is left still gets the record written."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(exchange.answer, carrier.line, TWILIO)
            nursery.start_soon(carrier.run)
            await trio.sleep(1)
            nursery.cancel_scope.cancel()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "cancelled"


async def test_connection_that_never_starts(autojump_clock: MockClock) -> None:
    """A connection that opens and says nothing is dropped, without a record."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        with trio.fail_after(10.1):
            await exchange.answer(carrier.line, TWILIO)
        assert exchange.faults[ServerFault.WITHOUT_CALL] == 1
        assert await exchange.recent_calls(10) == []


@pytest.mark.parametrize("moment_s", [0.0, 0.1, 1.0, 2.5, 3.0, 4.0, 6.0])
async def test_hanging_up_at_any_moment_leaves_nothing(moment_s: float, autojump_clock: MockClock) -> None:
    """Whatever the call was doing, it is gone at once and its record is whole."""
    async with open_simulated_exchange(voice=SimulatedVoice(2, first_byte_s=0.3)) as exchange:
        carrier = SimulatedCarrier()
        before = tasks_alive()
        async with calling(exchange, carrier) as over:
            carrier.say(b"\xff" * 160 * 140 + clip("book_a_room"))
            await trio.sleep(moment_s)
            carrier.hang_up()
            if moment_s > 0:
                await ended(exchange, carrier, over, "caller hung up", 0.1)
        assert tasks_alive() == before
