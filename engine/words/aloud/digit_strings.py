"""Phone numbers, codes and references: digit by digit, in groups."""

import re
from collections.abc import Iterator, Sequence

from offhook.engine.words.aloud import written_number
from offhook.engine.words.aloud.figures import Reading, next_word
from offhook.engine.words.aloud.hidden_digits import hidden
from offhook.engine.words.aloud.known_phones import international_groups, national_groups
from offhook.engine.words.aloud.spoken_language import SpokenLanguage
from offhook.engine.words.aloud.written_number import BEGINS, BLANK

_DIGITS = re.compile(r"\d+")
_LEAST_PHONE, _LONGEST = 7, 19
_LONG = 5
_RANGE = re.compile(r"[1-9]\d*\s?[-/]\s?[1-9]\d*")
_MAY_BE_MORE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)|\d{1,3}(?:\.\d{3})+|\d[\d.]{8,}")
"""A date, a number in groups, a phone number."""


def kept() -> Iterator[Reading]:
    """Addresses, versions and the like stay as they are."""
    address = r"[^\s@]*\w@\w\S*|(?<![\w.-])(?=\S*\d)(?!\d+\.)(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w.])(?:[/?]\S*)?"
    version = r"(?<![\w.,])v?\d+(?:\.\d+){2,}(?![\w,])"
    yield re.compile(address), lambda found: hidden(found[0])
    yield re.compile(version), lambda found: found[0] if _MAY_BE_MORE.fullmatch(found[0]) else hidden(found[0])


def phones(language: SpokenLanguage) -> Iterator[Reading]:
    """+49 30 123456, (415) 555-0123, 01 23 45 67 89."""
    number = re.compile(rf"(?!0){written_number.pattern(language)}\Z")

    def international(found: re.Match[str]) -> str:
        groups = international_groups(found[0])
        return f"{language.words.between.plus} {_said(groups, language)}" if groups else ""

    def national(found: re.Match[str]) -> str:
        written = found[0]
        groups = _DIGITS.findall(written)
        digits = "".join(groups)
        if not _LEAST_PHONE <= len(digits) <= _LONGEST or len(groups) == len(digits):
            return ""
        known = national_groups(written, language.countries)
        if number.match(written) and (not known or (len(groups) > 1 and not _is_spaced(written))):
            return ""  # it is counted with
        if len(groups) == 2 and not known and _RANGE.fullmatch(written):
            return ""
        if len(groups) == 1:
            return _said(known, language) if known and not digits.endswith("000") else ""
        return _said(groups, language)

    yield re.compile(rf"(?<![\w+])\+\d(?:(?:{BLANK}|[().\-/])*\d){{6,17}}(?!\w)"), international
    yield re.compile(rf"{BEGINS}\(?\d(?:(?:{BLANK}|[().\-/]){{0,2}}\d){{6,18}}(?!\w|[.,:/]\d|-\w)"), national


def _is_spaced(written: str) -> bool:
    return any(each.isspace() for each in written)


def long_strings(language: SpokenLanguage) -> Iterator[Reading]:
    """A number that nobody counts with: it begins with 0, or is long and not round, or follows "code"."""

    def after_word(found: re.Match[str]) -> str:
        digits = found["digits"]
        groups = _DIGITS.findall(digits)
        return found["words"] + _said(groups, language) if len(digits) > 2 else ""

    def alone(found: re.Match[str]) -> str:
        digits = found[0]
        is_round = digits.endswith("00") and not (next_word(found)[:1].isupper() and not language.nouns_are_capital)
        counted = digits[0] != "0" and (len(digits) < _LONG or is_round)  # but 75000 Paris
        return "" if counted else _said([digits], language)

    def one_by_one(found: re.Match[str]) -> str:
        return re.sub(r"\d", lambda digit: language.words.small[int(digit[0])], found[0])

    def grouped(found: re.Match[str]) -> str:
        return _said(_DIGITS.findall(found[0]), language)

    between = rf"(?:{BLANK}(?:is|ist|es|est|number|no\.|nr\.|in|है|:))?{BLANK}?:?{BLANK}?#?{BLANK}?"
    yield (
        re.compile(
            rf"(?P<words>(?<!\w)(?:{language.words.reference_words})(?!\w){between})"
            r"(?P<digits>\d+(?:[ -]\d+)*)(?!\w|[.,:/-]\d|-\w)",
            re.IGNORECASE,
        ),
        after_word,
    )
    yield re.compile(rf"{BEGINS}\d{{2,4}}(?:-\d{{2,4}}){{2,}}(?!\w|[.,:/-]\d|-\w)"), grouped
    yield re.compile(rf"{BEGINS}\d(?:,?{BLANK}\d)+(?!\w|[.,:/-]\d)"), one_by_one
    yield re.compile(rf"{BEGINS}\d+(?!\w|[.,:/]\d|[-–]\w)"), alone


def references(language: SpokenLanguage) -> Iterator[Reading]:
    """QX7-42, B12, COVID-19: letters and digits in one."""

    def read(found: re.Match[str]) -> str:
        parts = re.findall(r"[A-Z]+[a-z]*|[a-z]+|\d+|[-/]", found[0])
        groups = re.split(r"[-/]", found[0])
        if not re.search(r"\d", found[0]) or not re.search(r"[A-Za-z]", found[0]):
            return ""
        if any(each[0].islower() or len(each) > 4 for each in parts if each.isalpha()):
            return _word_and_number(groups, language)
        if len(groups) == 2 and len(groups[0]) == 1 and groups[1].isdecimal() and len(groups[1]) <= 2:
            return f"{groups[0]}-{language.cardinal(int(groups[1]))}"
        as_one = len(groups) == 1 and len(parts) == 2 and len(parts[-1]) <= 2 and parts[-1][0] != "0"
        return ", ".join(_characters(each, language, as_one=as_one) for each in groups if each)

    yield (
        re.compile(
            r"(?<![\w@./-])(?=[A-Za-z0-9/-]*\d)(?=\d*[-/]?[A-Z])[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*(?![\w@]|[.:]\w|['’]\w)"
        ),
        read,
    )


def _word_and_number(groups: Sequence[str], language: SpokenLanguage) -> str:
    """COVID-19; empty for anything less plain."""
    if len(groups) == 2 and groups[0].isalpha() and groups[1].isdecimal() and len(groups[1]) <= 2:
        return f"{groups[0]} {language.cardinal(int(groups[1]))}"
    return ""


def _characters(group: str, language: SpokenLanguage, *, as_one: bool) -> str:
    """Letters with hyphens: a lone "A" before a blank is taken for an article by voices."""
    said = ""
    for part in re.findall(r"[A-Za-z]+|\d+", group):
        if said:
            said += "-" if said == "A" else " "
        if part.isalpha():
            said += part if len(part) > 4 else "-".join(part)
        else:
            said += language.cardinal(int(part)) if as_one else language.one_by_one(part)
    return said


def _short(groups: Sequence[str]) -> Iterator[str]:
    """None of more than five digits; a longer one in parts of three and four."""
    for group in groups:
        parts = 1 if len(group) <= 5 else -(-len(group) // 4)
        size, longer = divmod(len(group), parts)
        start = 0
        for part in range(parts):
            end = start + size + (1 if part >= parts - longer else 0)
            yield group[start:end]
            start = end


def _said(groups: Sequence[str], language: SpokenLanguage) -> str:
    return ", ".join(map(language.phone_group, _short(groups)))
