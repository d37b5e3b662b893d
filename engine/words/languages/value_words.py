"""How a language says numbers, days, dates and times: what is different from one language to the next.

Words are lower case, and a phrase has blanks between its words. Patterns are those of
`engine/words/expectation.py`; which rules they may name stands with each.
"""

from collections.abc import Mapping

import msgspec


class NumberWords(msgspec.Struct, frozen=True):
    """Numbers up to 99,999. The first way to say something is the one that the agent says."""

    below_100: tuple[str, ...]
    """From 0 on."""
    hundreds: tuple[str, ...]
    """100, 200 ... 900, before a further number."""
    thousand: tuple[str, ...]
    others: Mapping[str, int] = {}
    """Other words and spellings of numbers below 100."""
    in_digits: Mapping[str, int] = {}
    """Words for a digit that are said only among digits, such as "oh"; alone they mean something else."""
    repeated: Mapping[str, int] = {}
    """Before a digit that is said once and meant more often: "double"."""
    even_hundreds: tuple[str, ...] = ()
    """100, 200 ... 900 alone, where that is different."""
    other_hundreds: Mapping[str, int] = {}
    """Other words for 100, 200 ... 900."""
    hundred: tuple[str, ...] = ()
    """After a count of hundreds: "nineteen hundred"."""
    one_thousand: tuple[str, ...] = ()
    """1,000 if one does not say "one" first, or not in this form."""
    before_thousand: Mapping[int, str] = {}
    """Counts of thousands that are different from the number itself."""
    joined: tuple[str, ...] = ()
    """What may stand before the last part of a large number."""
    says_joined: bool = False
    """Whether the agent says it, too."""
    one_word: bool = False
    """Whether a number is written as one word, however long: its parts are words of their own here."""
    pairs: bool = False
    """Whether two pairs of figures are one number: "nineteen eighty four", "two fifty"."""
    counted: Mapping[str, Mapping[int, str]] = {}
    """Numbers that are different before what is counted, by the word for one of it: "una" has 21 "veintiuna"."""
    fractions: Mapping[str, float] = {}
    """Words that stand for this much of a hundred or a thousand: Hindi "डेढ़ सौ"."""
    added_fractions: Mapping[str, float] = {}
    """Words before a count that change it by so much: Hindi "साढ़े तीन सौ"."""


class TimeForm(msgspec.Struct, frozen=True):
    """A way to say a time. Its pattern may name <hour>, <named> (an hour with a name, such as "noon"), <minute>, <late>
    (a minute of two figures, or with what stands before those of one) and <beside> (so many minutes beside an hour, "a
    quarter"), each once. The time is the hour plus `plus` minutes, plus or minus the minutes that are said."""

    say: str
    plus: int = 0
    sign: int = 1


class SaidTime(msgspec.Struct, frozen=True):
    """How the agent says a time. `{hour}` and `{minute}` are words."""

    hours: tuple[str, ...]
    """The hours from 0 on: 24 of them, or 12 where the part of the day is said, too."""
    sharp: str
    """Of a full hour."""
    past: str
    """Of other times."""
    just_past: str = ""
    """With less than ten minutes, if that is different."""
    at_minute: Mapping[int, str] = {}
    """With these minutes instead; `{next}` is the hour after it."""
    at_time: Mapping[int, str] = {}
    """At so many minutes past twelve, of either half of the day, instead."""
    named: Mapping[int, str] = {}
    """Hours, from 0 to 23, with a name that is said alone at the full hour."""
    parts: tuple[tuple[int, str], ...] = ()
    """From which hour on which part of the day is said; `{time}` is the time in it."""


class TimeWords(msgspec.Struct, frozen=True):
    """Times of day."""

    forms: tuple[TimeForm, ...]
    said: SaidTime
    frame: str
    """The pattern around a time: <clock>, and where parts of the day may stand, <part>."""
    hours: Mapping[str, int]
    """1 to 12 of either half of the day, 0 and 13 to 24 as they are."""
    named: Mapping[str, int] = {}
    """Hours of one half of the day that have a name."""
    beside: Mapping[str, int] = {}
    """Minutes beside an hour that are not plain numbers."""
    before_minute: tuple[str, ...] = ()
    """What may stand before a minute below ten: "nine oh five"."""
    parts: Mapping[str, tuple[int, int]] = {}
    """Parts of the day: from which hour until before which one; past midnight if the second is smaller."""
    figures: str = "{hour} {minute}"
    """A time in figures as words of a pattern."""
    figures_sharp: str = "{hour}"
    """The same of a full hour."""
    figures_bare_sharp: str = "{hour}"
    """The same in four figures that might be a number: with words that tell them apart."""
    figures_in_halves: bool = False
    """Whether hours that are not from 1 to 12 are read with a part of the day instead."""


