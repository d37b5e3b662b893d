"""What a type of answer is: it knows its words and keys in a language, and how to read a value back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from offhook.engine.words.languages import LANGUAGES, language_of
from offhook.engine.words.languages.en import ENGLISH
from offhook.engine.words.languages.language import Language
from offhook.engine.words.languages.value_words import AnswerWords
from offhook.engine.words.pattern import PatternError, parse
from offhook.engine.words.pattern_text import plain
from offhook.engine.words.spoken_dates import SpokenDates, spoken_dates
from offhook.engine.words.spoken_numbers import SpokenNumbers, spoken_numbers
from offhook.engine.words.spoken_times import SpokenTimes, spoken_times
from offhook.engine.words.words import words as words_of

T = TypeVar("T")


class Slot(Protocol):
    """One type of answer, in one language.

    A value is text, so that a conversation's state is plain data: "2", "yes", "4271", "next friday", "19:30",
    "2026-12-04". It is the same in every language.
    """

    @property
    def pattern(self) -> str:
        """The value itself, as a rule of its own; it may name the rules of its language (`language_rules.py`)."""

    @property
    def likely_pattern(self) -> str:
        """The same for a recognizer that knows only what it expects: the fewer words, the better it knows them."""

    @property
    def introductions(self) -> str:
        """What people say before the value, as a pattern; may be empty."""

    @property
    def default_threshold(self) -> float: ...

    @property
    def max_digits(self) -> int: ...

    @property
    def keys_help(self) -> str:
        """How to give the answer on the keypad, for a prompt."""

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        """The value of words that the pattern matched; None for one that is out of range."""

    def from_keys(self, keys: str, today: date) -> str | None: ...

    def spoken(self, value: str, today: date) -> str:
        """The value as a voice should say it."""


UNDERSTOOD = tuple(tag for tag, known in LANGUAGES.items() if known.answers is not None)
"""The languages in which answers of every type can be given."""


def is_understood(language: str) -> bool:
    """Whether answers of every type can be given in this language."""
    return language_of(language).tag in UNDERSTOOD


def answers_in(language: str) -> AnswerWords:
    """What is said with answers. In a language that is not understood, a file with such an answer was refused, and
    English stands in for the rest."""
    answers = _understood(language).answers
    assert answers is not None, "English has them"
    return answers


def numbers_in(language: str) -> SpokenNumbers:
    numbers = spoken_numbers(language) or spoken_numbers(ENGLISH.tag)
    assert numbers is not None, "English has them"
    return numbers


def times_in(language: str) -> SpokenTimes:
    times = spoken_times(language) or spoken_times(ENGLISH.tag)
    assert times is not None, "English has them"
    return times


def dates_in(language: str) -> SpokenDates:
    dates = spoken_dates(language) or spoken_dates(ENGLISH.tag)
    assert dates is not None, "English has them"
    return dates


def _understood(language: str) -> Language:
    return language_of(language) if is_understood(language) else ENGLISH


def meant(said: Sequence[str], meanings: Mapping[str, T]) -> T | None:
    """What the phrase stands for that has these words. Callers' words come in the form in which they are compared, and
    what the agent says is as it stands in the file."""
    return next((meaning for phrase, meaning in meanings.items() if words_of(phrase) == tuple(said)), None)


def check_meanings(phrases: Iterable[tuple[str, object]]) -> None:
    """Raises ValueError for one that means two things, however it is typed: only the first could ever be meant."""
    known: dict[str, object] = {}
    for phrase, meaning in phrases:
        if known.setdefault(plain(phrase), meaning) != meaning:
            raise ValueError(f"'{phrase}' means both {known[plain(phrase)]!r} and {meaning!r}")


def check_plain(phrases: Iterable[str]) -> None:
    """Raises ValueError for what is more than words: these become values, so that nothing in them may be optional."""
    for phrase in phrases:
        if any(mark in phrase for mark in "[]()|<>"):
            raise ValueError(f"'{phrase}' must be plain words")
        try:
            parse(phrase)
        except PatternError as exc:
            raise ValueError(f"{exc}: {exc.fix}") from exc
