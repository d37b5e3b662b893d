"""Checks a script as a whole, so that no caller ends up in a dead end. Every problem is reported."""

import re
from collections.abc import Iterable, Iterator

from offhook.actors.responder.certainty import does_at_once
from offhook.actors.responder.dialogue_call_checks import CallChecks
from offhook.actors.responder.dialogue_language_checks import check_language
from offhook.actors.responder.dialogue_model_checks import check_model
from offhook.actors.responder.language_rules import BUILT_IN_RULES
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.script import (
    HANG_UP,
    LEAVING,
    MODEL,
    REFERENCE,
    SKIP,
    START_OVER,
    TARGETS,
    TRANSFER,
    Choice,
    Script,
    Sentences,
    State,
    Sure,
)
from offhook.actors.responder.state_call import RESULT
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.agent_texts import NO_LOOKUP
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.pattern import PatternError, rules_in
from offhook.engine.words.placeholders import CALLED, CALLER, HOW_TO, LOOKUP, Placeholder, has_lone_brace

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = (*BUILT_IN_RULES, REFERENCE, RESULT, CALLER, CALLED)


def check_script(script: Script, agent: Agent, file: AgentFile) -> None:
    """Report every problem of a script."""
    checks = _Checks(script, agent, file)
    checks.names()
    check_language(script, agent, file)
    checks.targets()
    for choice in script.always:
        checks.choice(choice)
    for state in script.states.values():
        checks.state(state)
    checks.paths()
    check_model(script, file)


