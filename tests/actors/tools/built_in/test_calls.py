"""An agent hangs up, puts a caller through, and takes notes. Virtual time, the carrier's wire in memory."""

import pytest
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.exchange import GOODBYE
from offhook.simulation.services import SimulatedVoice
from tests.actors.tools.built_in.played_model import PlayedModel, agent_with, call_with, tools_in, wants, wants_all
from tests.fakes.clips import clip

GREETING = [Sentence("Hello.")]
DESK = """
[transfers.front_desk]
to = "+15550199"
description = "bookings"
[transfers.billing]
to = "sip:b@example.com"
"""


async def test_it_hangs_up_when_its_goodbye_was_heard(autojump_clock: MockClock) -> None:
    """What the model said itself is the goodbye, and is heard to its end."""
    model = PlayedModel(GREETING, [Sentence("Bye then."), wants("hang_up")])
    voice = SimulatedVoice(1.5)
    async with call_with(model, agent_with("hang_up"), voice) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.over.wait()
    assert voice.said == ["Hello.", "Bye then."]
    assert call.carrier.seconds_heard == pytest.approx(3.0)
    assert call.record.over is not None
    assert call.record.over.end_reason == "agent hung up"
    assert tools_in(call.record) == [("hang_up", Outcome.DONE)]


async def test_a_caller_who_has_heard_nothing_hears_the_agents_goodbye(autojump_clock: MockClock) -> None:
    """No caller is cut off without a word."""
    model = PlayedModel(GREETING, [wants("hang_up")])
    voice = SimulatedVoice(1)
    async with call_with(model, agent_with("hang_up"), voice) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.over.wait()
    assert voice.said == ["Hello.", GOODBYE]
    assert [said.text for said in call.record.transcript if isinstance(said, AgentSaid)] == ["Hello.", GOODBYE]


async def test_a_caller_who_interrupts_the_goodbye_stays(autojump_clock: MockClock) -> None:
    """And the model knows what was to happen."""
    model = PlayedModel(GREETING, [Sentence("Bye then."), wants("hang_up")], [Sentence("Yes?")])
    async with call_with(model, agent_with("hang_up"), SimulatedVoice(4)) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: call.carrier.seconds_heard > 5)
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(model.asked) == 3)
        await call.carrier.agent_has_spoken()
        assert not call.over.is_set()
    ((name, outcome, result),) = model.results
    assert (name, outcome) == ("hang_up", Outcome.DONE)
    assert "A caller who interrupts it goes on" in result


async def test_callers_are_put_through_to_places_by_name(autojump_clock: MockClock) -> None:
    """The model knows the names and what each is for, and no number."""
    model = PlayedModel(GREETING, [Sentence("I connect you."), wants("transfer", place="front_desk")])
    async with call_with(model, agent_with("transfer", more=DESK)) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.over.wait()
    assert call.record.over is not None
    assert (call.record.over.end_reason, call.record.over.transferred_to) == ("transferred", "+15550199")
    assert tools_in(call.record) == [("transfer", Outcome.DONE)]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"place": "the_moon"}, "There is no place of this name. The places are: front_desk, billing."),
        ({"place": "+15550123"}, "There is no place of this name. The places are: front_desk, billing."),
        ({}, "missing required field `place`"),
        ({"place": "billing", "number": "+15550123"}, "unknown field `number`"),
    ],
)
async def test_nobody_is_put_through_anywhere_else(
    arguments: dict[str, object], why: str, autojump_clock: MockClock
) -> None:
    """The model hears why not, and the call goes on."""
    model = PlayedModel(GREETING, [wants("transfer", **arguments)], [Sentence("I cannot do that.")])
    async with call_with(model, agent_with("transfer", more=DESK)) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(model.asked) == 3)
        await call.carrier.agent_has_spoken()
        assert not call.over.is_set()
    ((_, outcome, result),) = model.results
    assert outcome is Outcome.REFUSED
    assert why in result
    assert model.occasions[-1] is Occasion.TOOLS_DONE


async def test_a_note_is_in_the_record(autojump_clock: MockClock) -> None:
    """Those that fit; one that does not is refused, and the model may write another."""
    model = PlayedModel(
        GREETING,
        [wants_all(("note", {"text": "Wants a room."}), ("note", {"text": "x" * 1001}), ("note", {"text": ""}))],
        [Sentence("Noted.")],
    )
    async with call_with(model, agent_with("note")) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(model.asked) == 3)
        await call.carrier.agent_has_spoken()
    assert call.record.over is not None
    assert call.record.over.notes == ("Wants a room.",)
    assert [outcome for _, outcome in tools_in(call.record)] == [Outcome.DONE, Outcome.REFUSED, Outcome.REFUSED]


async def test_what_ends_the_call_comes_last(autojump_clock: MockClock) -> None:
    """A model that hangs up and takes a note in one breath has both, in either order; nobody is put through as well."""
    model = PlayedModel(
        GREETING,
        [wants_all(("hang_up", {}), ("note", {"text": "Done."}), ("transfer", {"place": "billing"}))],
    )
    voice = SimulatedVoice(1)
    async with call_with(model, agent_with("hang_up", "note", "transfer", more=DESK), voice) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.over.wait()
    assert call.record.over is not None
    assert (call.record.over.end_reason, call.record.over.notes) == ("agent hung up", ("Done.",))
    assert call.record.over.transferred_to is None
    assert voice.said == ["Hello.", GOODBYE]
