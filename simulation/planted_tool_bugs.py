"""Bugs in the running of tools, planted where a trial may change a call: each must break a promise."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from offhook.actors.responder.service import CallerTurn, Commit, Heard, ToolUses, Written
from offhook.engine.run.call import Actors, Call, Cast
from offhook.engine.run.gate import Gate
from offhook.engine.run.reply import Reply, ReplyWriter
from offhook.engine.run.tool import OnInterruption, Tool, ToolCall
from offhook.simulation.services import SimulatedResponder


def run_twice(tool: Tool) -> Tool:
    """As if its result had been lost on the way."""

    async def run(call: ToolCall, arguments: object) -> object:
        await tool.run(call, arguments)
        return await tool.run(call, arguments)

    return msgspec.structs.replace(tool, run=run)


def never_cancelled(tool: Tool) -> Tool:
    """An interruption ends none."""
    if tool.on_interruption is OnInterruption.CANCEL:
        return msgspec.structs.replace(tool, on_interruption=OnInterruption.FINISH_QUIETLY)
    return tool


def always_cancelled(tool: Tool) -> Tool:
    """An interruption ends them all."""
    return msgspec.structs.replace(tool, on_interruption=OnInterruption.CANCEL)


def never_told(tool: Tool) -> Tool:
    """What was to be told is not."""
    if tool.on_interruption is OnInterruption.FINISH_AND_TELL:
        return msgspec.structs.replace(tool, on_interruption=OnInterruption.FINISH_QUIETLY)
    return tool


def taken_for_harmless(tool: Tool) -> Tool:
    """It needs no journal then."""
    return msgspec.structs.replace(tool, has_effects=False)


class Forgetful(SimulatedResponder):
    """Is not told what was decided in earlier turns."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        kept = [each for each in heard if not isinstance(each, ToolUses) or each.turn == turn.number]
        async with super().reply(turn, kept, commit) as parts:
            yield parts


class Muddled(SimulatedResponder):
    """Is told all that was decided at the end of the conversation."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        async with super().reply(turn, sorted(heard, key=lambda each: isinstance(each, ToolUses)), commit) as parts:
            yield parts


def eager(cast: Cast) -> Cast:
    """A draft's tools do not wait until it is the answer."""
    return _EagerCast(cast)


class _EagerCast:
    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        call.gate = _EagerGate(call.gate)
        async with self._cast.play(call) as actors:
            yield actors


class _EagerGate(Gate):
    def __init__(self, real: Gate) -> None:
        self.__dict__ = real.__dict__  # the floor has the real one: they are the same

    def begin_reply(self, turn: int, *, draft: bool = False) -> ReplyWriter:
        writer = super().begin_reply(turn, draft=draft)
        return writer if not draft else _EagerWriter(writer)


class _EagerWriter(ReplyWriter):
    def __init__(self, real: ReplyWriter) -> None:
        self.__dict__ = real.__dict__
        self.reply = _EagerReply(real.reply)


class _EagerReply(Reply):
    def __init__(self, real: Reply) -> None:
        self.__dict__ = real.__dict__

    async def wait_committed(self) -> None:
        """Nobody waits."""
