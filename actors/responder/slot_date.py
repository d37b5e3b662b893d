"""A date as an answer: "the fourteenth of December", "next Friday", "in three days"; 1412 on the keypad."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, ClassVar

import msgspec

from offhook.actors.responder.language_rules import language_rules
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import answers_in, dates_in
from offhook.engine.words.spoken_dates import DATE_RULE, LIKELY_DATE_RULE, next_of

MOST_DAYS = 60_000
Days = Annotated[int, msgspec.Meta(ge=-MOST_DAYS, le=MOST_DAYS)]


class DateKeys(msgspec.Struct, frozen=True):
    """As an agent file has it: how many days from the day of the call on, 0 for that day, negative before it."""

    earliest_days: Days = 0
    latest_days: Days | None = None

    def __post_init__(self) -> None:
        if self.latest_days is not None and self.latest_days < self.earliest_days:
            raise ValueError("latest_days must not be below earliest_days")


class DateSlot(DateKeys, frozen=True):
    """Its value is the date, as "2026-12-04"."""

    language: str = "en"

    default_threshold: ClassVar[float] = 0.4
    pattern: ClassVar[str] = f"<{DATE_RULE}>"
    likely_pattern: ClassVar[str] = f"<{LIKELY_DATE_RULE}>"

    @property
    def introductions(self) -> str:
        return answers_in(self.language).before_date

    @property
    def max_digits(self) -> int:
        """Day and month, and the year where dates in the past may be meant."""
        return 8 if self._has_past else 4

    @property
    def keys_help(self) -> str:
        answers = answers_in(self.language)
        if dates_in(self.language).month_first:
            return answers.keys_date_year_month_first if self._has_past else answers.keys_date_month_first
        return answers.keys_date_year if self._has_past else answers.keys_date

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        dates, phrases = dates_in(self.language), _phrases(self.language)
        for match in phrases.matches(words):
            if not match.cut and (value := self._allowed(dates.meant(match.phrase, match.captured, today), today)):
                return value
        return None

    def from_keys(self, keys: str, today: date) -> str | None:
        """Four digits are the next such day, eight name the year too."""
        found = re.fullmatch(r"(\d\d)(\d\d)(\d{4})?", keys, re.ASCII)
        if found is None:
            return None
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if dates_in(self.language).month_first else (first, second)
        if not found[3]:
            return self._allowed(next_of(day, month, today) if 1 <= month <= 12 and day >= 1 else None, today)
        try:
            return self._allowed(date(int(found[3]), month, day), today)
        except ValueError:
            return None

    def spoken(self, value: str, today: date) -> str:
        return dates_in(self.language).said(date.fromisoformat(value), today)

    def given(self, value: str, today: date) -> str | None:
        """A date as a program writes it, "2026-12-04", if it is allowed."""
        try:
            return self._allowed(date.fromisoformat(value), today)
        except ValueError:
            return None

    @property
    def _has_past(self) -> bool:
        return self.earliest_days < 0

    def _allowed(self, day: date | None, today: date) -> str | None:
        if day is None or day < today + timedelta(days=self.earliest_days):
            return None
        is_late = self.latest_days is not None and day > today + timedelta(days=self.latest_days)
        return None if is_late else day.isoformat()


@lru_cache(maxsize=64)
def _phrases(language: str) -> Phrases:
    return Phrases(dates_in(language).phrases, language_rules(language), language)
