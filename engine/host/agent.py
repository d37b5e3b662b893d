"""An agent: who answers the telephone. These keys are for every responder; only the scripted one reads `[dialogue]`."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from offhook.engine.host import destination
from offhook.engine.host.agent_answers import KEY as ANSWERS
from offhook.engine.host.agent_answers import LikelyAnswer, read_answers
from offhook.engine.host.agent_file import AgentFile, parse_toml
from offhook.engine.host.agent_languages import Fillers, LanguageTag, Said, WordsIn, read_languages
from offhook.engine.host.agent_limits import AgentLimits
from offhook.engine.host.agent_lookup import Lookup, read_lookup
from offhook.engine.host.agent_texts import MOST_NAMES, check_spoken, check_text, texts_in
from offhook.engine.host.time_zone import time_zone_problem
from offhook.engine.words.languages import language_of, said_in
from offhook.engine.words.languages.language import DefaultSentences
from offhook.engine.words.placeholders import LOOKUP, fact_names, filled_for_model, filled_sentences

_OWN_WORDS = ("goodbye", "apology", "repeat")
"""What a file must have if its language has no default sentences."""

NOTHING_KNOWN: Mapping[str, str] = {}
NO_LANGUAGES: Mapping[str, WordsIn] = {}
NO_ANSWERS: tuple[LikelyAnswer, ...] = ()


class Agent(msgspec.Struct, frozen=True):
    """One agent file. `[dialogue]` and the tables of tools are not checked yet. In its texts facts about a call may be
    missing, until it is `filled` for one."""

    name: str
    language: str
    greeting: str  # empty: the caller speaks first
    goodbye: str  # said when a call must end: its longest time, a server that is stopped
    apology: str  # said when something broke for good
    repeat: str  # said when a turn was lost
    line_dropped: str  # said when a stream broke while the caller spoke, or was to speak
    fillers: tuple[str, ...]  # said in turn while an answer takes long; none: nothing is
    transfer: str  # where a person answers: a phone number or SIP URI; empty: nowhere
    prompt: str  # what a language model is told
    dialogue: dict[str, object] | None  # as it stands in the file; actors/responder/dialogue_file.py reads it
    path: str
    text: str
    tool_tables: dict[str, object] = {}
    """What the file says of tools, by key of `TOOL_KEYS`, as it stands there; actors/tools/tables.py reads it."""
    built_in: dict[str, object] | None = None  # as they stand in the file; actors/tools/built_in/chosen.py reads them
    transfers: dict[str, object] | None = None
    lookup: Lookup | None = None  # who is asked about the caller
    limits: AgentLimits = AgentLimits()
    voice: str | Mapping[str, str] = ""
    """Instead of the settings': of the service that has one, or by service (`actors/agent_voices.py`)."""
    languages: Mapping[str, WordsIn] = {}  # the others in which its calls may go on
    answers: tuple[LikelyAnswer, ...] = ()  # to questions that are answered without a responder
    time_zone: str = ""
    """Of IANA's names, such as "Europe/Berlin": what "today" is there. Empty: nothing depends on it."""
    known: Mapping[str, str] = {}
    """What is known about the call that this agent is filled for, by its name in texts."""

    @property
    def version(self) -> str:
        """Another one whenever the file has changed."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The facts that its texts may need, such as `params.name`."""
        own = (self.greeting, self.goodbye, self.apology, self.repeat, self.line_dropped, *self.fillers, self.prompt)
        others = (text for words in self.languages.values() for text in words.texts())
        answers = (each.answer for each in self.answers)
        return fact_names((*own, *others, *answers, *texts_in(self.dialogue)))

    @property
    def introduced(self) -> Sequence[str]:
        """What it says of itself, such as "this is the Harbor Hotel", in all its languages."""
        return _introduced(self.greeting, self.goodbye, self.languages)

    def filled(self, known: Mapping[str, str] = NOTHING_KNOWN) -> "Agent":
        """The agent of one call. What stands in `[dialogue]` is filled when it is said."""
        spoken = {key: filled_sentences(getattr(self, key), known) for key in _SPOKEN}
        fillers = tuple(said for each in self.fillers if (said := filled_sentences(each, known)))
        prompt = filled_for_model(self.prompt, known)
        answers = tuple(
            msgspec.structs.replace(each, answer=filled_sentences(each.answer, known)) for each in self.answers
        )
        return msgspec.structs.replace(self, **spoken, fillers=fillers, prompt=prompt, answers=answers, known=known)

    def in_language(self, tag: str) -> "Agent":
        """The agent of this call, with what it says in another of its `languages`; what its file does not have in that
        stays as it is."""
        words = self.languages.get(tag)
        if words is None:
            return self
        spoken = {key: filled_sentences(text, self.known) for key, text in words.sentences().items()}
        changed = msgspec.structs.replace(self, language=tag, **spoken)
        if words.fillers is None:
            return changed
        fillers = tuple(said for each in words.fillers if (said := filled_sentences(each, self.known)))
        return msgspec.structs.replace(changed, fillers=fillers)


_SPOKEN = ("greeting", "goodbye", "apology", "repeat", "line_dropped")
Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9_-]{1,64}\Z",
        description='use lower-case letters a to z, digits, _ and -, at most 64 in all, such as "front_desk"',
    ),
]
VoiceName = Annotated[
    str,
    msgspec.Meta(
        max_length=200,
        description='write the voice\'s name or id, or by service { openai = "nova" }',
    ),
]
Destination = Annotated[str, msgspec.Meta(pattern=destination.PATTERN, description=destination.RULE)]


