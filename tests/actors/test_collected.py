"""What a call has collected is in its record, whoever ends it and when. Virtual time, the real dialogue."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import trio
from trio.testing import MockClock

from offhook.actors.responder.dialogue import open_dialogue
from offhook.engine.host.agent import load_agent
from offhook.engine.record.collected import Collected
from offhook.engine.run.call import Actors, Call, Cast
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer
from tests.actors.one_call import OneCall, one_call
from tests.said_digits import digits_in

TABLES = """
name = "tables"
language = "en"
greeting = "Hello."
goodbye = "Goodbye."
apology = "Sorry."
transfer = "+15550100"
[dialogue]
start = "day"
silences = 1
[dialogue.slots.day]
type = "day"
[dialogue.slots.people]
type = "number"
highest = 6
[[dialogue.always]]
say = ["a person"]
answer = "One moment."
go = "transfer"
[dialogue.states.day]
slot = "day"
ask = "For which day?"
confirm = "I have {day}. Is that right?"
go = "people"
[dialogue.states.people]
slot = "people"
ask = "For how many?"
go = "booked"
[[dialogue.states.people.choices]]
say = ["i don't know"]
go = "skip"
[dialogue.states.booked]
ask = "Booked. Your reference is {reference}."
go = "anything_else"
[dialogue.states.anything_else]
ask = "Anything else?"
[[dialogue.states.anything_else.choices]]
say = ["no"]
go = "hang_up"
"""


@asynccontextmanager
async def heard_by(
    *texts: str,
    change_cast: Callable[[Cast], Cast] = as_it_is,
    carrier: SimulatedCarrier | None = None,
    **sections: dict[str, object],
) -> AsyncIterator[OneCall]:
    """A caller says these one after the other, each when the agent has asked; then the block goes on."""
    async with (
        open_dialogue(load_agent("tables.toml", TABLES)) as responder,
        one_call(
            settings_with(**sections),
            agent=TABLES,
            recognizer=SimulatedRecognizer(*texts, ""),
            responder=responder,
            change_cast=change_cast,
            carrier=carrier,
        ) as call,
    ):
        for _ in texts:
            await call.carrier.agent_has_spoken()
            call.carrier.speak(0.8)
            await trio.sleep(2)
        yield call


def collected(call: OneCall) -> Collected | None:
    assert call.record.over is not None
    return call.record.over.collected


async def test_a_caller_who_hangs_up_in_the_middle_leaves_the_answers_so_far(autojump_clock: MockClock) -> None:
    """And it is told that nobody has agreed to what was read back."""
    async with heard_by("friday") as call:
        pass
    assert collected(call) == Collected({"day": "friday"}, unconfirmed=("day",), state="day")


async def test_a_booking_is_in_the_record_with_the_reference_that_was_said(autojump_clock: MockClock) -> None:
    """Its digits, as they can be searched for; the agent hangs up."""
    async with heard_by("friday", "yes", "two", "no") as call:
        await call.over.wait()
    assert call.record.over is not None
    assert call.record.over.end_reason == "agent hung up"
    found = collected(call)
    assert found is not None
    assert (found.slots, found.unconfirmed, found.state) == ({"day": "friday", "people": "2"}, (), "anything_else")
    said = next(entry.text for entry in call.record.transcript if "reference" in entry.text)
    assert found.reference == digits_in(said)
    assert len(found.reference) == 6


async def test_a_question_that_was_skipped_is_told_from_one_that_was_not_asked(autojump_clock: MockClock) -> None:
    """None is no answer; what is not there was never reached."""
    async with heard_by("friday", "yes", "i don't know") as call:
        pass
    found = collected(call)
    assert found is not None
    assert found.slots == {"day": "friday", "people": None}


async def test_who_takes_over_a_caller_has_what_was_collected(autojump_clock: MockClock) -> None:
    """The call ends with a transfer."""
    async with heard_by("friday", "yes", "a person") as call:
        await call.over.wait()
    assert call.record.over is not None
    assert call.record.over.transferred_to == "+15550100"
    assert collected(call) == Collected({"day": "friday"}, state="people")


async def test_a_call_that_reaches_its_limit_keeps_what_was_collected(autojump_clock: MockClock) -> None:
    """It is the server that ends it."""
    async with heard_by("friday", "yes", limits={"call_s": 20}) as call:
        await trio.sleep(40)
    assert call.record.over is not None
    assert call.record.over.end_reason == "call limit reached"
    assert collected(call) == Collected({"day": "friday"}, state="people")


async def test_a_call_whose_actors_crash_keeps_what_was_collected(autojump_clock: MockClock) -> None:
    """The restart budget is spent: the caller is put through, and the record is whole."""
    carrier = SimulatedCarrier()
    sabotage = Sabotage("responder", carrier.call_sid)
    limits: dict[str, object] = {"restarts": 0}
    async with heard_by("friday", "yes", change_cast=sabotage.change, carrier=carrier, limits=limits) as call:
        sabotage.arm()
        await call.over.wait()
    assert call.record.over is not None
    assert call.record.over.end_reason == "restart budget spent"
    assert collected(call) == Collected({"day": "friday"}, state="people")


async def test_a_session_that_cannot_tell_costs_no_record(autojump_clock: MockClock) -> None:
    """What it raises may quote answers: it is counted, and not quoted."""

    class Broken:
        def __init__(self, cast: Cast) -> None:
            self._cast = cast

        @asynccontextmanager
        async def play(self, call: Call) -> AsyncIterator[Actors]:
            async with self._cast.play(call) as actors:
                call.collected = self._fail
                yield actors

        def _fail(self) -> Collected | None:
            raise KeyError("friday")

    async with heard_by("friday", change_cast=Broken) as call:
        pass
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller hung up"
    assert call.record.over.faults == {"what was collected is lost": 1}
    assert collected(call) is None


async def test_an_agent_that_collects_nothing_says_nothing(autojump_clock: MockClock) -> None:
    """The record has no empty list of answers."""
    async with one_call() as call:
        await call.carrier.agent_has_spoken()
    assert collected(call) is None
