"""`[[answers]]` of an agent file: questions that callers often ask, and what is answered at once, without a model.

[[answers]]
ask = ["What are your opening hours?", "When are you open?"]
answer = "We are open from eight to six, Monday to Friday."
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import msgspec

from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.agent_languages import LanguageTag
from offhook.engine.host.agent_texts import check_spoken
from offhook.engine.words.questions.likely_questions import LikelyQuestions

KEY = "answers"
MOST_ENTRIES, MOST_PHRASINGS = 200, 20
LONGEST_QUESTION, LONGEST_ANSWER = 200, 1000
_Asked = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_QUESTION)]


class _Entry(msgspec.Struct, frozen=True):
    ask: Annotated[tuple[_Asked, ...], msgspec.Meta(min_length=1, max_length=MOST_PHRASINGS)]
    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_ANSWER)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    language: LanguageTag | None = None


class LikelyAnswer(msgspec.Struct, frozen=True):
    """One entry: the same question in several phrasings, and the answer to it."""

    name: str
    """As records tell which one it was; the first phrasing if the file gives it none."""
    ask: tuple[str, ...]
    answer: str
    language: str


class InFile(msgspec.Struct, frozen=True):
    """The answers in one language that another agent file has for it."""

    path: str = ""
    answers: tuple[LikelyAnswer, ...] = ()


NOT_IN_A_FILE = InFile()


def read_answers(
    file: AgentFile,
    written: object,
    own: str,
    others: Iterable[str],
    introduced: Sequence[str],
    in_files: Mapping[str, InFile],
    *,
    has_lookup: bool,
) -> tuple[LikelyAnswer, ...]:
    """In the order of the file. Problems are reported. `introduced` is what the agent says of itself; `in_files` are
    the answers that stand in files of its languages."""
    if not isinstance(written, list):
        file.report((KEY,), f"{KEY} is not a list of tables", f"write [[{KEY}]] above each")
        return ()
    if len(written) > MOST_ENTRIES:
        file.report((KEY,), f"{len(written)} entries of [[{KEY}]]", f"write at most {MOST_ENTRIES}")
    known = (own, *others)
    read: dict[int, LikelyAnswer] = {}
    for number, table in enumerate(written):
        where = (KEY, number)
        if (entry := file.read(table, _Entry, where)) is None:
            continue
        language = entry.language or own
        check_spoken(file, (*where, "answer"), entry.answer, language, has_lookup=has_lookup)
        if language not in known:
            fix = f"write [languages.{language}], or one of {', '.join(known)}"
            file.report((*where, "language"), f"calls of this agent are never in '{language}'", fix)
        read[number] = LikelyAnswer(entry.name or entry.ask[0], entry.ask, entry.answer, language)
    _check_names(file, read)
    for language in dict.fromkeys(entry.language for entry in read.values()):
        of_it = {number: each for number, each in read.items() if each.language == language}
        _check_questions(file, of_it, in_files.get(language, NOT_IN_A_FILE), language, introduced)
    return tuple(read.values())


def questions_by_language(entries: Sequence[LikelyAnswer], introduced: Sequence[str]) -> Mapping[str, LikelyQuestions]:
    """What finds an entry by its place, by the tag of the language."""
    by_language: dict[str, dict[int, Sequence[str]]] = {}
    for number, entry in enumerate(entries):
        by_language.setdefault(entry.language, {})[number] = entry.ask
    return {language: LikelyQuestions(language, asked, introduced) for language, asked in by_language.items()}


def _check_names(file: AgentFile, entries: Mapping[int, LikelyAnswer]) -> None:
    first: dict[str, int] = {}
    for number, entry in entries.items():
        other = first.setdefault(entry.name, number)
        if other != number and entry.name not in entry.ask:
            line = file.line((KEY, other, "name"))
            file.report(
                (KEY, number, "name"), f"'{entry.name}' is the name of the answer in line {line} too", "rename it"
            )


def _check_questions(
    file: AgentFile, entries: Mapping[int, LikelyAnswer], in_file: InFile, language: str, introduced: Sequence[str]
) -> None:
    """No caller's question may have two answers, and each must have words to find it by. Of those that are `in_file`,
    that is checked there: their places here are negative."""
    all_entries = {**entries, **{-1 - place: entry for place, entry in enumerate(in_file.answers)}}
    questions = LikelyQuestions(language, {number: entry.ask for number, entry in all_entries.items()}, introduced)
    for number, asked in _phrasings(entries):
        if not questions.is_readable(asked):
            fix = "ask one thing, with a word in it that tells it from other questions"
            file.report((KEY, number, "ask"), f"nobody can be found to ask {asked!r}", fix, near=asked)
    claimed: set[tuple[int, int]] = set()
    for number, asked in _phrasings(all_entries):
        for found in questions.candidates(asked):
            pair = min(number, found.entry), max(number, found.entry)
            if found.entry == number or found.differs or pair in claimed or pair[1] < 0:
                continue
            claimed.add(pair)
            _report_claimed(file, in_file, asked, number, found.entry)


def _report_claimed(file: AgentFile, in_file: InFile, asked: str, by: int, also_by: int) -> None:
    """At an entry of this file."""
    here, there = (by, also_by) if by >= 0 else (also_by, by)
    where = f"line {file.line((KEY, there, 'ask'))}" if there >= 0 else in_file.path
    what = f"{asked!r} is a question of the answer in {where} too"
    near = asked if here == by else ""
    file.report((KEY, here, "ask"), what, "write it in one of them, or make one answer of both", near=near)


def _phrasings(entries: Mapping[int, LikelyAnswer]) -> Iterator[tuple[int, str]]:
    return ((number, asked) for number, entry in entries.items() for asked in entry.ask)