class DateForm(msgspec.Struct, frozen=True):
    """A way to say a day. Its pattern may name <near> (a day beside today, "tomorrow"), <weekday>, <holiday>, <day>,
    <month>, <year> and <count>. Exactly what is meant follows from what is named:

    - <day>: that day of the month, the next one there is; on this <weekday>, in this <month>, of this <year>
    - <ordinal>: the same, but only as it is said in a date: "the fourth", and not "four"
    - <weekday>: the next one, counted by `week`
    - <near>: that day; beside one of the others it has to fit it
    - <holiday>: the next one there is
    - <count>: so many times `step` days from today

    `plus` days are added, and with others than <count> alone so many times `step` too.
    """

    say: str
    plus: int = 0
    step: int = 1
    week: str = "coming"
    """`coming`: one of the next seven days; `this`: today or one of the next six; `next`: in the next week, which
    begins on Monday."""
    month: int | None = None
    """Of the month so many months from this one, if <month> is not named."""
    year: int | None = None
    """Of the year so many years from this one, with a <month>."""
    likely: bool = True
    """Whether a recognizer that knows few phrases is to expect it."""


class DateWords(msgspec.Struct, frozen=True):
    """Days and dates."""

    weekdays: tuple[str, ...]
    """From Monday on, lower case, as they are said."""
    months: tuple[str, ...]
    days: tuple[str, ...]
    """The days of a month, as they are said in a date."""
    near: Mapping[str, int]
    """Days beside today. The first for 0, 1 and 2 days are what the agent says."""
    forms: tuple[DateForm, ...]
    said: str
    """How the agent says a date: {weekday}, {day}, {month}, and {year} where it has to."""
    said_with_year: str
    next_weekday: str
    """How the agent says the {weekday} of next week, and what it expects."""
    said_month_first: str = ""
    """The same where the month goes first: in `month_first`."""
    said_month_first_with_year: str = ""
    this_weekday: str = "{weekday}"
    """A pattern of this week's."""
    other_near: Mapping[str, int] = {}
    """More of them, which a recognizer that knows few phrases is not to expect."""
    other_next: tuple[str, ...] = ()
    """Other patterns of next week's {weekday}."""
    other_weekdays: Mapping[str, int] = {}
    """0 for Monday."""
    other_months: Mapping[str, int] = {}
    """Other words for months, from 1 on."""
    other_days: Mapping[str, int] = {}
    """Other words for days of the month."""
    day_parts: tuple[str, ...] = ()
    """What may stand behind <near> and <weekday>, and changes nothing: the evening of a day is that day."""
    holidays: Mapping[str, tuple[int, int]] = {}
    """Month and day of those that are on the same one every year."""
    idioms: Mapping[str, int] = {}
    """Patterns that mean so many days from today, whatever they count."""
    month_first: tuple[str, ...] = ()
    """The regions in which the month goes before the day, in figures too; "" is the language without a region."""
    ordinal_endings: tuple[str, ...] = ()
    """What makes a number in figures a day of a month: "14th"."""
    figures: str = "{day} {month}"
    """A date in figures as words of a pattern."""
    figures_year: str = "{day} {month} {year}"


class AnswerWords(msgspec.Struct, frozen=True):
    """What callers say with an answer, and what the agent says about the keys."""

    yes: str
    """A pattern; {yes} and {no} are the words of `TurnWords`."""
    no: str
    other_yes: tuple[str, ...]
    """More patterns, which a recognizer that knows few phrases is not to expect. Words of politeness ("perfect") are
    none: whoever is only polite is asked once more."""
    other_no: tuple[str, ...]
    other_numbers: Mapping[str, int]
    """Other ways to say how many: "a couple"."""
    start_again: str
    """A pattern that takes back the digits so far."""
    before_number: str = ""
    """What people say before an answer of this kind, as patterns."""
    before_digits: str = ""
    before_day: str = ""
    before_time: str = ""
    before_date: str = ""
    said_yes: str = "yes"
    said_no: str = "no"
    keys_yes_no: str = ""
    keys_number: str = ""
    """{lowest}, {highest}"""
    keys_digits: str = ""
    """{length}"""
    keys_day: str = ""
    keys_time: str = ""
    """{example}"""
    keys_date: str = ""
    keys_date_month_first: str = ""
    keys_date_year: str = ""
    keys_date_year_month_first: str = ""
    keys_choice: str = ""
    """{choices}"""
    keys_option: str = ""
    """{key}, {option}"""
