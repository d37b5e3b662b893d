"""`note`: puts a note into the call's record."""

from typing import Annotated, cast

import msgspec
import trio

from offhook.actors.tools.built_in.arguments import reader_of, schema_of
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.run.tool import Tool, ToolCall
from offhook.engine.run.tools_of_call import NOTE_CHARACTERS

NAME = "note"
_DESCRIPTION = (
    "Write a note into the record of this call, for the people who read it later: what the caller wants, has agreed "
    "to, or is to be called back for. The caller does not hear it."
)


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Annotated[
        str, msgspec.Meta(min_length=1, max_length=NOTE_CHARACTERS, description="one or a few whole sentences")
    ]


def note(agent: Agent) -> Tool:
    """A note is taken at once, and stays if the caller interrupts."""
    del agent

    async def run(call: ToolCall, arguments: object) -> object:
        await trio.lowlevel.checkpoint()
        call.note(cast(_Arguments, arguments).text)
        return "noted"

    offer = ToolOffer(NAME, _DESCRIPTION, schema_of(_Arguments))
    return Tool(offer, reader_of(_Arguments), run, has_effects=False, side_by_side=True)
