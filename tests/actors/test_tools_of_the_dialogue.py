"""A tool for the dialogue only, `offered = false`. The real exchange, dialogue and ledger of tools; virtual time."""

import msgspec
from trio.testing import MockClock

from offhook.engine.decide.tool_use import Outcome
from tests.actors.inn import ANSWERS, INN
from tests.actors.shared_calls import CountedTool, ScriptedModel, calls_tool, shared_call


async def test_a_model_cannot_call_what_is_for_the_dialogue_only(autojump_clock: MockClock) -> None:
    """It is not offered, and refused if the model calls it all the same; the dialogue calls it after its questions."""
    tool = CountedTool(result={"free": True, "reference": "A 7"})
    tool.tool = msgspec.structs.replace(tool.tool, is_offered=False)
    at_once = calls_tool("book_room", day="friday", people=2, kind="double")
    model = ScriptedModel({**ANSWERS, "just book it": (at_once,)})
    words = ("just book it", "a room please", "friday", "two", "yes")
    async with shared_call(INN, *words, model=model, tools=[tool]) as call:
        await call.hears_out("Hello")
        await call.says()
        await call.hears_out("Well.")
        assert (model.offered, tool.ran) == (["start_dialogue"], [])
        await call.says()
        for question in ("For which day?", "For how many?", "A room for two"):
            await call.hears_out(question)
            await call.says()
        await call.hears("It is booked.")
    assert tool.ran == [{"day": "friday", "people": 2, "kind": "double"}]
    assert call.call.record.over is not None
    refused, started, done = call.call.record.over.tools
    assert (refused.outcome, started.outcome, done.outcome) == (Outcome.REFUSED, Outcome.DONE, Outcome.DONE)
    assert (refused.tool, done.tool) == ("book_room", "book_room")
    assert "There is no tool of this name. The tools are: start_dialogue." in refused.result
