"""The types of answers that an agent can ask for: each knows its words and keys, and how to read a value back.

A value is text, so that a conversation's state is plain data: "2", "yes", "4271", "next friday", "19:30".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, ClassVar, Protocol, TypeVar

import msgspec

from offhook.actors.responder.digits_in_parts import ONE_DIGIT, digits_of
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.words import LARGEST_NUMBER, number_words
from offhook.engine.words.languages import language_of
from offhook.engine.words.pattern import PatternError
from offhook.engine.words.words import words as words_of

_YES, _NO = (" | ".join(words) for words in (language_of("en").turn.yes, language_of("en").turn.no))
_IT_IS = "(that's | that is | it's | it is)"
_IT_IS_NOT = "(that's not | that is not | it's not | it is not | it isn't | that isn't)"
_SO = "(right | correct)"
YES = f"(({_YES}) [{_YES} | it is | that is | {_IT_IS} {_SO}] | of course | {_IT_IS} {_SO})"
NO = f"(({_NO}) [{_NO} | {_IT_IS} wrong | {_IT_IS_NOT} [{_SO}]] | {_IT_IS} wrong | not {_SO} | {_IT_IS_NOT} {_SO})"
"""Built from the same words as the end of turn uses (`engine/words/languages`)."""

T = TypeVar("T")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Slot(Protocol):
    """One type of answer."""

    @property
    def pattern(self) -> str:
        """The value itself, as a rule of its own."""

    @property
    def introductions(self) -> str:
        """What people say before the value, as a pattern; may be empty."""

    @property
    def default_threshold(self) -> float: ...

    @property
    def english_only(self) -> bool:
        """Whether its words are English whatever the agent file says."""

    @property
    def max_digits(self) -> int: ...

    @property
    def keys_help(self) -> str:
        """How to give the answer on the keypad, for a prompt."""

    def from_words(self, words: Sequence[str]) -> str | None:
        """The value of words that the pattern matched; None for one that is out of range."""

    def from_keys(self, keys: str) -> str | None: ...

    def spoken(self, value: str) -> str:
        """The value as a voice should say it."""


class NumberSlot(msgspec.Struct, frozen=True):
    """A whole number; `unit` is what is counted, as one and as many; `words` are other ways to say a number."""

    highest: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_NUMBER)]
    lowest: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_NUMBER)] = 1
    unit: tuple[str, str] | None = None
    words: dict[str, int] = {}

    introductions: ClassVar[str] = "[for | just]"
    default_threshold: ClassVar[float] = 0.5
    english_only: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.lowest > self.highest:
            raise ValueError("lowest must not be above highest")
        if any(number not in self._range for number in self.words.values()):
            raise ValueError("words must mean numbers from lowest to highest")
        _check_plain([*self.words, *(self.unit or ())])

    @property
    def pattern(self) -> str:
        numbers = " | ".join(number_words(number) for number in self._range)
        unit = f" [{self.unit[0]} | {self.unit[1]}]" if self.unit is not None else ""
        return _one_of([f"({numbers}){unit}", *self.words])

    @property
    def max_digits(self) -> int:
        return len(str(self.highest))

    @property
    def keys_help(self) -> str:
        return f"Key in a number from {number_words(self.lowest)} to {number_words(self.highest)}."

    def from_words(self, words: Sequence[str]) -> str | None:
        if (number := _meant(words, self.words)) is not None:
            return str(number)
        said = " ".join(words)
        for unit in self.unit or ():
            said = said.removesuffix(f" {_plain(unit)}")
        return next((str(number) for number in self._range if number_words(number) == said), None)

    def from_keys(self, keys: str) -> str | None:
        if re.fullmatch(r"[0-9]{1,2}", keys) is None or int(keys) not in self._range:
            return None
        return str(int(keys))

    def spoken(self, value: str) -> str:
        number = number_words(int(value))
        return f"{number} {self.unit[0 if value == '1' else 1]}" if self.unit is not None else number

    @property
    def _range(self) -> range:
        return range(self.lowest, self.highest + 1)


class YesNoSlot(msgspec.Struct, frozen=True):
    """Its value is "yes" or "no"."""

    introductions: ClassVar[str] = ""
    default_threshold: ClassVar[float] = 0.5
    english_only: ClassVar[bool] = True
    max_digits: ClassVar[int] = 1
    pattern: ClassVar[str] = f"({YES} | {NO})"
    keys_help: ClassVar[str] = "Press 1 for yes, or 2 for no."

    def from_words(self, words: Sequence[str]) -> str | None:
        return "yes" if Phrases([YES], {}).matches(words) else "no"

    def from_keys(self, keys: str) -> str | None:
        return {"1": "yes", "2": "no"}.get(keys)

    def spoken(self, value: str) -> str:
        return value


class DigitsSlot(msgspec.Struct, frozen=True):
    """Exactly `length` digits, each said by itself: a fixed length is what makes digits recognisable. Fewer are a part
    of the answer (`digits_in_parts.py`)."""

    length: Annotated[int, msgspec.Meta(ge=1, le=16)]

    introductions: ClassVar[str] = "[it's | it is]"
    default_threshold: ClassVar[float] = 0.35
    english_only: ClassVar[bool] = True

    @property
    def pattern(self) -> str:
        return " ".join([ONE_DIGIT] * self.length)

    @property
    def max_digits(self) -> int:
        return self.length

    @property
    def keys_help(self) -> str:
        return f"Key in the {number_words(self.length)} digits."

    def from_words(self, words: Sequence[str]) -> str | None:
        return digits_of(words)

    def from_keys(self, keys: str) -> str | None:
        return keys if re.fullmatch(r"[0-9]+", keys) is not None and len(keys) == self.length else None

    def spoken(self, value: str) -> str:
        return " ".join(value)


class DaySlot(msgspec.Struct, frozen=True):
    """A day as people name it, "today" or "next friday": it needs no calendar, and reads back as it was said."""

    introductions: ClassVar[str] = "[for | on]"
    default_threshold: ClassVar[float] = 0.4
    english_only: ClassVar[bool] = True
    max_digits: ClassVar[int] = 1
    pattern: ClassVar[str] = (
        f"(today | tonight | tomorrow | the day after tomorrow | [this | next] ({' | '.join(WEEKDAYS)}))"
    )
    keys_help: ClassVar[str] = "Press 1 for Monday, and so on up to 7 for Sunday. Press 8 for today, or 9 for tomorrow."

    def from_words(self, words: Sequence[str]) -> str | None:
        said = " ".join(words).removeprefix("this ")
        return "today" if said == "tonight" else said

    def from_keys(self, keys: str) -> str | None:
        return dict(zip("123456789", (*WEEKDAYS, "today", "tomorrow"), strict=True)).get(keys)

    def spoken(self, value: str) -> str:
        return value


class OneOfSlot(msgspec.Struct, frozen=True):
    """One of a few words or phrases; `words` are other ways to say an option."""

    options: Annotated[list[str], msgspec.Meta(min_length=1, max_length=9)]
    words: dict[str, str] = {}

    introductions: ClassVar[str] = ""
    default_threshold: ClassVar[float] = 0.5
    english_only: ClassVar[bool] = False
    max_digits: ClassVar[int] = 1

    def __post_init__(self) -> None:
        _check_plain([*self.options, *self.words])
        if len({_plain(option) for option in self.options}) < len(self.options):
            raise ValueError("each of options may stand only once")
        if any(option not in self.options for option in self.words.values()):
            raise ValueError("words must mean one of options")

    @property
    def pattern(self) -> str:
        return _one_of([*self.options, *self.words])

    @property
    def keys_help(self) -> str:
        choices = [f"{key} for {option}" for key, option in enumerate(self.options, start=1)]
        return f"Press {', '.join(choices)}."

    def from_words(self, words: Sequence[str]) -> str | None:
        return _meant(words, {option: option for option in self.options} | self.words)

    def from_keys(self, keys: str) -> str | None:
        return dict(zip("123456789", self.options, strict=False)).get(keys)

    def spoken(self, value: str) -> str:
        return value


def in_other_slot(value: str, slot: Slot, other: Slot) -> str | None:
    """A value of a slot in the same slot of another language; None where it cannot be told. An option is that of the
    same place."""
    if not value or type(slot) is not type(other):
        return value or None
    if isinstance(slot, OneOfSlot) and isinstance(other, OneOfSlot):
        return dict(zip(slot.options, other.options, strict=False)).get(value)
    return value


SLOT_TYPES: dict[str, type[NumberSlot | YesNoSlot | DigitsSlot | DaySlot | TimeSlot | OneOfSlot]] = {
    "number": NumberSlot,
    "yes_no": YesNoSlot,
    "digits": DigitsSlot,
    "day": DaySlot,
    "time": TimeSlot,
    "one_of": OneOfSlot,
}


def _one_of(options: Iterable[str]) -> str:
    return f"({' | '.join(options)})"


def _plain(phrase: str) -> str:
    return " ".join(words_of(phrase))


def _meant(said: Sequence[str], meanings: Mapping[str, T]) -> T | None:
    """What the phrase stands for that has these words. Callers' words come in the form in which they are compared, and
    what the agent says is as it stands in the file."""
    return next((meant for phrase, meant in meanings.items() if words_of(phrase) == tuple(said)), None)


def _check_plain(phrases: Iterable[str]) -> None:
    """Raises ValueError for what is more than words: these become values, so that nothing in them may be optional."""
    for phrase in phrases:
        if any(mark in phrase for mark in "[]()|<>"):
            raise ValueError(f"'{phrase}' must be plain words")
        try:
            Phrases([phrase], {})
        except PatternError as exc:
            raise ValueError(f"{exc}: {exc.fix}") from exc
