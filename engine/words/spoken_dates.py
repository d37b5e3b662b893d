"""Days and dates as people say them, in each language that has `DateWords`. Pure: today is an argument.

A date without its year is the next one there is, today included. A weekday that does not fit the date is no date: one
of the two was misheard.
"""

import calendar
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.value_words import DateForm, DateWords
from offhook.engine.words.pattern_text import maybe, named, one_of, plain, plain_keys
from offhook.engine.words.spoken_numbers import NUMBER_RULE, SMALL_RULE, SpokenNumbers, spoken_numbers
from offhook.engine.words.words import words

DATE_RULE, LIKELY_DATE_RULE = "date-any", "date-likely"
_PREFIX = "date-"
_YEARS_TO_FEBRUARY_29 = 8
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class SpokenDates:
    """The days and dates of one language, with the order of day and month of one region."""

    def __init__(self, known: DateWords, numbers: SpokenNumbers, region: str) -> None:
        self.known, self._numbers = known, numbers
        self.month_first = region in known.month_first
        self._near = plain_keys(known.near)
        self._weekdays = _counted(known.weekdays, 0) | plain_keys(known.other_weekdays)
        self._months = _counted(known.months, 1) | plain_keys(known.other_months)
        self._ordinals = _counted(known.days, 1)
        self._days = self._ordinals | plain_keys(known.other_days)
        self._holidays = plain_keys(known.holidays)
        self._forms = (
            *(DateForm(idiom, plus=days) for idiom, days in known.idioms.items()),
            *(DateForm(phrase, plus=days, likely=False) for phrase, days in known.other_near.items()),
            *known.forms,
        )

    @property
    def phrases(self) -> Sequence[str]:
        """A pattern for each of the forms: idioms first, because they are what they seem to count."""
        return [named(self._with_parts(form.say), _PREFIX) for form in self._forms]

    def _with_parts(self, say: str) -> str:
        for name in ("<near>", "<weekday>") if self.known.day_parts else ():
            say = say.replace(name, f"{name} {maybe(self.known.day_parts)}")
        return say

    def rules(self) -> dict[str, str]:
        """What its patterns name, a rule for all of them, and one for the likely ones."""
        words: dict[str, Mapping[str, object]] = {
            "near": self._near,
            "weekday": self._weekdays,
            "month": self._months,
            "day": self._days,
            "ordinal": self._ordinals,
            "holiday": self._holidays,
        }
        rules = {f"{_PREFIX}{name}": one_of(phrases) for name, phrases in words.items() if phrases}
        likely = (form.say for form in self._forms if form.likely)
        return rules | {
            f"{_PREFIX}count": f"<{SMALL_RULE}>",
            f"{_PREFIX}year": f"<{NUMBER_RULE}>",
            DATE_RULE: one_of(self.phrases),
            LIKELY_DATE_RULE: named(one_of(likely), _PREFIX),
        }

    def meant(self, form: int, captured: Mapping[str, Sequence[str]], today: date) -> date | None:
        """The date that words in one of the forms mean, by what its rules have captured. None if there is none."""
        said = {name.removeprefix(_PREFIX): " ".join(words) for name, words in captured.items()}
        try:
            return self._meant(self._forms[form], said, today)
        except OverflowError:
            return None

    def said(self, day: date, today: date) -> str:
        """A date as the agent says it: with the year, if it is not the next one of its day and month."""
        known, is_next = self.known, next_of(day.day, day.month, today) == day
        if self.month_first:
            pattern = known.said_month_first if is_next else known.said_month_first_with_year
        else:
            pattern = known.said if is_next else known.said_with_year
        return pattern.format(
            weekday=known.weekdays[day.weekday()],
            day=known.days[day.day - 1],
            month=known.months[day.month - 1],
            year=self._numbers.year(day.year),
        )

    def figures(self, first: int, second: int, year: int | None) -> Sequence[str]:
        """The words of a date in figures, as a pattern has them; empty if it is none."""
        day, month = (second, first) if self.month_first else (first, second)
        return self.day_in_words(month, day, year) if month > 12 >= day else self.day_in_words(day, month, year)

    def day_in_words(self, day: int, month: int, year: int | None) -> Sequence[str]:
        """The same of a day and a month that are known apart."""
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return ()
        pattern = self.known.figures if year is None else self.known.figures_year
        return words(
            pattern.format(
                day=self.known.days[day - 1],
                month=self.known.months[month - 1],
                year="" if year is None else self._numbers.words(year),
            )
        )

    def ordinal(self, figures: int) -> Sequence[str]:
        """The words of a day of the month."""
        return words(self.known.days[figures - 1]) if 1 <= figures <= 31 else ()

    def weekday(self, name: str) -> int | None:
        """0 for Monday; None if it is no weekday."""
        return self._weekdays.get(name)

    def near(self, phrase: str) -> int | None:
        """How many days from today; None if it is no day beside it."""
        return self._near.get(phrase)

    def _meant(self, form: DateForm, said: Mapping[str, str], today: date) -> date | None:
        counted = self._numbers.value(said["count"].split()) if "count" in said else 0
        if counted is None or ("count" in said and not counted):
            return None
        plus = timedelta(days=form.plus + counted * form.step)
        weekday = self._weekdays[said["weekday"]] if "weekday" in said else None
        day = self._days.get(said.get("day", said.get("ordinal", "")))
        if "near" in said:
            found = today + timedelta(days=self._near[said["near"]]) + plus
            return found if weekday in (None, found.weekday()) and day in (None, found.day) else None
        if "holiday" in said:
            of_month, of_day = self._holidays[said["holiday"]]
            return next_of(of_day, of_month, today, weekday)
        if day is not None:
            return self._of_month(form, day, weekday, said, today)
        if weekday is not None:
            return _weekday(weekday, form.week, today) + plus
        return today + plus

    def _of_month(
        self, form: DateForm, day: int, weekday: int | None, said: Mapping[str, str], today: date
    ) -> date | None:
        month = self._months[said["month"]] if "month" in said else None
        if form.month is not None:
            year, month_before = divmod(today.year * 12 + today.month - 1 + form.month, 12)
            found = _of(year, month_before + 1, day)
            return found if found is not None and weekday in (None, found.weekday()) else None
        if form.year is None and "year" not in said:
            return next_of(day, month, today, weekday)
        year_said = self._numbers.value(said["year"].split()) if form.year is None else today.year + form.year
        if year_said is None or month is None or not _FIRST_YEAR <= year_said <= _LAST_YEAR:
            return None
        found = _of(year_said, month, day)
        return found if found is not None and weekday in (None, found.weekday()) else None


