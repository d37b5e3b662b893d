"""Checks the tools that a script's states call: what the agent file says of them, and, at the start of the server,
whether there are such tools."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from offhook.actors.responder.script import LEAVING, Script, State
from offhook.actors.responder.slot import Slot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.actors.responder.start_dialogue import START_DIALOGUE
from offhook.actors.responder.state_call import Branch, Call, types_of
from offhook.actors.tools.built_in import collect_digits
from offhook.engine.host.agent import AGENT_KEYS, Agent
from offhook.engine.host.agent_file import AgentFile, AgentFileError
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.run.tool import Tool
from offhook.engine.words.placeholders import CALLED, CALLER, has_lone_brace, placeholders

_TYPES = {bool: ("boolean",), int: ("integer", "number"), float: ("number",), str: ("string",)}
_FOR_MODELS = {
    START_DIALOGUE: "name a state in go: this is in the dialogue already",
    collect_digits.NAME: 'ask for them in a state with a slot of the type "digits"',
}
CheckTarget = Callable[[str, KeyPath, Iterable[str]], None]


class CallChecks:
    """Reports every problem of the calls of one script."""

    def __init__(self, script: Script, file: AgentFile, check_target: CheckTarget) -> None:
        self._script, self._file, self._check_target = script, file, check_target

    def check(self, state: State, call: Call) -> None:
        place = state.place
        if state.waits:
            waits = "slot" if state.slot else "choices" if state.choices else "choices_of"
            what = f"state '{state.name}' calls a tool, so it cannot wait for an answer too"
            self._file.report((*place, waits), what, "ask in a state of its own, whose go leads here")
        if not call.failed_go:
            what = f"state '{state.name}' does not say what happens if '{call.tool}' fails"
            self._file.report(place, what, 'add failed_go = "..." with a state that tells the caller')
        for key, target in (("failed_go", call.failed_go), ("unknown_go", call.unknown_go)):
            if target:
                self._check_go(target, (*place, key))
        for name, value in call.arguments.items():
            self._argument(name, value, (*place, "with"))
        for branch in call.results:
            self._branch(branch)

    def check_text(self, name: str, where: KeyPath) -> None:
        """Of a text that says a field of a result."""
        if not self._script.calls:
            what = f"there is no {{{name}}}: no state calls a tool"
            self._file.report(where, what, 'add call = "..." to the state before', near=f"{{{name}}}")

    def _check_go(self, target: str, where: KeyPath) -> None:
        self._check_target(target, where, (*self._script.states, *LEAVING))

    def _argument(self, name: str, value: object, where: KeyPath) -> None:
        if not isinstance(value, str | int | float):
            fix = 'write a text, a number, true or false; an answer as "{slot}"'
            self._file.report((*where, name), f"the argument '{name}' does not fit", fix, near=name)
            return
        if not isinstance(value, str):
            return
        if has_lone_brace(value):
            self._file.report((*where, name), f"unbalanced {{ }} in '{value}'", "write {slot}", near=name)
            return
        for place in placeholders(value):
            if place.name not in self._script.slots and not place.is_fact:
                what = f"unknown slot '{place.name}' in the argument '{name}'"
                fix = did_you_mean(place.name, (*self._script.slots, CALLER, CALLED))
                self._file.report((*where, name), what, fix, near=f"{{{place.name}")

    def _branch(self, branch: Branch) -> None:
        self._check_go(branch.go, (*branch.place, "go"))
        if not branch.when:
            self._file.report((*branch.place, "when"), "this fits every result", 'write when = { field = "value" }')
        elif not _comparable(branch.when):
            fix = "compare with a text, a number, true or false, a list of them, or a table"
            self._file.report((*branch.place, "when"), "a value of 'when' does not fit", fix)


def check_tools(script: Script, agent: Agent, tools: Mapping[str, Tool], *, more_may_come: bool = False) -> list[str]:
    """Problems: tools that there are not, unless they may still come, and arguments that they do not take."""
    file = AgentFile(agent.path, agent.text, AGENT_KEYS)
    for state in script.states.values():
        if state.call is not None and not (more_may_come and state.call.tool not in tools):
            _check_tool(state.call, state.place, script.slots, tools, file)
    try:
        file.raise_problems()
    except AgentFileError as exc:
        return str(exc).splitlines()
    return []


def _check_tool(
    call: Call, place: KeyPath, slots: Mapping[str, Slot], tools: Mapping[str, Tool], file: AgentFile
) -> None:
    tool, known = tools.get(call.tool), [name for name in tools if name not in _FOR_MODELS]
    if call.tool in _FOR_MODELS:
        file.report((*place, "call"), f"'{call.tool}' is for models only", _FOR_MODELS[call.tool])
    elif tool is None:
        fix = did_you_mean(call.tool, known) if known else "this agent has none: docs/model-and-dialogue.md has more"
        file.report((*place, "call"), f"there is no tool '{call.tool}'", fix)
    else:
        if tool.has_effects and not call.unknown_go:
            what = f"'{call.tool}' changes something, and its outcome may stay unknown, as when it is late"
            file.report(place, what, 'add unknown_go = "..." with a state that tells the caller so')
        for where, what, fix in _misfits(call, slots, tool.offer.parameters):
            file.report((*place, "with"), what, fix, near=where)


def _misfits(call: Call, slots: Mapping[str, Slot], schema: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Arguments that the tool does not take: text near by, what, and what to do."""
    properties, required = schema.get("properties"), schema.get("required")
    named = list(properties) if isinstance(properties, Mapping) else []
    takes_others = schema.get("additionalProperties", True) is not False and not named
    for name, value in call.arguments.items():
        if name not in named and not takes_others:
            fix = did_you_mean(name, named) if named else "it takes none: remove with"
            yield name, f"'{name}' is no argument of '{call.tool}'", fix
        elif (types := types_of(schema, name)) and _types_of_value(value, slots).isdisjoint(types):
            yield name, f"'{name}' of '{call.tool}' does not fit", f"it must be: {' or '.join(types)}"
    for name in required if isinstance(required, list) else []:
        if name not in call.arguments:
            yield "", f"'{call.tool}' needs the argument '{name}'", f'add {name} = "..." to with'


def _types_of_value(value: object, slots: Mapping[str, Slot]) -> set[str]:
    """What it can be given as."""
    types = {each for kind, names in _TYPES.items() if type(value) is kind for each in names}
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        slot = slots.get(value[1:-1])
        types |= {"boolean"} if isinstance(slot, YesNoSlot) else set()
        types |= {"integer", "number"} if isinstance(slot, NumberSlot) or hasattr(slot, "length") else set()
    return types


def _comparable(value: object) -> bool:
    match value:
        case Mapping():
            return all(map(_comparable, value.values()))
        case list():
            return all(isinstance(each, str | int | float) for each in value)
        case _:
            return isinstance(value, str | int | float)
