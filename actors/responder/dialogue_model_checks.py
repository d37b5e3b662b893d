"""Checks how a script and a language model share a call: who begins, who may hand over, and who stands in for whom."""

from collections.abc import Iterator

from offhook.actors.responder.script import MODEL, Script
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.toml_lines import KeyPath

_NO_PROMPT = 'add prompt = """...""" at the top of the file, or remove this'


def check_model(script: Script, file: AgentFile) -> None:
    """Report every problem of that."""
    if not script.has_model:
        _check_alone(script, file)
        return
    to_model = [*_to_model(script)]
    if script.without_model and script.without_model not in script.states:
        fix = did_you_mean(script.without_model, script.states)
        file.report(("dialogue", "without_model"), f"unknown state '{script.without_model}'", fix)
    if to_model and not script.shares:
        fix = 'add begins = true, or starts = "When the caller wants to ..."'
        file.report(to_model[0], "the dialogue never leads, so it cannot hand over", fix)
    elif to_model and not script.without_model:
        fix = 'add without_model = "..." under [dialogue], with a state for callers to whom no model can be reached'
        file.report(to_model[0], "nobody says where this leads without a model", fix)
    if script.begins and not to_model:
        what = "the dialogue begins and never hands over, so the prompt is used by nobody"
        file.report(("dialogue", "begins"), what, f'let a state or a choice have go = "{MODEL}"')
    start = script.states.get(script.start)
    if start is not None and start.starts and script.entries[script.start] != start.starts:
        what = f"'starts' stands twice for '{script.start}'"
        file.report((*start.place, "starts"), what, "remove one of the two")


def _check_alone(script: Script, file: AgentFile) -> None:
    """There is nothing for a model in the agent file."""
    for place in _to_model(script):
        file.report(place, "there is no model to hand over to: the agent has no prompt", _NO_PROMPT)
    if not script.begins:
        file.report(("dialogue", "begins"), "nobody else could begin: the agent has no prompt", _NO_PROMPT)
    if script.without_model:
        file.report(("dialogue", "without_model"), "never used: the agent has no prompt", _NO_PROMPT)
    for name in script.entries:
        state = script.states.get(name)
        place = (*state.place, "starts") if state is not None and state.starts else ("dialogue", "starts")
        file.report(place, "there is no model to start this: the agent has no prompt", _NO_PROMPT)


def _to_model(script: Script) -> Iterator[KeyPath]:
    """Where a hand-over stands."""
    if script.give_up_go == MODEL:
        yield ("dialogue", "give_up_go")
    for choice in script.always:
        if choice.go == MODEL:
            yield (*choice.place, "go")
    for state in script.states.values():
        if state.go == MODEL:
            yield (*state.place, "go")
        for choice in state.choices:
            if choice.go == MODEL:
                yield (*choice.place, "go")
        if state.call is not None and MODEL in (state.call.failed_go, state.call.unknown_go):
            yield (*state.place, "failed_go" if state.call.failed_go == MODEL else "unknown_go")
        for branch in state.call.results if state.call is not None else ():
            if branch.go == MODEL:
                yield (*branch.place, "go")
