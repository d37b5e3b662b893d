"""A day as people name it, "today" or "next friday": it needs no calendar."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import ClassVar

import msgspec

from offhook.actors.responder.language_rules import language_rules
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import answers_in, dates_in
from offhook.engine.words.pattern_text import maybe, one_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = ("today", "tomorrow", "the day after tomorrow")
_NEXT = "next "


class DayKeys(msgspec.Struct, frozen=True):
    """As an agent file has it."""


class DaySlot(DayKeys, frozen=True):
    """Its value is "today", "tomorrow", "the day after tomorrow", a weekday, or "next" and a weekday, in English
    whatever the language: tools get it."""

    language: str = "en"

    default_threshold: ClassVar[float] = 0.4
    max_digits: ClassVar[int] = 1

    @property
    def introductions(self) -> str:
        return answers_in(self.language).before_day

    @property
    def pattern(self) -> str:
        day_part = maybe(dates_in(self.language).known.day_parts)
        return one_of(f"{pattern} {day_part}" for _, pattern in _kinds(self.language))

    @property
    def likely_pattern(self) -> str:
        known = dates_in(self.language).known
        return one_of(pattern for _, pattern in _kinds(self.language) if pattern not in known.other_near)

    @property
    def keys_help(self) -> str:
        return answers_in(self.language).keys_day

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        del today
        dates, kinds = dates_in(self.language), _kinds(self.language)
        for match in _phrases(self.language).matches(words):
            if match.cut:
                continue
            value, _ = kinds[match.phrase]
            if value in _NEAR:
                return value
            weekday = dates.weekday(" ".join(match.captured["date-weekday"]))
            assert weekday is not None, "the rule has weekdays only"
            return f"{value}{WEEKDAYS[weekday]}"
        return None

    def from_keys(self, keys: str, today: date) -> str | None:
        del today
        return dict(zip("123456789", (*WEEKDAYS, *_NEAR[:2]), strict=True)).get(keys)

    def spoken(self, value: str, today: date) -> str:
        del today
        known = dates_in(self.language).known
        if value in _NEAR:
            said = next(phrase for phrase, days in known.near.items() if days == _NEAR.index(value))
        else:
            weekday = known.weekdays[WEEKDAYS.index(value.removeprefix(_NEXT))]
            said = known.next_weekday.format(weekday=weekday) if value.startswith(_NEXT) else weekday
        return value if said.lower() == value else said

    def is_value(self, value: str) -> bool:
        """Whether this is one of its values, as a program has them."""
        return value in _NEAR or value.removeprefix(_NEXT) in WEEKDAYS


def _kinds(language: str) -> Sequence[tuple[str, str]]:
    """The value, or what stands in it before the weekday, and the pattern of it."""
    known, weekday = dates_in(language).known, "<date-weekday>"
    return (
        *((_NEAR[days], phrase) for phrase, days in {**known.near, **known.other_near}.items() if days < len(_NEAR)),
        *((_NEXT, pattern.format(weekday=weekday)) for pattern in (known.next_weekday, *known.other_next)),
        ("", known.this_weekday.format(weekday=weekday)),
    )


@lru_cache(maxsize=16)
def _phrases(language: str) -> Phrases:
    day_part = maybe(dates_in(language).known.day_parts)
    patterns = [f"{pattern} {day_part}" for _, pattern in _kinds(language)]
    return Phrases(patterns, language_rules(language), language)