class _AgentKeys(msgspec.Struct, frozen=True):
    name: Name
    language: LanguageTag = "en"
    greeting: Annotated[str, msgspec.Meta(max_length=500)] = ""
    goodbye: Said | None = None
    apology: Said | None = None
    repeat: Said | None = None
    line_dropped: Said | None = None
    fillers: Fillers | None = None
    transfer: Destination = ""
    prompt: str = ""
    dialogue: dict[str, object] | None = None
    tools: object = None
    http_tools: object = None
    mcp: object = None
    secrets: object = None
    tool: object = None
    built_in: dict[str, object] | None = None
    transfers: dict[str, object] | None = None
    lookup: dict[str, object] | None = None
    limits: dict[str, object] | None = None
    languages: dict[str, object] | None = None
    answers: object = None
    voice: VoiceName | dict[str, VoiceName] = ""
    time_zone: str = ""


TOOL_KEYS = ("tools", "http_tools", "mcp", "secrets", "tool")
_TABLES = (
    *("dialogue", "languages", "limits", "lookup", "built_in", "transfers", "http_tools", "mcp", "secrets", "tool"),
    ANSWERS,
)
AGENT_KEYS = tuple(field.name for field in msgspec.structs.fields(_AgentKeys) if field.name not in _TABLES)
"""The keys that stand above the first table of the file."""


def _said(keys: _AgentKeys) -> DefaultSentences:
    """In a language without default sentences the file has its own: `repeat` has to do for `line_dropped`, and nothing
    is said while an answer takes long."""
    said = said_in(keys.language)
    if language_of(keys.language).said is not None:
        return said
    return msgspec.structs.replace(said, line_dropped=keys.repeat or said.line_dropped, fillers=())


def load_agent(path: str, text: str, environment: Mapping[str, str] = NOTHING_KNOWN) -> Agent:
    """The agent that `text` describes; `path` is for messages, `environment` for secrets. Raises AgentFileError."""
    file = AgentFile(path, text)
    tables = parse_toml(path, text)
    keys = file.read(tables, _AgentKeys, ())
    if keys is not None and language_of(keys.language).said is None:
        for key in _OWN_WORDS:
            if getattr(keys, key) is None:
                file.report(("language",), f"no '{key}' in the language '{keys.language}'", f'add {key} = "..."')
    if keys is not None and keys.time_zone and (problem := time_zone_problem(keys.time_zone)) is not None:
        file.report(("time_zone",), *problem)
    lookup, limits, languages, answers = None, None, NO_LANGUAGES, NO_ANSWERS
    if keys is not None:
        if keys.languages is not None:
            languages = read_languages(file, keys.languages, keys.language, has_lookup=keys.lookup is not None)
        limits = AgentLimits() if keys.limits is None else file.read(keys.limits, AgentLimits, ("limits",))
        lookup = None if keys.lookup is None else read_lookup(file, keys.lookup, environment)
        if keys.answers is not None:
            has_lookup = keys.lookup is not None
            says = _introduced(keys.greeting, keys.goodbye, languages)
            answers = read_answers(file, keys.answers, keys.language, languages, says, has_lookup=has_lookup)
        _check_texts(file, keys, languages, answers)
    file.raise_problems()
    assert keys is not None, "a table that could not be read was reported"
    assert limits is not None, "as above"
    said = _said(keys)
    return Agent(
        name=keys.name,
        language=keys.language,
        greeting=keys.greeting,
        goodbye=keys.goodbye or said.goodbye,
        apology=keys.apology or said.apology,
        repeat=keys.repeat or said.repeat,
        line_dropped=keys.line_dropped or said.line_dropped,
        fillers=said.fillers if keys.fillers is None else keys.fillers,
        transfer=keys.transfer,
        prompt=keys.prompt,
        dialogue=keys.dialogue,
        path=path,
        text=text,
        tool_tables={key: tables[key] for key in TOOL_KEYS if key in tables},
        built_in=keys.built_in,
        transfers=keys.transfers,
        lookup=lookup,
        limits=limits,
        voice=keys.voice,
        languages=languages,
        answers=answers,
        time_zone=keys.time_zone,
    )


def _introduced(greeting: str, goodbye: str | None, languages: Mapping[str, WordsIn]) -> Sequence[str]:
    return [text for text in (greeting, goodbye, *(words.goodbye for words in languages.values())) if text]


def _check_texts(
    file: AgentFile, keys: _AgentKeys, languages: Mapping[str, WordsIn], answers: Sequence[LikelyAnswer]
) -> None:
    """The placeholders in the file. Those in `[dialogue]` are checked with it, because it has names of its own, and
    those in `[languages]` and `[[answers]]` are by now."""
    has_lookup = keys.lookup is not None
    for key in _SPOKEN:
        check_spoken(file, (key,), getattr(keys, key) or "", has_lookup=has_lookup)
    for number, filler in enumerate(keys.fillers or ()):
        check_spoken(file, ("fillers", number), filler, has_lookup=has_lookup)
    check_text(file, ("prompt",), keys.prompt, has_lookup=has_lookup)
    spoken = (getattr(keys, key) or "" for key in _SPOKEN)
    others = [text for words in languages.values() for text in words.texts()]
    others += [each.answer for each in answers]
    names = fact_names((*spoken, *(keys.fillers or ()), keys.prompt, *others, *texts_in(keys.dialogue)))
    if has_lookup and not any(name.startswith(LOOKUP) for name in names):
        what = "nothing of [lookup] is used: no text has a {lookup.NAME}"
        file.report(
            ("lookup",), what, "use a fact of it in greeting, prompt, [dialogue] or [[answers]], or remove [lookup]"
        )
    if len(names) > MOST_NAMES:
        what = f"{len(names)} different facts about the call in one file"
        file.report((), what, f"use at most {MOST_NAMES}")
