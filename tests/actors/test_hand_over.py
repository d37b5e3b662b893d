"""A language model and the dialogue of the agent file lead a call in turn. The real exchange and dialogue, a modelled
language model; virtual time."""

import pytest
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.decide.tool_use import Outcome
from tests.actors.inn import BEGINS, INN
from tests.actors.shared_calls import CountedTool, ScriptedModel, calls_tool, collected_in, shared_call

BOOKS = {
    "a room please": (Sentence("Gladly."), calls_tool("start_dialogue")),
    "a room for friday": (calls_tool("start_dialogue", slots={"day": "friday"}),),
    "a room for sixty": (calls_tool("start_dialogue", slots={"day": "friday", "people": 60}),),
    "answered": (Sentence("Hello, this is the inn."),),
    "handed over": (Sentence("Anything else?"),),
}


def booking() -> CountedTool:
    return CountedTool(result={"free": True, "reference": "A 7"})


async def test_a_model_begins_the_dialogue_and_has_the_caller_back(autojump_clock: MockClock) -> None:
    """The dialogue asks its own questions, and its tool runs once."""
    model, tool = ScriptedModel(BOOKS), booking()
    said = ["a room please", "friday", "two", "yes", "thanks a lot"]
    async with shared_call(INN, *said, model=model, tools=[tool]) as call:
        await call.hears_out("Hello")
        await call.says()
        await call.hears("Gladly.")
        await call.hears_out("For which day?")
        await call.says()
        await call.hears_out("For how many?")
        await call.says()
        await call.hears_out("A room for two, friday.")
        await call.says()
        await call.hears("One moment.")
        await call.hears("It is booked.")
        await call.hears("Your reference is A 7.")
        await call.hears_out("What else can I do?")
        assert [turn.occasion for turn in model.asked[:-1]] == [Occasion.ANSWERED]
        await call.says()
        await call.hears_out("Well.")
    assert tool.ran == [{"day": "friday", "people": 2, "kind": "double"}]
    assert collected_in(call) is not None


