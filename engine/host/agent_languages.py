"""`[languages]` of an agent file: the languages in which its calls may go on, and what it says in each.

[languages.es]
repeat = "Perdone, ¿puede repetirlo?"
goodbye = "Gracias por su llamada. Adiós."

With `language = "ask"` or `language = "auto"` callers choose among them, and the first one is the file's own. Another
one may have a file of its own, and a list is short for tables that are empty:

languages = ["en", "hi"]

[languages]
en = {}
hi = "front_desk.hi.toml"
"""

import enum
from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec

from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.agent_texts import check_spoken, check_text
from offhook.engine.host.shapes_in_words import complaint
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.language_choice import main_of
from offhook.engine.words.language_tags import is_language, meant_tag
from offhook.engine.words.languages import choosing_in

KEY = "languages"
MOST_LANGUAGES = 20
MOST_TO_CHOOSE = 9
"""Each has a key."""
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Fillers = Annotated[tuple[Said, ...], msgspec.Meta(max_length=20)]
VoiceName = Annotated[
    str,
    msgspec.Meta(
        max_length=200,
        description='write the voice\'s name or id, or by service { openai = "nova" }',
    ),
]
Names = Annotated[tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=50)], ...], msgspec.Meta(max_length=20)]
LanguageTag = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
        description="write the language's two or three lower-case letters, and if need be a region behind a -,"
        ' such as "en", "de" or "es-MX"',
    ),
]


class ChosenBy(enum.Enum):
    """Who sets the language of a call."""

    FILE = ""  # the file does; a tool may change it
    ASK = "ask"  # the caller, who is asked
    AUTO = "auto"  # the caller, by speaking it


class WordsIn(msgspec.Struct, frozen=True):
    """What an agent says in one of them. None: as in its own language."""

    greeting: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    goodbye: Said | None = None
    apology: Said | None = None
    repeat: Said | None = None
    line_dropped: Said | None = None
    fillers: Fillers | None = None
    prompt: str | None = None
    voice: VoiceName | dict[str, VoiceName] = ""
    """Instead of the agent's, as it is written there."""
    which_language: Said | None = None
    """The question which language the caller wants to speak."""
    names: Names = ()
    """What callers call the language, besides its names that are known."""
    agent: Said | None = None
    """The agent file that has all of it, and a dialogue."""

    def sentences(self) -> Mapping[str, str]:
        """By their keys. Where `line_dropped` is missing, `repeat` has to do."""
        own = {"greeting": self.greeting, "goodbye": self.goodbye, "apology": self.apology, "repeat": self.repeat}
        own["line_dropped"] = self.line_dropped or self.repeat
        return {key: text for key, text in own.items() if text is not None}

    def texts(self) -> Iterator[str]:
        yield from self.sentences().values()
        yield from self.fillers or ()
        yield from filter(None, (self.prompt, self.which_language))


def chosen_by_in(tables: Mapping[str, object]) -> ChosenBy:
    """As `language` says."""
    written = tables.get("language")
    return next((each for each in ChosenBy if each.value and each.value == written), ChosenBy.FILE)


def first_of(named: Mapping[str, object]) -> str:
    """The first language of those to choose from; English where none is named as it should."""
    return next((tag for tag in named if complaint(tag, LanguageTag) is None), "en")


def languages_in(file: AgentFile, written: object) -> Mapping[str, object]:
    """The tables by their tags; one of a list is empty. Problems are reported."""
    if isinstance(written, dict):
        return {tag: {"agent": each} if isinstance(each, str) else each for tag, each in written.items()}
    if isinstance(written, list) and all(isinstance(each, str) for each in written):
        for tag in written:
            if written.count(tag) > 1:
                file.report((KEY,), f"'{tag}' stands there twice", "name each language once", near=tag)
                break
        return {tag: {} for tag in written}
    fix = 'write languages = ["en", "hi"], or a table for each, such as [languages.hi]'
    file.report((KEY,), f"{KEY} is neither a list of tags nor tables", fix)
    return {}


