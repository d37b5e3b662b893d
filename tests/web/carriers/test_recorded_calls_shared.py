"""Recorded calls that a model and a dialogue lead in turn, with tools: each turn is a request of its own. As in
`test_recorded_calls.py`: the real application, virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.dialogue import open_dialogue
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.agent import load_agent
from offhook.simulation.services import SimulatedRecognizer
from tests.actors.inn import ANSWERS, COLLECTED, INN
from tests.actors.shared_calls import CountedTool, ScriptedModel, settings_of_shared_calls
from tests.web.carriers.recorded_caller import voice
from tests.web.carriers.recorded_rig import Old, open_old

RECORDED_S = 5.0
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(httpx|httpcore)[.].*:ResourceWarning")


@asynccontextmanager
async def shared(model: ScriptedModel, tool: CountedTool, *said: str) -> AsyncIterator[Old]:
    async with (
        open_dialogue(load_agent("test.toml", INN)) as dialogue,
        open_old(
            settings_of_shared_calls(),
            agent=INN,
            responders=[model, dialogue],
            tools=[tool.tool],
            recognizer=SimulatedRecognizer(*said),
        ) as old,
    ):
        yield old


async def says(old: Old) -> str:
    """The next text of the recognizer; what is said to it."""
    before = len(old.voice.said)
    await old.caller.goes_on_listening()
    await trio.sleep(RECORDED_S)
    await old.caller.said(old.recordings.keep(voice()))
    return " ".join(old.voice.said[before:])


async def test_the_turns_of_a_recorded_call_go_on_with_whoever_led(autojump_clock: MockClock) -> None:
    """The model begins the dialogue, its tool runs once, and the model has the caller back."""
    model, tool = ScriptedModel(ANSWERS), CountedTool(result={"free": True, "reference": "A 7"})
    async with shared(model, tool, "a room for friday", "two", "yes", "thanks") as old:
        await old.caller.call()
        said = [await says(old) for _ in range(4)]
    booked = "One moment. It is booked. Your reference is A seven. What else can I do?"
    assert said == ["For how many?", "A room for two, friday. Shall I book it?", booked, "Well."]
    assert tool.ran == [{"day": "friday", "people": 2, "kind": "double"}]
    assert [message.content for message in model.told[-1]].count(f"yes {COLLECTED}") == 1
    uses = [(use.name, use.outcome) for message in model.told[-1] for use in message.uses]
    assert uses == [("start_dialogue", Outcome.DONE), ("book_room", Outcome.DONE)]


async def test_a_tool_for_which_a_request_has_no_time_is_not_called_again(autojump_clock: MockClock) -> None:
    """It is cut off with the request; the next one says what is known of it."""
    model, tool = ScriptedModel(ANSWERS), CountedTool(result={}, takes_s=30, deadline_s=40)
    async with shared(model, tool, "a room for friday", "two", "yes", "hello") as old:
        await old.caller.call()
        said = [await says(old) for _ in range(4)]
    assert said[2:] == ["One moment.", "I do not know whether that worked. How can I help you?"]
    assert len(tool.ran) == 1
