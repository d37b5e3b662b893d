"""Reads `[dialogue]` of an agent file. `dialogue_checks.py` checks it as a whole."""

from typing import Annotated, Literal

import msgspec

from offhook.actors.responder.certainty import CERTAIN, questions
from offhook.actors.responder.dialogue_checks import check_script
from offhook.actors.responder.script import (
    HANG_UP,
    START_OVER,
    TRANSFER,
    Choice,
    Script,
    Sentences,
    State,
    Sure,
    sentences,
)
from offhook.actors.responder.slot import Slot
from offhook.actors.responder.slots import SLOT_TYPES, slot_of
from offhook.actors.responder.state_call import Branch, Call
from offhook.engine.host.agent import AGENT_KEYS, Agent
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.languages import said_in

Text = Annotated[str, msgspec.Meta(max_length=1000)]
Key = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9*]?\Z", description='name one key of the telephone, "0" to "9" or "*"')
]
Sureness = Annotated[
    Literal["ask", "threshold", "off"] | None, msgspec.Meta(description="write one of 'ask', 'threshold', 'off'")
]
Confidence = Annotated[float, msgspec.Meta(ge=0, le=1)]
Tries = Annotated[int, msgspec.Meta(ge=1, le=10)]


_FREE_TEXT = ("text", "free_text", "string", "str", "any", "name", "address", "email")
_NO_FREE_TEXT = f"known here: {', '.join(SLOT_TYPES)}; free text, such as a name, needs a language model"


class _OfEverySlot(msgspec.Struct, frozen=True):
    private: bool = False
    within: tuple[str, ...] = ()


class _AskFirstKeys(msgspec.Struct, frozen=True):
    hang_up: Text | None = None
    transfer: Text | None = None
    start_over: Text | None = None


class _DialogueKeys(msgspec.Struct, frozen=True):
    start: str = ""
    begins: bool | None = None
    starts: Text = ""
    without_model: str = ""
    tries: Tries = 3
    silences: Tries = 3
    not_understood: Text = ""
    give_up: Text = ""
    give_up_go: str = ""
    certain: Confidence = CERTAIN
    ask_first: dict[str, object] = {}
    rules: dict[str, str] = {}
    slots: dict[str, object] = {}
    always: list[object] = []
    states: dict[str, object] = {}


class _StateKeys(msgspec.Struct, frozen=True):
    ask: Text = ""
    ask_again: Text = ""
    keys: Text = ""
    slot: str = ""
    confirm: Text = ""
    answer: Text = ""
    say: tuple[str, ...] = ()
    go: str = ""
    threshold: Confidence | None = None
    barge_in: Literal["on", "off"] = "on"
    choices: list[object] = []
    choices_of: tuple[str, ...] = ()
    starts: Text = ""
    call: str = ""
    arguments: dict[str, object] = msgspec.field(name="with", default_factory=dict)
    results: list[object] = []
    failed_go: str = ""
    unknown_go: str = ""


class _BranchKeys(msgspec.Struct, frozen=True):
    when: dict[str, object]
    go: str


class _ChoiceKeys(msgspec.Struct, frozen=True):
    say: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    key: Key = ""
    answer: Text = ""
    go: str = ""
    clear: tuple[str, ...] = ()
    sure: Sureness = None
    ask_first: Text = ""


def read_script(agent: Agent) -> Script:
    """The script in the agent's `[dialogue]`. Raises AgentFileInvalid with all its problems."""
    file = AgentFile(agent.path, agent.text, AGENT_KEYS)
    if agent.dialogue is None:
        file.report((), "the responder 'dialogue' needs a [dialogue]", "add one, or choose another responder")
        file.raise_problems()
    keys = file.read(agent.dialogue, _DialogueKeys, ("dialogue",))
    if keys is None:
        file.raise_problems()
    assert keys is not None, "a table that could not be read was reported"
    script = _Reader(file, agent.language).script(agent, keys)
    if script is not None:
        check_script(script, agent, file)
    file.raise_problems()
    assert script is not None, "a script that could not be read was reported"
    return script


