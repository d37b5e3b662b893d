"""The figures that a recognizer writes, as the words that were said: times, dates, numbers, or digit by digit. Pure.

Figures may mean several things: "2130" is a time or four digits, "4.12" a time or a date. So there are several
readings, and what was asked for decides.
"""

import enum
import re
from collections.abc import Sequence

from offhook.engine.words.spoken_dates import SpokenDates
from offhook.engine.words.spoken_numbers import LARGEST, SpokenNumbers
from offhook.engine.words.spoken_times import SpokenTimes

_ISO = r"\d{4}-\d{2}-\d{2}"
_DATE = r"\d{1,2}[./-]\s?\d{1,2}(?:[./-]\s?(?:\d{4}|\d{2})|\.)?(?!\d)"
_CLOCK = r"\d{1,2}(?:[:.]\d{2}|\s?h\s?\d{2}|\s?h)(?![\d\w])"
_GROUPED = r"\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+(?!\d)"
_ALONE, _ENDS = r"(?<![\d:.,/-])", r"(?![:.,/-]*\d)"
NUMERIC = rf"{_ALONE}(?:{_ISO}|{_DATE}){_ENDS}"
"""A regular expression for a date in figures, or what looks like one."""
FIGURES = rf"{_ALONE}(?:{_CLOCK}){_ENDS}|{_GROUPED}|\d+"
"""A regular expression for other figures that belong together."""

_AS_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AS_DATE = re.compile(r"(\d{1,2})[./-]\s?(\d{1,2})(?:[./-]\s?(\d{4}|\d{2})|\.)?")
_AS_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[:.]([0-5]\d)|\s?h\s?([0-5]\d)?)")
_AS_BARE_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_YEAR = re.compile("(19|2[01])[0-9]{2}")
_THIS_CENTURY = 2000


class Reading(enum.Enum):
    """What figures are read as, if they can be."""

    TIME = "time"
    DATE = "date"
    NUMBER = "number"
    DIGITS = "digits"
    BARE_TIME = "bare time"  # four figures without a mark between hour and minute


class SpokenFigures:
    """The figures of one language."""

    def __init__(self, numbers: SpokenNumbers, times: SpokenTimes, dates: SpokenDates) -> None:
        self._numbers, self._times, self._dates = numbers, times, dates

    def words(self, figures: str, reading: Reading) -> Sequence[str]:
        """In words. Figures that cannot be read so are small numbers, or else digits."""
        match reading:
            case Reading.TIME if words := self._as_time(figures):
                return words
            case Reading.BARE_TIME if found := _AS_BARE_TIME.fullmatch(figures):
                return self._times.figures(int(found[1]), int(found[2]), bare=True)
            case Reading.DATE if words := self._as_date(figures) or self._as_year(figures):
                return words
            case Reading.NUMBER if words := self._as_number(figures):
                return words
        digits = "".join(filter(str.isdigit, figures))
        small = figures == digits and (len(digits) == 1 or (len(digits) == 2 and digits[0] != "0"))
        if small and reading is not Reading.DIGITS:
            return self._numbers.words(int(digits)).split()
        return self._numbers.digit_words(digits)

    def ordinal(self, figures: str) -> Sequence[str]:
        """The words of a day of the month, such as the "14" of "14th"."""
        return self._dates.ordinal(int(figures)) or self._numbers.words(int(figures)).split()

    def _as_time(self, figures: str) -> Sequence[str]:
        found = _AS_CLOCK.fullmatch(figures)
        return (
            () if found is None else self._times.figures(int(found[1]) % 24, int(found[2] or found[3] or 0), bare=False)
        )

    def _as_date(self, figures: str) -> Sequence[str]:
        if (iso := _AS_ISO.fullmatch(figures)) is not None:
            return self._dates.day_in_words(int(iso[3]), int(iso[2]), int(iso[1]))
        found = _AS_DATE.fullmatch(figures)
        if found is None:
            return ()
        year = int(found[3]) if found[3] else None
        if year is not None and year < 100:
            year += _THIS_CENTURY
        return self._dates.figures(int(found[1]), int(found[2]), year)

    def _as_year(self, figures: str) -> Sequence[str]:
        return self._numbers.words(int(figures)).split() if _YEAR.fullmatch(figures) else ()

    def _as_number(self, figures: str) -> Sequence[str]:
        digits = "".join(filter(str.isdigit, figures))
        if figures != digits and re.fullmatch(_GROUPED, figures) is None:
            return ()
        is_number = len(digits) <= len(str(LARGEST)) and (digits == "0" or digits[0] != "0")
        return self._numbers.words(int(digits)).split() if is_number else ()
