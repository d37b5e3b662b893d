"""`send_digits`: presses keys for the agent, as tones in its audio."""

from typing import Annotated

import msgspec
import trio

from offhook.actors.tools.built_in.arguments import reader_of, schema_of
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.run.reply import key_tones
from offhook.engine.run.tool import ArgumentsWrong, Done, Tool, ToolCall
from offhook.protocol.dtmf import SENDABLE

NAME = "send_digits"
MOST_KEYS = 64
_DESCRIPTION = (
    "Press keys of the telephone: a machine at the other end hears their tones. Say in the words before this call of "
    "the tool what is to be said before; afterwards the other end is to answer."
)
_RULE = f"1 to {MOST_KEYS} of the keys 0 to 9, *, #, A to D, and w for a pause of half a second"
_RESULT = "The keys are sent after what was said before. Whoever interrupts cuts them off."


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    digits: Annotated[str, msgspec.Meta(description=_RULE)]


def send_digits(agent: Agent) -> Tool:
    """They are sent once: what was cut off and goes on later goes on with the next key."""
    del agent

    def read(text: str) -> _Arguments:
        arguments = reader_of(_Arguments)(text)
        keys = arguments.digits
        if not 0 < len(keys) <= MOST_KEYS or not SENDABLE.issuperset(keys):
            wrong = f"{len(keys)} keys" if SENDABLE.issuperset(keys) else "other characters"
            raise ArgumentsWrong(f"'digits' must be {_RULE}; it has {wrong}.")
        return arguments

    async def run(call: ToolCall, arguments: object) -> Done:
        del call
        await trio.lowlevel.checkpoint()
        assert isinstance(arguments, _Arguments), "`read` has made them"
        return Done(_RESULT, (key_tones(arguments.digits),), ends_reply=True)

    return Tool(ToolOffer(NAME, _DESCRIPTION, schema_of(_Arguments)), read, run, has_effects=False)