class _Reader:
    """Makes a script of the tables of one file. It goes on after a table that it cannot read, to report the rest."""

    def __init__(self, file: AgentFile, language: str) -> None:
        self._file, self._language = file, language
        self._complete = True
        self._private: list[str] = []
        self._within: dict[str, tuple[str, ...]] = {}

    def script(self, agent: Agent, keys: _DialogueKeys) -> Script | None:
        """None where a table is missing: what others say about it could not be judged."""
        give_up_go = keys.give_up_go or (TRANSFER if agent.transfer else HANG_UP)
        said = said_in(agent.language)
        give_up = {TRANSFER: said.give_up_transfer, HANG_UP: said.give_up_hang_up}
        has_model = bool(agent.prompt.strip())
        states, slots = self._states(keys), self._slots(keys, agent.language)
        script = Script(
            language=agent.language,
            start=keys.start,
            states=states,
            slots=slots,
            rules=keys.rules,
            always=self._choices(keys.always, ("dialogue", "always")),
            tries=keys.tries,
            silences=keys.silences,
            not_understood=self._sentences(keys.not_understood or said.not_understood),
            give_up=self._sentences(keys.give_up or give_up.get(give_up_go, "")),
            give_up_go=give_up_go,
            certain=keys.certain,
            ask_first=self._ask_first(keys, agent.language),
            begins=not has_model if keys.begins is None else keys.begins,
            entries=_entries(keys, states),
            without_model=keys.without_model,
            within=self._within,
            private=frozenset(self._private),
            has_model=has_model,
        )
        return script if self._complete else None

    def _ask_first(self, keys: _DialogueKeys, language: str) -> dict[str, Sentences]:
        texts = self._file.read(keys.ask_first, _AskFirstKeys, ("dialogue", "ask_first"))
        if texts is None:
            self._complete = False
            return {}
        own = {HANG_UP: texts.hang_up, TRANSFER: texts.transfer, START_OVER: texts.start_over}
        usual = questions(language)
        return {go: self._sentences(usual[go] if text is None else text) for go, text in own.items()}

    def _sentences(self, text: str, *, protected: bool = False) -> Sentences:
        return sentences(text, self._language, protected=protected)

    def _slots(self, keys: _DialogueKeys, language: str) -> dict[str, Slot]:
        slots: dict[str, Slot] = {}
        for name, table in keys.slots.items():
            slot = self._slot(table, ("dialogue", "slots", name), language)
            if slot is None:
                self._complete = False
            else:
                slots[name] = slot
        return slots

    def _slot(self, table: object, place: KeyPath, language: str) -> Slot | None:
        name = table.get("type", "") if isinstance(table, dict) else ""
        kind = SLOT_TYPES.get(name) if isinstance(name, str) else None
        if kind is None or not isinstance(table, dict):
            fix = _NO_FREE_TEXT if name in _FREE_TEXT else did_you_mean(str(name), SLOT_TYPES)
            self._file.report((*place, "type"), f"unknown slot type '{name}'", fix)
            return None
        of_every = {key: table[key] for key in _OfEverySlot.__struct_fields__ if key in table}
        common = self._file.read(of_every, _OfEverySlot, place)
        if common is not None and common.private:
            self._private.append(str(place[-1]))
        if common is not None and common.within:
            self._within[str(place[-1])] = common.within
        own = self._file.read({key: table[key] for key in table if key not in ("type", *of_every)}, kind, place)
        return None if own is None or common is None else slot_of(own, language)

    def _states(self, keys: _DialogueKeys) -> dict[str, State]:
        states: dict[str, State] = {}
        for name, table in keys.states.items():
            place = ("dialogue", "states", name)
            state = self._file.read(table, _StateKeys, place)
            if state is None:
                self._complete = False
            else:
                states[name] = self._state(name, state, place)
        return states

    def _state(self, name: str, keys: _StateKeys, place: KeyPath) -> State:
        protected = keys.barge_in == "off"
        ask = self._sentences(keys.ask, protected=protected)
        return State(
            name=name,
            place=place,
            ask=ask,
            ask_again=self._sentences(keys.ask_again, protected=protected) or ask.last,
            keys=self._sentences(keys.keys, protected=protected),
            slot=keys.slot,
            confirm=self._sentences(keys.confirm, protected=protected),
            answer=self._sentences(keys.answer, protected=protected),
            say=keys.say,
            choices=self._choices(keys.choices, (*place, "choices")),
            choices_of=keys.choices_of,
            go=keys.go,
            threshold=keys.threshold,
            starts=keys.starts,
            call=self._call(keys, place),
        )

    def _call(self, keys: _StateKeys, place: KeyPath) -> Call | None:
        branches = []
        for number, table in enumerate(keys.results):
            branch = self._file.read(table, _BranchKeys, (*place, "results", number))
            if branch is None:
                self._complete = False
            else:
                branches.append(Branch((*place, "results", number), branch.when, branch.go))
        if not keys.call:
            unused = ("with", keys.arguments), ("results", branches), ("failed_go", keys.failed_go)
            for key, present in (*unused, ("unknown_go", keys.unknown_go)):
                if present:
                    self._file.report((*place, key), f"'{key}' needs a tool", 'add call = "..."')
            return None
        return Call(keys.call, keys.arguments, tuple(branches), keys.go, keys.failed_go, keys.unknown_go)

    def _choices(self, tables: list[object], place: KeyPath) -> tuple[Choice, ...]:
        choices = []
        for number, table in enumerate(tables):
            keys = self._file.read(table, _ChoiceKeys, (*place, number))
            if keys is None:
                self._complete = False
                continue
            choices.append(
                Choice(
                    place=(*place, number),
                    say=keys.say,
                    within=keys.within,
                    key=keys.key,
                    answer=self._sentences(keys.answer),
                    go=keys.go,
                    clear=keys.clear,
                    sure=Sure(keys.sure) if keys.sure is not None else None,
                    ask_first=self._sentences(keys.ask_first),
                )
            )
        return tuple(choices)


def _entries(keys: _DialogueKeys, states: dict[str, State]) -> dict[str, str]:
    """Where a model may begin the dialogue, and when; at `start` first."""
    entries = {keys.start: keys.starts} if keys.starts else {}
    for name, state in states.items():
        if state.starts:
            entries.setdefault(name, state.starts)
    return entries
