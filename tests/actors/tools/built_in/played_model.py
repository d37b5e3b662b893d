"""A language model whose replies are known before, and a call in which an agent with built-in tools answers."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager

import trio

from offhook.actors.responder.service import CallerTurn, Commit, Heard, Occasion, UseTools, WantedTool, Written
from offhook.actors.settings import Settings
from offhook.engine.decide.tool_use import Outcome, ToolUses
from offhook.engine.record.call_record import CallRecord
from offhook.simulation.exchange import AGENT
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import OneCall, one_call


def wants(name: str, **arguments: object) -> UseTools:
    """The model calls this tool."""
    return wants_all((name, arguments))


def wants_all(*tools: tuple[str, dict[str, object]]) -> UseTools:
    """The same of several at one time."""
    return UseTools(tuple(WantedTool(f"w{number}", name, json.dumps(of)) for number, (name, of) in enumerate(tools)))


class PlayedModel(SimulatedResponder):
    """Gives the first of these replies when it is asked first, and so on; afterwards it says nothing more."""

    def __init__(self, *replies: Sequence[Written]) -> None:
        super().__init__()
        self._replies = [*replies]
        self.conversations: list[Sequence[Heard]] = []
        """What it was told each time it was asked."""

    @property
    def results(self) -> list[tuple[str, Outcome, str]]:
        """Of the tools that it knew of when it was asked last."""
        decided = [each for each in self.conversations[-1] if isinstance(each, ToolUses)]
        return [(use.name, use.outcome, use.result) for each in decided for use in each.uses]

    @property
    def occasions(self) -> list[Occasion]:
        return [turn.occasion for turn in self.asked]

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        del commit
        self.asked.append(turn)
        self.conversations.append(tuple(heard))
        async with aclosing(_given(self._replies.pop(0) if self._replies else ())) as parts:
            yield parts


async def _given(parts: Sequence[Written]) -> AsyncGenerator[Written, None]:  # noqa: ASYNC900  # `reply` closes it
    for part in parts:
        await trio.lowlevel.checkpoint()
        yield part


def agent_with(*tools: str, more: str = "") -> str:
    """An agent file that names these tools."""
    return f"{AGENT}[built_in]\ntools = {json.dumps(tools)}\n{more}"


def call_with(
    model: PlayedModel, agent: str, voice: SimulatedVoice | None = None, settings: Settings | None = None
) -> AbstractAsyncContextManager[OneCall]:
    """A call of a caller who always says the same."""
    return one_call(
        settings,
        agent=agent,
        recognizer=SimulatedRecognizer("book a room"),
        responder=model,
        voice=voice or SimulatedVoice(1),
    )


def tools_in(record: CallRecord) -> list[tuple[str, Outcome]]:
    """The tools' ledger of a record, in the order of the model."""
    assert record.over is not None, "the call is over"
    return [(each.tool, each.outcome) for each in sorted(record.over.tools, key=lambda each: each.use)]
