"""`transfer`: puts the caller through to one of the places that the agent file names."""

from collections.abc import Mapping

import msgspec
import trio

from offhook.actors.tools.built_in.arguments import reader_of
from offhook.actors.tools.built_in.places import Place
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.run.reply import Transfer
from offhook.engine.run.tool import ArgumentsWrong, Done, Tool, ToolCall

NAME = "transfer"
_DESCRIPTION = (
    "Put the caller through to a person. Say so in the words before this call of the tool: nothing can be said after "
    "it, and the call with you is over."
)


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: str


def transfer(places: Mapping[str, Place]) -> Tool:
    """To these places, and nowhere else."""

    def read(text: str) -> _Arguments:
        arguments = reader_of(_Arguments)(text)
        if arguments.place not in places:
            raise ArgumentsWrong(f"There is no place of this name. The places are: {', '.join(places)}.")
        return arguments

    async def run(call: ToolCall, arguments: object) -> Done:
        del call
        await trio.lowlevel.checkpoint()
        assert isinstance(arguments, _Arguments), "`read` has made them"
        result = (
            f"The caller is put through to {arguments.place} as soon as what was said is heard. "
            "A caller who interrupts it goes on here."
        )
        return Done(result, (Transfer(places[arguments.place].to),), ends_reply=True)

    return Tool(ToolOffer(NAME, _DESCRIPTION, _schema(places)), read, run, has_effects=False)


def _schema(places: Mapping[str, Place]) -> dict[str, object]:
    known = "; ".join(f"{name}: {place.description}" for name, place in places.items() if place.description)
    place = {"type": "string", "enum": list(places), "description": known or "where to"}
    return {"type": "object", "properties": {"place": place}, "required": ["place"], "additionalProperties": False}
