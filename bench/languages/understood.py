"""Which answers are understood in a language: what people say, and what is read back to them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec

from offhook.actors.responder.language_rules import language_rules
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import Slot
from offhook.actors.responder.slot_date import DateSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.words.readings import readings

LANGUAGES = ("en", "hi", "es", "fr", "de")
TODAY = date(2026, 11, 29)
DAYS = 400
HIGHEST = 99_999
SMALL = 1_000
LARGE_STEP = 97  # above that
ByLanguage = Mapping[str, Mapping[str, Sequence[str]]]


class Callers(msgspec.Struct, frozen=True):
    """The set."""

    spoken: Mapping[str, Sequence[str]]
    mixed: Mapping[str, Sequence[str]]
    no_language: Mapping[str, Sequence[str]]
    numbers: ByLanguage
    dates: ByLanguage
    times: ByLanguage
    yes_no: ByLanguage


@cache
def callers() -> Callers:
    text = (Path(__file__).resolve().parent / "callers.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Callers)


class Understood(msgspec.Struct, frozen=True):
    """Answers of one type in one language."""

    said: int
    understood: int
    read_back: int
    """Values, each in the words in which it is read back to the caller."""
    understood_again: int
    not_understood: Sequence[str] = ()


class Reader:
    """What a slot makes of an answer."""

    def __init__(self, slot: Slot, language: str) -> None:
        self._slot, self._language = slot, language
        rules = {**language_rules(language), "it": slot.pattern}
        self._phrases = Phrases([f"{slot.introductions} <it>"], rules, language)

    def value_of(self, said: str) -> str | None:
        for words in readings(said, self._language):
            for match in self._phrases.matches(words):
                value = self._slot.from_words(match.captured["it"], TODAY) if "it" in match.captured else None
                if value is not None:
                    return value
        return None


def understood(language: str, *, every: int = 1) -> Mapping[str, Understood]:
    """By type of answer. Of the values that are read back, one of so many."""
    said = callers()
    slots: Mapping[str, tuple[Slot, ByLanguage, Sequence[str]]] = {
        "numbers": (NumberSlot(lowest=0, highest=HIGHEST, language=language), said.numbers, [*_numbers()]),
        "dates": (DateSlot(language=language), said.dates, [*_dates()]),
        "times": (TimeSlot(language=language), said.times, [*_times()]),
        "yes_no": (YesNoSlot(language=language), said.yes_no, ["yes", "no"]),
    }
    return {
        name: _understood(slot, language, table[language], values[::every])
        for name, (slot, table, values) in slots.items()
    }


def _understood(slot: Slot, language: str, table: Mapping[str, Sequence[str]], values: Sequence[str]) -> Understood:
    reader = Reader(slot, language)
    wrong = [text for value, texts in table.items() for text in texts if reader.value_of(text) != value]
    again = sum(reader.value_of(slot.spoken(value, TODAY)) == value for value in values)
    number = sum(map(len, table.values()))
    return Understood(number, number - len(wrong), len(values), again, wrong)


def _numbers() -> Iterator[str]:
    yield from map(str, (*range(SMALL), *range(SMALL, HIGHEST + 1, LARGE_STEP)))


def _dates() -> Iterator[str]:
    yield from ((TODAY + timedelta(days)).isoformat() for days in range(DAYS))


def _times() -> Iterator[str]:
    yield from (f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60))
