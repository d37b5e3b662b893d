"""Checks what a script needs of its language, and of the agent's time zone."""

from offhook.actors.responder.language_rules import BUILT_IN_RULES
from offhook.actors.responder.script import Choice, Script, Sure
from offhook.actors.responder.slot import UNDERSTOOD
from offhook.actors.responder.slot_date import DateSlot
from offhook.actors.responder.slot_one_of import OneOfSlot
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.languages import language_of

_ONLY = f"only {', '.join(UNDERSTOOD)}"


def check_language(script: Script, agent: Agent, file: AgentFile) -> None:
    """Report every problem of it."""
    checks = _Checks(script, agent, file)
    checks.time_zone()
    if not script.is_understood:
        checks.answers()
    if language_of(script.language).said is None:
        checks.sentences()


class _Checks:
    def __init__(self, script: Script, agent: Agent, file: AgentFile) -> None:
        self._script, self._agent, self._file = script, agent, file

    def time_zone(self) -> None:
        for name, slot in self._script.slots.items():
            if isinstance(slot, DateSlot) and not self._agent.time_zone:
                what = f"slot '{name}' needs to know what day it is where the agent works"
                fix = 'add time_zone = "Europe/Berlin" or the like at the top of the file'
                self._file.report(("dialogue", "slots", name), what, fix)

    def answers(self) -> None:
        """In a language that is not understood there are no words for answers, not even for yes and no, and built-in
        texts sound odd."""
        script, dialogue = self._script, ("dialogue",)
        for name, slot in script.slots.items():
            if not isinstance(slot, OneOfSlot):
                self._report((*dialogue, "slots", name), f"slot '{name}'", "use the type one_of, or choices")
        if "ask_first" in (self._agent.dialogue or {}):
            self._yes_and_no((*dialogue, "ask_first"), "ask_first", "remove it: what is not certain is not understood")
        for name, pattern in script.rules.items():
            self._phrase(pattern, (*dialogue, "rules", name))
        for choice in script.always:
            self._choice(choice)
        for state in script.states.values():
            for choice in state.choices:
                self._choice(choice)
            for phrase in state.say:
                self._phrase(phrase, (*state.place, "say"))
            if state.confirm:
                fix = "remove it, and ask for the yes in a state of its own, with choices"
                self._yes_and_no((*state.place, "confirm"), "confirm", fix)
            if state.slot and not state.keys:
                what = f"state '{state.name}' has no 'keys' in the language '{script.language}'"
                self._file.report(state.place, what, 'add keys = "..." that says what can be pressed')

    def sentences(self) -> None:
        for key in ("not_understood", "give_up"):
            if key not in (self._agent.dialogue or {}):
                what = f"no '{key}' in the language '{self._script.language}'"
                self._file.report(("language",), what, f'add {key} = "..." under [dialogue]')

    def _choice(self, choice: Choice) -> None:
        key = "ask_first" if choice.ask_first else "sure"
        if choice.ask_first or choice.sure is Sure.ASK:
            self._yes_and_no((*choice.place, key), "ask_first", 'remove it, or write sure = "threshold"')
        for key, phrases in (("say", choice.say), ("within", choice.within)):
            for phrase in phrases:
                self._phrase(phrase, (*choice.place, key))

    def _phrase(self, phrase: str, where: KeyPath) -> None:
        for name in BUILT_IN_RULES:
            if f"<{name}>" in phrase:
                fix = f"write the words themselves instead of <{name}>"
                self._report(where, f"<{name}>", fix, near=phrase)

    def _yes_and_no(self, where: KeyPath, key: str, fix: str) -> None:
        what = f"'{key}' knows no yes and no in the language '{self._script.language}', {_ONLY}"
        self._file.report(where, what, fix)

    def _report(self, where: KeyPath, name: str, fix: str, *, near: str = "") -> None:
        what = f"{name} does not understand the language '{self._script.language}', {_ONLY}"
        self._file.report(where, what, fix, near=near)
