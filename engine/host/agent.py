"""An agent: who answers the telephone. These keys are for every responder; only the scripted one reads `[dialogue]`."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import msgspec

from offhook.engine.host import destination
from offhook.engine.host.agent_answers import KEY as ANSWERS
from offhook.engine.host.agent_answers import InFile, LikelyAnswer, read_answers
from offhook.engine.host.agent_file import AgentFile, parse_toml
from offhook.engine.host.agent_in_language import answers_in_files, files_of_languages, merged, no_other_files
from offhook.engine.host.agent_languages import (
    KEY as LANGUAGES,
)
from offhook.engine.host.agent_languages import (
    ChosenBy,
    Fillers,
    LanguageTag,
    Said,
    VoiceName,
    WordsIn,
    check_choice,
    check_is_language,
    chosen_by_in,
    first_of,
    languages_in,
    read_languages,
)
from offhook.engine.host.agent_limits import AgentLimits
from offhook.engine.host.agent_lookup import Lookup, read_lookup
from offhook.engine.host.agent_texts import MOST_NAMES, check_spoken, check_text, texts_in
from offhook.engine.host.time_zone import time_zone_problem
from offhook.engine.words.aloud.read_aloud import read_aloud
from offhook.engine.words.languages import choosing_in, language_of, said_in
from offhook.engine.words.languages.language import DefaultSentences
from offhook.engine.words.placeholders import LOOKUP, fact_names, filled_for_model, filled_sentences

_OWN_WORDS = ("goodbye", "apology", "repeat")
"""What a file must have if its language has no default sentences."""

NOTHING_KNOWN: Mapping[str, str] = {}
NO_LANGUAGES: Mapping[str, WordsIn] = {}
NO_ANSWERS: tuple[LikelyAnswer, ...] = ()
NOTHING_IN_FILES: Mapping[str, InFile] = {}


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
    read_aloud: bool = True
    """Whether figures are put into words before a voice is asked for them."""
    chosen_by: ChosenBy = ChosenBy.FILE
    own_words: WordsIn = WordsIn()
    """How its own language is asked for; what is said in it stands above."""
    files: Mapping[str, "Agent"] = {}
    """By language, the agent files that have what is said in it, and its dialogue."""
    answers: tuple[LikelyAnswer, ...] = ()  # to questions that are answered without a responder
    time_zone: str = ""
    """Of IANA's names, such as "Europe/Berlin": what "today" is there. Empty: nothing depends on it."""
    known: Mapping[str, str] = {}
    """What is known about the call that this agent is filled for, by its name in texts."""

    @property
    def version(self) -> str:
        """Another one whenever the file has changed, or that of a language."""
        texts = "\0".join((self.text, *(each.text for each in self.files.values())))
        return hashlib.sha256(texts.encode()).hexdigest()[:32]

    @property
    def tags(self) -> tuple[str, ...]:
        """Its languages, in the order of the keys that choose them; its own is the first."""
        return (self.language, *self.languages)

    def words_in(self, tag: str) -> WordsIn:
        return self.own_words if tag == self.language else self.languages.get(tag, WordsIn())

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The facts that its texts may need, such as `params.name`."""
        own = (self.greeting, self.goodbye, self.apology, self.repeat, self.line_dropped, *self.fillers, self.prompt)
        others = (text for words in (self.own_words, *self.languages.values()) for text in words.texts())
        in_files = (f"{{{name}}}" for file in self.files.values() for name in file.asks_for)
        answers = (each.answer for each in self.answers)
        return fact_names((*own, *others, *answers, *texts_in(self.dialogue), *in_files))

    @property
    def introduced(self) -> Sequence[str]:
        """What it says of itself, such as "this is the Harbor Hotel", in all its languages."""
        return _introduced(self.greeting, self.goodbye, self.languages, self.files)

    def filled(self, known: Mapping[str, str] = NOTHING_KNOWN) -> "Agent":
        """The agent of one call. What stands in `[dialogue]` is filled when it is said."""
        spoken = {key: self.aloud(filled_sentences(getattr(self, key), known, self.language)) for key in _SPOKEN}
        fillers = tuple(
            self.aloud(said) for each in self.fillers if (said := filled_sentences(each, known, self.language))
        )
        prompt = filled_for_model(self.prompt, known)
        answers = tuple(
            msgspec.structs.replace(
                each, answer=self.aloud(filled_sentences(each.answer, known, each.language), each.language)
            )
            for each in self.answers
        )
        return msgspec.structs.replace(self, **spoken, fillers=fillers, prompt=prompt, answers=answers, known=known)

    def in_language(self, tag: str) -> "Agent":
        """The agent of this call, with what it says in another of its `languages`; what is neither in its file nor
        known for that language stays as it is."""
        words = self.languages.get(tag)
        if words is None:
            return self
        if (file := self.files.get(tag)) is not None:
            words = file.as_words()
        texts = {**_default_sentences(tag), **words.sentences()}
        spoken = {key: self.aloud(filled_sentences(text, self.known, tag), tag) for key, text in texts.items()}
        prompt = self.prompt if words.prompt is None else filled_for_model(words.prompt, self.known)
        greeting = spoken.pop("greeting", _welcome_in(tag))
        changed = msgspec.structs.replace(self, language=tag, prompt=prompt, greeting=greeting, **spoken)
        default = language_of(tag).said
        if words.fillers is None:
            return changed if default is None else msgspec.structs.replace(changed, fillers=default.fillers)
        fillers = tuple(
            self.aloud(said, tag) for each in words.fillers if (said := filled_sentences(each, self.known, tag))
        )
        return msgspec.structs.replace(changed, fillers=fillers)

    def aloud(self, text: str, tag: str = "") -> str:
        """A text as it is said, in the agent's language or the one with this tag: nothing else is asked of a voice, or
        stands in a record."""
        return read_aloud(text, tag or self.language) if self.read_aloud else text

    def as_chosen(self, tag: str) -> "Agent":
        """The same for a caller who was asked: what it says first then is its greeting."""
        if tag != self.language:
            return self.in_language(tag)
        file = self.files.get(tag)
        if file is not None and file.greeting and file.filled(self.known).greeting != self.greeting:
            return msgspec.structs.replace(self, greeting=file.filled(self.known).greeting)
        welcome = "" if tag in self.scripts else _welcome_in(tag)  # a dialogue goes on with its question
        return msgspec.structs.replace(self, greeting=welcome)

    def as_words(self) -> WordsIn:
        """What it says, for another agent that says it in this language."""
        said = {key: getattr(self, key) for key in (*_SPOKEN, "fillers")}
        return WordsIn(**said, prompt=self.prompt or None)

    @property
    def scripts(self) -> Mapping[str, "Agent"]:
        """Who has a `[dialogue]`, by language; the own one is the first. What else its file says is not meant."""
        own = {} if self.dialogue is None else {self.language: self}
        return {**own, **{tag: file for tag, file in self.files.items() if file.dialogue is not None}}


def _default_sentences(tag: str) -> Mapping[str, str]:
    """Empty for a language that has none: there what the file says in its own has to do."""
    said = language_of(tag).said
    return {} if said is None else {key: getattr(said, key) for key in (*_OWN_WORDS, "line_dropped")}


def _welcome_in(tag: str) -> str:
    choosing = choosing_in(tag)
    return "" if choosing is None else choosing.welcome


_SPOKEN = ("greeting", "goodbye", "apology", "repeat", "line_dropped")
Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9_-]{1,64}\Z",
        description='use lower-case letters a to z, digits, _ and -, at most 64 in all, such as "front_desk"',
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
    languages: object = None
    answers: object = None
    read_aloud: bool = True
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


def load_agent(
    path: str,
    text: str,
    environment: Mapping[str, str] = NOTHING_KNOWN,
    read_file: Callable[[str], str] = no_other_files,
) -> Agent:
    """The agent that `text` describes; `path` is for messages, `environment` for secrets. `read_file` reads those that
    `[languages]` names, by their paths, and raises UnreadableFile. Raises AgentFileError."""
    file = AgentFile(path, text)
    tables = parse_toml(path, text)
    chosen_by, named = chosen_by_in(tables), languages_in(file, tables.get(LANGUAGES, {}))
    if chosen_by is not ChosenBy.FILE:
        tables = {**tables, "language": first_of(named)}
    keys = file.read(tables, _AgentKeys, ())
    lookup, limits, languages, answers, in_files = None, None, _Languages(), NO_ANSWERS, NOTHING_IN_FILES
    if keys is not None:
        languages = _read_languages(file, named, keys, chosen_by, lambda at: load_agent(at, read_file(at), environment))
        if chosen_by is not ChosenBy.FILE:
            keys = languages.merged(file, keys, tables)
        _check_top(file, keys)
        limits = AgentLimits() if keys.limits is None else file.read(keys.limits, AgentLimits, ("limits",))
        lookup = None if keys.lookup is None else read_lookup(file, keys.lookup, environment)
        in_files = answers_in_files(languages.files)
        if keys.answers is not None:
            others, has_lookup = languages.others, keys.lookup is not None
            says = _introduced(keys.greeting, keys.goodbye, others, languages.files)
            answers = read_answers(file, keys.answers, keys.language, others, says, in_files, has_lookup=has_lookup)
        _check_texts(file, keys, languages.others, answers)
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
        languages=languages.others,
        read_aloud=keys.read_aloud,
        chosen_by=chosen_by,
        own_words=languages.own,
        files=languages.files,
        answers=(*answers, *(each for in_file in in_files.values() for each in in_file.answers)),
        time_zone=keys.time_zone,
    )


class _Languages(msgspec.Struct, frozen=True):
    """What a file has for its languages."""

    others: Mapping[str, WordsIn] = NO_LANGUAGES
    own: WordsIn = WordsIn()
    files: Mapping[str, Agent] = {}

    def merged(self, file: AgentFile, keys: _AgentKeys, tables: Mapping[str, object]) -> _AgentKeys:
        """The keys at the top, with what the first language's table or file has of them."""
        own_file = self.files.get(keys.language)
        if own_file is not None:
            return merged(file, keys, own_file.as_words(), tables, "")
        return merged(file, keys, self.own, tables, keys.language)