def _counted(names: Sequence[str], first: int) -> dict[str, int]:
    return {plain(name): number for number, name in enumerate(names, start=first)}


def _weekday(weekday: int, week: str, today: date) -> date:
    ahead = (weekday - today.weekday()) % 7
    match week:
        case "next":
            return today + timedelta(days=7 - today.weekday() + weekday)
        case "this":
            return today + timedelta(days=ahead)
        case _:
            return today + timedelta(days=ahead or 7)


def next_of(day: int, month: int | None, today: date, weekday: int | None = None) -> date | None:
    """The next such day of a month, today included. With a weekday, and without a month, it is looked for a year
    ahead: "Friday the first" is seldom that of the next month."""
    first = today.year * 12 + today.month - 1
    for months in range(12 * _YEARS_TO_FEBRUARY_29 + 1):
        year, month_before = divmod(first + months, 12)
        if year > MAXYEAR or (month is not None and month_before + 1 != month):
            continue
        found = _of(year, month_before + 1, day)
        if found is None or found < today:
            continue
        if weekday in (None, found.weekday()):
            return found
        if month is not None or months > 12:
            return None
    return None


def _of(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


@lru_cache(maxsize=64)
def _of_region(tag: str, region: str) -> SpokenDates | None:
    known, numbers = language_of(tag).dates, spoken_numbers(tag)
    return None if known is None or numbers is None else SpokenDates(known, numbers, region)


def spoken_dates(language: str) -> SpokenDates | None:
    """The dates of a language such as "en" or "en-GB"; None if its words are not known."""
    tag, _, region = language.partition("-")
    return _of_region(language_of(tag).tag, region.lower())
