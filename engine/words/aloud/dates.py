"""Dates: 14.11.2026, 11/14/2026, 2026-11-14, 3. Mai, Nov 14, 14 de noviembre de 2026."""

import re
from collections.abc import Iterator

from offhook.engine.words.aloud.figures import DASH, Reading, text_before
from offhook.engine.words.aloud.hidden_digits import hidden
from offhook.engine.words.aloud.spoken_language import SpokenLanguage
from offhook.engine.words.aloud.written_number import BEGINS, BLANK, ENDS

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def numeric_dates(language: SpokenLanguage) -> Iterator[Reading]:
    """Of two numbers that may both be the month, the language's region decides; where it does not, nobody does."""

    def iso(found: re.Match[str]) -> str:
        year, month, day = map(int, found.groups())
        return language.date(day, month, year, text_before(found)) if _is_date(day, month) else ""

    def full(found: re.Match[str]) -> str:
        ordered = _ordered(found, True if found["mark"] == "." else language.day_first)
        if ordered is None:
            return hidden(found[0]) if _may_be_date(found) else ""
        return language.date(*ordered, _year(found["year"]), text_before(found))

    def short(found: re.Match[str]) -> str:
        before = text_before(found)
        if not re.search(rf"(?:\A|\s)(?:{language.words.date_words})\s\Z", before, re.IGNORECASE):
            return ""
        ordered = _ordered(found, language.day_first)
        return hidden(found[0]) if ordered is None else language.date(*ordered, None, before)

    two = rf"{BEGINS}(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})"
    yield re.compile(rf"{BEGINS}(\d{{4}})-(\d\d)-(\d\d){ENDS}"), iso
    yield re.compile(rf"{two}(?P=mark)(?P<year>\d{{4}}|\d\d){ENDS}"), full
    yield re.compile(rf"{two.replace('[./-]', '/')}{ENDS}"), short
    if "." in language.words.ordinal_signs and not language.words.month_leads:
        yield re.compile(rf"{two.replace('[./-]', '[.]')}\.(?!\d)"), short


def named_dates(language: SpokenLanguage) -> Iterator[Reading]:
    """With the month's name. Where it is a word of its own too (May, March), only in capitals."""
    names = "|".join(re.escape(each) for each in sorted(language.words.month_names, key=len, reverse=True))
    month = rf"(?P<month>{names})(?![\w\u0900-\u0963])\.?"
    day = rf"(?P<day>\d{{1,2}})(?:{language.words.ordinal_signs})?"
    year = rf"(?:,?{BLANK}(?:de{BLANK}|del{BLANK}|of{BLANK})?(?P<year>\d{{4}})(?!\w|[.,:/-]\d))?"

    def read(found: re.Match[str]) -> str:
        written = found["month"]
        number, day = language.words.month_names[written.lower()], int(found["day"])
        if written in ("may", "march") or not _is_date(day, number):
            return ""
        year = int(found["year"]) if found["year"] else None
        ended = found["day"] and found[0].endswith(".") and found.end() == len(found.string)
        return language.date(day, number, year, text_before(found)) + ("." if ended else "")

    def days(found: re.Match[str]) -> str:
        month, first, last = language.words.month_names[found["month"].lower()], int(found["day"]), int(found["until"])
        if not first < last or not _is_date(last, month) or not first:
            return ""
        until = language.ordinal(last, "", "", "")
        return f"{language.date(first, month, None, text_before(found))} {language.words.between.to} {until}"

    yield re.compile(rf"{BEGINS}{day}(?:{BLANK}|(?<=\.))(?:(?:de|of){BLANK})?{month}{year}", re.IGNORECASE), read
    if language.words.month_leads:
        yield re.compile(rf"(?<!\w){month}{BLANK}{day}(?!\w|[.,:/-]\d){year}", re.IGNORECASE), read
        yield re.compile(rf"(?<!\w){month}{BLANK}(?P<day>\d\d?){DASH}(?P<until>\d\d?){ENDS}", re.IGNORECASE), days


def _ordered(found: re.Match[str], day_first: bool | None) -> tuple[int, int] | None:
    """Day and month; None if it is no date, or may be two."""
    first, second = int(found["first"]), int(found["second"])
    ways = [way for way in ((first, second), (second, first)) if _is_date(*way)]
    if day_first is not None and len(ways) == 2:
        return ways[0] if day_first else ways[1]
    return ways[0] if len(ways) == 1 or (first == second and ways) else None


def _may_be_date(found: re.Match[str]) -> bool:
    """Whether people may take it for one: 31.2. too, but not 12-34-56."""
    return min(int(found["first"]), int(found["second"])) <= 12 and max(int(found["first"]), int(found["second"])) <= 31


def _is_date(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)
