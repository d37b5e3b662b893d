"""How a language says figures: the grammar around its words. One subclass for each language."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import msgspec

from offhook.engine.words.languages.figure_words import Counted, Currency, FigureWords

LARGEST = 10**15
"""From here on a number is left as it is: nobody can follow its name."""


class ClockTime(msgspec.Struct, frozen=True):
    """As it was written: `half` is "am", "pm" or empty."""

    hour: int
    minute: int
    half: str

    @property
    def is_possible(self) -> bool:
        return self.hour <= 24 and self.minute <= 59 and (not self.half or 1 <= self.hour <= 12)


class SpokenLanguage(ABC):
    """In one region, or in none: a country in capitals, such as "GB", or empty. Stateless."""

    words: ClassVar[FigureWords]
    decimal_mark: str = "."
    day_first: bool | None = True
    """Whether 3/4 is the third of April; None where both are usual."""
    nouns_are_capital: ClassVar[bool] = False
    point: str
    """How the decimal mark is said."""
    countries: Sequence[str]
    """Whose phone numbers are written without their country code."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.point = self.words.between.point

    @abstractmethod
    def cardinal(self, number: int) -> str:
        """Of 0 to LARGEST."""

    def counted(self, number: int, noun: str) -> str:
        """Before the thing that is counted; `noun` is the word that follows, or empty."""
        del noun
        return self.cardinal(number)

    def counted_as_written(self, number: int, noun: str, *, indian: bool) -> str:
        """`indian`: it was written with lakhs and crores."""
        del indian
        return self.counted(number, noun)

    def of(self, number: int, thing: Counted, *, indian: bool = False) -> str:
        """A number of a known thing."""
        return thing.one if number == 1 else f"{self.counted_as_written(number, '', indian=indian)} {thing.many}"

    @abstractmethod
    def ordinal(self, number: int, sign: str, before: str, noun: str) -> str:
        """`sign` as it was written; `before` is the text before it, `noun` the word that follows. Empty if it cannot be
        said."""

    def year(self, number: int) -> str:
        return self.cardinal(number)

    def is_year(self, number: int, before: str, noun: str) -> bool:
        """Whether a number of four digits is a year, and that is said differently."""
        del number, before, noun
        return False

    def decade(self, century: str, tens: int) -> str:
        """Of 1990s or 90s; empty if it is not written so."""
        del century, tens
        return ""

    def decimals(self, digits: str) -> str:
        """What stands behind the decimal mark."""
        return self.one_by_one(digits)

    @abstractmethod
    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """`before` is the text before it."""

    @abstractmethod
    def clock(self, hour: int, minute: int, half: str, before: str) -> str:
        """`half` is "am", "pm" or empty; `hour` as it was written."""

    def from_to(self, first: ClockTime, second: ClockTime, before: str) -> str:
        """Two times of the day; of full hours the first is only a number."""
        end = self.clock(second.hour, second.minute, second.half, before)
        if first.minute or second.minute or first.half != second.half:
            return f"{self.clock(first.hour, first.minute, first.half, before)} {self.words.between.to} {end}"
        return f"{self.hour_alone(first.hour)} {self.words.between.to} {end}"

    def hour_alone(self, hour: int) -> str:
        return self.cardinal(hour)

    def money(self, whole: int, cents: int, currency: Currency, *, indian: bool = False) -> str:
        """With its hundredths, if there are any."""
        part = currency.hundredth
        if not cents or part is None:
            return self.of(whole, currency.whole, indian=indian)
        if not whole:
            return self.of(cents, part)
        return f"{self.of(whole, currency.whole, indian=indian)}{self.and_cents(cents, part)}"

    @abstractmethod
    def and_cents(self, cents: int, part: Counted) -> str:
        """What follows "twelve euros"."""

    def money_of_multiple(self, number: str, multiple: str, currency: Currency) -> str:
        """ "one point two", "million", and dollars."""
        return f"{number} {multiple} {currency.whole.many}"

    def before_multiple(self, number: str, multiple: str) -> str:
        """A number that is said before "million"."""
        del multiple
        return number

    @property
    def dollar(self) -> str:
        """The currency that $ means."""
        return "USD"

    def and_part(self, whole: int, part: str) -> str:
        """Two and three quarters."""
        return f"{self.cardinal(whole)} {self.words.between.part} {part}"

    def half(self, noun: str) -> str:
        """Half of what follows."""
        del noun
        return self.words.fractions[1, 2]

    def phone_group(self, digits: str) -> str:
        """A few digits of a phone number, said in one breath."""
        return self.one_by_one(digits)

    def one_by_one(self, digits: str) -> str:
        return " ".join(self.words.small[int(digit)] for digit in digits)


def last_word(text: str) -> str:
    """In lower case; empty if something else than a blank stands between."""
    found = re.search(r"([^\s.,;:!?()\"“”„«»]+)[\s\u00a0\u202f]*\Z", text)
    return found[1].lower() if found else ""