def read_languages(
    file: AgentFile, written: Mapping[str, object], own: str, *, has_lookup: bool, chosen_by: ChosenBy = ChosenBy.FILE
) -> Mapping[str, WordsIn]:
    """By tag, in the order of the file. Problems are reported."""
    languages: dict[str, WordsIn] = {}
    most = MOST_LANGUAGES if chosen_by is ChosenBy.FILE else MOST_TO_CHOOSE
    if len(written) > most:
        what = "other languages" if chosen_by is ChosenBy.FILE else "languages to choose from"
        file.report((KEY,), f"{len(written)} {what}", f"name at most {most}")
    for tag, table in written.items():
        if (found := complaint(tag, LanguageTag)) is not None:
            file.report((KEY, tag), f"the language {found.what}", _spelled(tag) or found.fix, near=tag)
        elif tag == own and chosen_by is ChosenBy.FILE:
            what = f"'{tag}' is the agent's own language"
            file.report((KEY, tag), what, "write what it says in it at the top of the file")
        elif (words := file.read(table, WordsIn, (KEY, tag))) is not None and check_is_language(file, (KEY, tag), tag):
            languages[tag] = words
            _check_words(file, tag, words, has_lookup=has_lookup)
    return languages


def check_is_language(file: AgentFile, where: KeyPath, tag: str) -> bool:
    """Whether there is such a language. A problem is reported."""
    if not is_language(tag):
        meant = meant_tag(tag) or "en"
        fix = f'write the one of ISO 639-1, such as "{meant}"'
        file.report(where, f"no language has the tag '{tag}'", fix, near=tag)
    return is_language(tag)


def _spelled(tag: str) -> str:
    """How a tag in other letters is written; empty if it is none at all."""
    language, *regions = tag.replace("_", "-").split("-")
    right = "-".join((language.lower(), *regions))
    return "" if complaint(right, LanguageTag) is not None else f'write "{right}"'


def _check_words(file: AgentFile, tag: str, words: WordsIn, *, has_lookup: bool) -> None:
    for key, text in words.sentences().items():
        if getattr(words, key) is not None:
            check_spoken(file, (KEY, tag, key), text, tag, has_lookup=has_lookup)
    for number, filler in enumerate(words.fillers or ()):
        check_spoken(file, (KEY, tag, "fillers", number), filler, tag, has_lookup=has_lookup)
    check_spoken(file, (KEY, tag, "which_language"), words.which_language or "", tag, has_lookup=has_lookup)
    check_text(file, (KEY, tag, "prompt"), words.prompt or "", has_lookup=has_lookup)
    if words.agent is not None and (others := [key for key in _IN_A_FILE if getattr(words, key) is not None]):
        what = f"languages.{tag} has '{others[0]}', and a file that says it too"
        file.report((KEY, tag, others[0]), what, f"write it in {words.agent}")


_IN_A_FILE = ("greeting", "goodbye", "apology", "repeat", "line_dropped", "fillers", "prompt")


def check_choice(
    file: AgentFile, chosen_by: ChosenBy, languages: Mapping[str, WordsIn], written: Mapping[str, object]
) -> None:
    """Whether callers can choose among these languages, of those that are `written`. Problems are reported."""
    how = f"language = '{chosen_by.value}'"
    if len(written) < 2:
        named = f"only '{next(iter(written))}'" if written else "none"
        fix = 'name at least two, the first one that of this file: languages = ["en", "hi"]'
        file.report(("language",), f"{how} chooses among {KEY}, and the file names {named}", fix)
    by_main: dict[str, str] = {}
    for place, (tag, words) in enumerate(languages.items()):
        if (other := by_main.setdefault(main_of(tag), tag)) != tag:
            what = f"'{other}' and '{tag}' are one language: callers could not choose between them"
            file.report((KEY, tag), what, "name one of the two", near=tag)
        if chosen_by is ChosenBy.ASK and choosing_in(tag) is None and words.which_language is None:
            fix = f'add which_language = "..." to [languages.{tag}], with the key {place + 1}'
            file.report((KEY, tag), f"no question to choose '{tag}' by is known here", fix, near=tag)
