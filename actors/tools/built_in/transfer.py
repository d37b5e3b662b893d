"""`transfer`: puts the caller through to one of the places that the agent file names.

To a warm place whoever picks up is told what the caller wants, and takes the call or does not. Then the caller comes
back to the agent, and the result of the tool becomes a failure (`engine/run/came_back.py`).
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec
import trio

from offhook.actors.tools.built_in.arguments import reader_of
from offhook.actors.tools.built_in.places import Place
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.host.agent import Agent
from offhook.engine.run.reply import Sentence, Transfer
from offhook.engine.run.tool import ArgumentsWrong, Done, Tool, ToolCall

NAME = "transfer"
SUMMARY_CHARACTERS = 500
_DESCRIPTION = (
    "Put the caller through to a person. Say so in the words before this call of the tool: nothing can be said after "
    "it, and the call with you is over"
)
_COLD_END, _WARM_END = ".", ", unless nobody takes it: then the caller comes back to you."
_SUMMARY = "what whoever picks up is told before they take the call, in one to three sentences: who calls, and what for"


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: str
    summary: Annotated[str, msgspec.Meta(max_length=SUMMARY_CHARACTERS)] = ""


def transfer(agent: Agent, places: Mapping[str, Place]) -> Tool:
    """To these places, and nowhere else."""

    def read(text: str) -> _Arguments:
        arguments = reader_of(_Arguments)(text)
        if arguments.place not in places:
            raise ArgumentsWrong(f"There is no place of this name. The places are: {', '.join(places)}.")
        if places[arguments.place].warm and not arguments.summary.strip():
            raise ArgumentsWrong(f"'summary' is missing: {_SUMMARY}.")
        return arguments

    async def run(call: ToolCall, arguments: object) -> Done:
        await trio.lowlevel.checkpoint()
        assert isinstance(arguments, _Arguments), "`read` has made them"
        place = places[arguments.place]
        # A caller who has heard nothing in answer would suddenly hear it ring.
        fillers = agent.filled(call.known).in_language(call.language).fillers[:1]
        said = () if call.has_spoken else tuple(Sentence(filler, language=call.language) for filler in fillers)
        result = (
            f"The caller is put through to {arguments.place} as soon as what was said is heard. "
            "A caller who interrupts it goes on here."
        )
        return Done(result, (*said, Transfer(place.to, _warm(place, arguments, call))), ends_reply=True)

    return Tool(ToolOffer(NAME, _description(places), _schema(places)), read, run, has_effects=False)


def _warm(place: Place, arguments: _Arguments, call: ToolCall) -> WarmTransfer | None:
    if not place.warm:
        return None
    use = call.key.rpartition("-")[2]  # the call of the tool within the telephone call, whichever stream it was in
    return WarmTransfer(arguments.place, arguments.summary.strip(), place.ask, call.language, place.timeout_s, use)


def _description(places: Mapping[str, Place]) -> str:
    return _DESCRIPTION + (_WARM_END if any(place.warm for place in places.values()) else _COLD_END)


def _schema(places: Mapping[str, Place]) -> dict[str, object]:
    known = "; ".join(f"{name}: {place.description}" for name, place in places.items() if place.description)
    properties: dict[str, object] = {
        "place": {"type": "string", "enum": list(places), "description": known or "where to"}
    }
    warm = [name for name, place in places.items() if place.warm]
    if warm:
        which = "" if len(warm) == len(places) else f"; for {', '.join(warm)} only"
        properties["summary"] = {"type": "string", "maxLength": SUMMARY_CHARACTERS, "description": _SUMMARY + which}
    required = list(properties) if len(warm) == len(places) else ["place"]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