def _read_languages(
    file: AgentFile,
    named: Mapping[str, object],
    keys: _AgentKeys,
    chosen_by: ChosenBy,
    load: Callable[[str], Agent],
) -> _Languages:
    """A file of a language has what is said in it. What is done is the first file's, and so is the prompt if that has
    none: a dialogue in it has the same model behind it."""
    own, has_lookup = keys.language, keys.lookup is not None
    languages = read_languages(file, named, own, has_lookup=has_lookup, chosen_by=chosen_by)
    if chosen_by is ChosenBy.FILE:
        check_is_language(file, ("language",), own)
    else:
        check_choice(file, chosen_by, languages, named)
    done = {"transfer": keys.transfer, "time_zone": keys.time_zone}
    files = {
        tag: msgspec.structs.replace(each, **done, prompt=each.prompt or keys.prompt)
        for tag, each in files_of_languages(file, languages, load).items()
    }
    others = {tag: words for tag, words in languages.items() if tag != own}
    return _Languages(others, languages.get(own, WordsIn()), files)


def _check_top(file: AgentFile, keys: _AgentKeys) -> None:
    if keys.time_zone and (problem := time_zone_problem(keys.time_zone)) is not None:
        file.report(("time_zone",), *problem)
    if language_of(keys.language).said is None:
        for key in _OWN_WORDS:
            if getattr(keys, key) is None:
                file.report(("language",), f"no '{key}' in the language '{keys.language}'", f'add {key} = "..."')


def _introduced(
    greeting: str, goodbye: str | None, languages: Mapping[str, WordsIn], files: Mapping[str, Agent]
) -> Sequence[str]:
    tables = [text for words in languages.values() for text in (words.greeting, words.goodbye)]
    in_files = [text for each in files.values() for text in (each.greeting, each.goodbye)]
    return [text for text in (greeting, goodbye, *tables, *in_files) if text]


def _check_texts(
    file: AgentFile, keys: _AgentKeys, languages: Mapping[str, WordsIn], answers: Sequence[LikelyAnswer]
) -> None:
    """The placeholders in the file. Those in `[dialogue]` are checked with it, because it has names of its own, and
    those in `[languages]` and `[[answers]]` are by now."""
    has_lookup = keys.lookup is not None
    for key in _SPOKEN:
        check_spoken(file, (key,), getattr(keys, key) or "", keys.language, has_lookup=has_lookup)
    for number, filler in enumerate(keys.fillers or ()):
        check_spoken(file, ("fillers", number), filler, keys.language, has_lookup=has_lookup)
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