class _Checks:
    def __init__(self, script: Script, agent: Agent, file: AgentFile) -> None:
        self._script, self._agent, self._file = script, agent, file
        self._rules = script.all_rules
        self._calls = CallChecks(script, file, self._target)

    def names(self) -> None:
        script = self._script
        for kind, names, reserved in (
            ("slots", script.slots, _RESERVED),
            ("rules", script.rules, (*_RESERVED, *script.slots)),
            ("states", script.states, TARGETS),
        ):
            for name in names:
                if name in reserved:
                    self._report(("dialogue", kind, name), f"'{name}' has a meaning of its own", "choose another name")
                elif _NAME.fullmatch(name) is None:
                    self._report(("dialogue", kind, name), f"bad name '{name}'", "use a-z, 0-9 and _")
        for name, pattern in script.rules.items():
            self._phrase(pattern, ("dialogue", "rules", name))
        for name, phrases in script.within.items():
            place = ("dialogue", "slots", name, "within")
            for phrase in phrases:
                if self._phrase(phrase, place) and name not in rules_in(phrase):
                    self._report(place, f"'{phrase}' does not say <{name}>", "say the slot in it", near=phrase)

    def targets(self) -> None:
        script = self._script
        if script.start not in script.states:
            fix = did_you_mean(script.start, script.states) if script.start else 'add start = "..."'
            self._report(("dialogue", "start"), f"unknown first state '{script.start}'", fix)
        if script.give_up_go not in LEAVING:
            what = f"give_up_go is '{script.give_up_go}', so a call might never end"
            self._report(("dialogue", "give_up_go"), what, f"write one of {', '.join(LEAVING)}")
        if script.give_up_go == TRANSFER:
            self._transfer(("dialogue", "give_up_go"))
        for key, text in (("not_understood", script.not_understood), ("give_up", script.give_up)):
            self._text(text, ("dialogue", key))
            if not text.certain():
                self._report(("dialogue", key), f"{key} may come out empty", "write a sentence without { }")
        for go, text in script.ask_first.items():
            self._text(text, ("dialogue", "ask_first", go))
            if not text.certain():
                what = f"ask_first.{go} may come out empty"
                self._report(("dialogue", "ask_first", go), what, "write a sentence without { }")

    def state(self, state: State) -> None:
        if state.call is not None:
            self._calls.check(state, state.call)
        elif not state.ask:
            self._report(state.place, f"missing answer: state '{state.name}' says nothing", 'add ask = "..."')
        if state.ask and not state.ask.certain() and state.call is None:
            what = f"state '{state.name}' says nothing to callers who left a slot out"
            self._report((*state.place, "ask"), what, "add a sentence without { }")
        for key, text in (("ask", state.ask), ("ask_again", state.ask_again), ("keys", state.keys)):
            self._text(text, (*state.place, key))
        if state.ask_again and not state.ask_again.certain():
            self._report((*state.place, "ask_again"), "ask_again may come out empty", "add a sentence without { }")
        self._slot_keys(state)
        self._go_of(state)
        self._shared_choices(state)
        for choice in state.choices:
            self.choice(choice)
            if choice.go == SKIP and not state.slot:
                self._report((*choice.place, "go"), "there is no slot to skip here", "name a state to go to")

    def choice(self, choice: Choice) -> None:
        if not choice.say and not choice.key:
            self._report(choice.place, "nobody can choose this", 'add say = ["..."] or key = "..."')
        if not choice.answer and (not choice.go or choice.go == TRANSFER):
            self._report(choice.place, "missing answer: this choice says nothing", 'add answer = "..." or go = "..."')
        if choice.answer and not choice.go and not choice.answer.certain():
            self._report((*choice.place, "answer"), "answer may come out empty", "add a sentence without { }")
        self._text(choice.answer, (*choice.place, "answer"))
        self._asks_first(choice)
        for phrase in choice.say:
            self._phrase(phrase, (*choice.place, "say"))
        for phrase in choice.within:
            self._phrase(phrase, (*choice.place, "within"))
        for name in choice.clear:
            if name not in self._script.slots:
                fix = did_you_mean(name, self._script.slots)
                self._report((*choice.place, "clear"), f"unknown slot '{name}'", fix)
        if choice.go:
            self._target(choice.go, (*choice.place, "go"), (*self._script.states, *TARGETS))

    def _asks_first(self, choice: Choice) -> None:
        self._text(choice.ask_first, (*choice.place, "ask_first"))
        if choice.ask_first and not choice.ask_first.certain():
            what, fix = "ask_first may come out empty", "add a sentence without { }"
            self._report((*choice.place, "ask_first"), what, fix)
        if choice.ask_first and choice.sure not in (None, Sure.ASK):
            what = f"ask_first is never said where sure is '{choice.sure.value}'"
            self._report((*choice.place, "ask_first"), what, 'remove one of the two, or write sure = "ask"')
        if choice.sure is Sure.ASK and not choice.ask_first and not does_at_once(choice, self._script):
            what = "there is no question for this choice"
            self._report((*choice.place, "sure"), what, 'add ask_first = "Shall I ...?"')

    def paths(self) -> None:
        """Every state can be reached and left, and there is no endless loop of states that ask nothing."""
        script = self._script
        if script.start not in script.states:
            return
        first = (script.start, script.without_model, *script.entries)
        reached = {name: None for each in first for name in self._reachable(each)}
        for state in script.states.values():
            if state.name not in reached:
                what = f"unreachable state '{state.name}'"
                self._report(state.place, what, "let a choice or another state go there, or remove it")
            elif not any(target in LEAVING for target in self._reachable(state.name)):
                what = f"state '{state.name}' can never be left for the end of the call"
                self._report(state.place, what, f'add a choice with go = "{HANG_UP}", here or under always')
            if state.name in self._passed_after(state):
                what = f"state '{state.name}' leads back to itself without asking anything new"
                self._report((*state.place, "go"), what, "let one of the states on this way offer choices")

    def _slot_keys(self, state: State) -> None:
        if not state.slot:
            for key, present in (("confirm", state.confirm), ("answer", state.answer), ("say", state.say)):
                if present:
                    self._report((*state.place, key), f"'{key}' needs a slot", 'add slot = "...", or use choices')
            return
        if state.slot not in self._script.slots:
            fix = did_you_mean(state.slot, self._script.slots)
            self._report((*state.place, "slot"), f"unknown slot '{state.slot}'", fix)
            return
        for key, text in (("confirm", state.confirm), ("answer", state.answer)):
            self._text(text, (*state.place, key))
        if state.confirm and not state.confirm.certain(frozenset({state.slot})):
            self._report((*state.place, "confirm"), "confirm may come out empty", f"read back {{{state.slot}}} only")
        for phrase in state.say:
            if self._phrase(phrase, (*state.place, "say")) and state.slot not in rules_in(phrase):
                what = f"'{phrase}' does not say <{state.slot}>"
                self._report((*state.place, "say"), what, "say the slot in it, or use a choice", near=phrase)

    def _go_of(self, state: State) -> None:
        needed = bool(state.slot) or not state.waits
        if needed and not state.go:
            self._report(state.place, f"state '{state.name}' leads nowhere", 'add go = "..." or choices')
        elif state.go and not needed:
            self._report((*state.place, "go"), "go is never used here", "give each choice its own go")
        elif state.go:
            self._target(state.go, (*state.place, "go"), (*self._script.states, *LEAVING))

    def _shared_choices(self, state: State) -> None:
        for name in state.choices_of:
            if name not in self._script.states:
                fix = did_you_mean(name, self._script.states)
                self._report((*state.place, "choices_of"), f"unknown state '{name}'", fix)
        keys: dict[str, Choice] = {}
        for choice in state.choices:
            if choice.key and choice.key in keys:
                self._report((*choice.place, "key"), f"key {choice.key} is taken in '{state.name}'", "use another key")
            keys.setdefault(choice.key, choice)
            if choice.key == "*" and state.slot in self._script.slots and self._script.slots[state.slot].max_digits > 1:
                what = "here * erases what was keyed in, or repeats the question"
                self._report((*choice.place, "key"), what, "use a digit")
        if any(choice.key for choice in state.choices) and not state.keys and not state.slot:
            what = f"missing answer: state '{state.name}' never says what can be pressed"
            self._report(state.place, what, 'add keys = "Press ..."')

    def _target(self, go: str, where: KeyPath, known: Iterable[str]) -> None:
        if go not in known:
            self._report(where, f"unknown state '{go}'", did_you_mean(go, known))
        elif go == TRANSFER:
            self._transfer(where)

    def _transfer(self, where: KeyPath) -> None:
        if not self._agent.transfer:
            fix = 'add transfer = "+15550100" at the top of the file'
            self._report(where, "there is nobody to transfer to", fix)

    def _text(self, text: Sentences, where: KeyPath) -> None:
        for template in text.templates:
            if has_lone_brace(template):
                fix = "write {name}, or {{ and }} for braces"
                self._report(where, f"unbalanced {{ }} in '{template}'", fix, near=template)
        for place in text.places():
            self._place(place, where)

    def _place(self, place: Placeholder, where: KeyPath) -> None:
        near = f"{{{place.name}"
        if place.is_fact:
            if place.name.startswith(LOOKUP) and self._agent.lookup is None:
                self._report(where, f"{{{place.name}}} needs a look-up", NO_LOOKUP, near=near)
        elif place.name == RESULT or place.name.startswith(f"{RESULT}."):
            self._calls.check_text(place.name, where)
        elif place.name != REFERENCE and place.name not in self._script.slots:
            known = (*self._script.slots, REFERENCE, CALLER, CALLED)
            fix = HOW_TO if "." in place.name else did_you_mean(place.name, known)
            self._report(where, f"unknown slot '{place.name}' in a text", fix, near=near)

    def _phrase(self, phrase: str, where: KeyPath) -> bool:
        try:
            Phrases([phrase], self._rules)
        except PatternError as exc:
            self._report(where, str(exc), exc.fix, near=phrase)
            return False
        return True

    def _targets_of(self, state: State) -> Iterator[str]:
        if state.call is not None:
            yield from state.call.targets()
        elif state.go:
            yield state.go
        if state.waits:
            for choice in self._script.choices(state):
                yield choice.go

    def _reachable(self, first: str) -> dict[str, None]:
        """The states and endings that a call may come to from a state, itself included."""
        reached: dict[str, None] = {}
        waiting = [first]
        while waiting:
            name = waiting.pop()
            name = {START_OVER: self._script.start}.get(name, name)
            if name in reached:
                continue
            reached[name] = None
            if name in self._script.states:
                waiting += self._targets_of(self._script.states[name])
            elif name == MODEL and self._script.without_model:
                waiting.append(self._script.without_model)
        return reached

    def _passed_after(self, state: State) -> dict[str, None]:
        """The states that may follow without an answer, once every slot on the way is filled."""
        passed: dict[str, None] = {}
        waiting = [*self._next_unasked(state)]
        while waiting:
            name = waiting.pop()
            name = self._script.without_model if name == MODEL else name
            if name in self._script.states and name not in passed:
                passed[name] = None
                waiting += self._next_unasked(self._script.states[name])
        return passed

    def _next_unasked(self, state: State) -> tuple[str, ...]:
        if state.call is not None:
            return tuple(state.call.targets())
        return (state.go,) if state.slot or not state.waits else ()

    def _report(self, where: KeyPath, what: str, fix: str, *, near: str = "") -> None:
        self._file.report(where, what, fix, near=near)
