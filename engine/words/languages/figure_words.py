"""The words of a language for what is written in figures. How they are put together is in `engine/words/aloud`."""

from collections.abc import Mapping

import msgspec


class Counted(msgspec.Struct, frozen=True):
    """What is counted: a currency, a hundredth of it, or a unit. `one` has its article."""

    one: str
    many: str
    feminine: bool = False


class Currency(msgspec.Struct, frozen=True):
    """As it is said."""

    whole: Counted
    hundredth: Counted | None = None


class Between(msgspec.Struct, frozen=True):
    """The words between numbers."""

    point: str
    minus: str
    plus: str
    to: str
    times: str
    per: str
    number: str
    percent: str
    part: str  # two AND three quarters
    often: str  # three TIMES a day


class FigureWords(msgspec.Struct, frozen=True):
    """The fields that end in `_signs` or `_words` are regular expressions, without a group."""

    small: tuple[str, ...]
    """The numbers from 0 to 19, or as far as each has a name of its own."""
    between: Between
    months: tuple[str, ...]
    month_names: Mapping[str, int]
    """Full names, and abbreviations without their full stop, in lower case."""
    currencies: Mapping[str, Currency]
    """By their ISO codes."""
    multiples: Mapping[str, tuple[str, str]]
    """Written after an amount, in lower case ("million", "Mio", "k"): how one is said, and many."""
    units: Mapping[str, Counted]
    """By how they are written, in lower case."""
    fractions: Mapping[tuple[int, int], str]
    """Those that have a name of their own."""
    number_signs: str
    """ "No." before a number."""
    reference_words: str
    """Words before a number that is said digit by digit, such as "code"."""
    date_words: str
    """Words before a numeric date without its year."""
    hour_signs: str
    """After the hour: "Uhr", "h"."""
    ordinal_signs: str
    """What makes a number an ordinal: "th", ".", "º"."""
    tens: tuple[str, ...] = ()
    """From 0 on, as far as `small` does not have them."""
    hundreds: tuple[str, ...] = ()
    ordinals: Mapping[int, str] = {}
    denominators: tuple[tuple[str, str], ...] = ()
    """From a half on: one, and many."""
    minute_sign: str = ":"
    hour_signs_alone: bool = True
    """Whether an hour sign makes a time of a full hour, and not a number of hours."""
    phrases: Mapping[str, str] = {}
    """Whole expressions, such as "24/7"."""
    month_leads: bool = False
    """Whether "May 3" is written."""
    blank_groups: bool = False
    """Whether a blank may stand between thousands: 1 234 567."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a text, by blanks, in order."""
    return tuple(text.split())


def by_number(*lists: str) -> dict[str, int]:
    """The names of the months in one or more lists from January on; - stands for none."""
    return {name: number for each in lists for number, name in enumerate(each.split(), start=1) if name != "-"}
