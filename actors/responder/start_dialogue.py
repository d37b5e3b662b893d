"""The tool by which a language model hands the caller over to the dialogue of the agent file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from offhook.actors.responder.given_slots import read_given, schema_of
from offhook.actors.responder.script import Script
from offhook.engine.decide.tool_use import Outcome, ToolOffer, ToolUse, ToolUses
from offhook.engine.run.tool import ArgumentsWrong, Tool, ToolCall

START_DIALOGUE = "start_dialogue"
DEADLINE_S = 5.0
_WHAT_IT_IS = (
    "Hands the caller over to a fixed dialogue, which asks its own questions and speaks until it is over. Call it at"
    " once, without asking these questions yourself"
)


class Start(msgspec.Struct, frozen=True):
    """Where the dialogue is to begin, and what the caller has said already."""

    state: str = ""
    slots: Mapping[str, object] = {}


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    state: str = ""
    slots: dict[str, object] = {}


def start_tools(script: Script, today: Callable[[], date]) -> Sequence[Tool]:
    """Empty if no model may begin the dialogue. The dialogue itself begins when the conversation's ledger of tools says
    so (`agent_session.py`): the tool only reads what it is to begin with, on the day that is
    `today` where the agent works."""
    if not (script.shares and script.entries):
        return ()

    def read(arguments: str) -> Start:
        return read_start(script, arguments)

    async def run(call: ToolCall, arguments: object) -> object:  # noqa: ASYNC124, ASYNC910  # tools are
        del call
        assert isinstance(arguments, Start), "`read` has made it"
        values, wrong = read_given(script, arguments.slots, today())
        told = {"started": arguments.state, "taken": values}
        return told | ({"not_understood": wrong, "then": "the dialogue asks the caller for it"} if wrong else {})

    return (Tool(start_offer(script), read, run, has_effects=False, deadline_s=DEADLINE_S),)


def start_offer(script: Script) -> ToolOffer:
    """What a model is told of it. Without a choice of states and without slots, it takes no arguments."""
    properties: dict[str, object] = {}
    if len(script.entries) > 1:
        states = "; ".join(f"{state}: {when}" for state, when in script.entries.items())
        properties["state"] = {"type": "string", "enum": [*script.entries], "description": states}
        when = f"{_WHAT_IT_IS}. Its states: {states}"
    else:
        when = f"{_WHAT_IT_IS}. {next(iter(script.entries.values()))}"
    if script.slots:
        properties["slots"] = {
            "type": "object",
            "description": "What the caller has said already, and nothing else.",
            "properties": {name: schema_of(slot) for name, slot in script.slots.items()},
            "additionalProperties": False,
        }
    required = ["state"] if "state" in properties else []
    parameters = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return ToolOffer(START_DIALOGUE, when, parameters)


def read_start(script: Script, arguments: str) -> Start:
    """Raises ArgumentsWrong. A slot that does not fit is no reason: the caller is asked for it."""
    try:
        given = msgspec.json.decode(arguments, type=_Arguments)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as exc:
        raise ArgumentsWrong(f"The arguments do not fit: {exc}.") from exc
    if given.state not in script.entries and (given.state or len(script.entries) > 1):
        raise ArgumentsWrong(f"There is no state {given.state!r} to begin with: {', '.join(script.entries)}.")
    for name in given.slots:
        if name not in script.slots:
            raise ArgumentsWrong(f"There is no slot {name!r}. The slots are: {', '.join(script.slots) or 'none'}.")
    return Start(given.state or next(iter(script.entries)), given.slots)


def newest_start(decided: Sequence[ToolUses], after: str) -> tuple[ToolUse, int] | None:
    """The last time that a model has begun the dialogue, and in which turn, if that was after this use."""
    starts = [
        (use, each.turn)
        for each in decided
        for use in each.uses
        if use.name == START_DIALOGUE and use.outcome is Outcome.DONE and use.id > after
    ]
    return starts[-1] if starts else None
