"""Times of the day: 7:30 pm, 19:30 Uhr, 14h30, 9-17 Uhr."""

import re
from collections.abc import Iterator

from offhook.engine.words.aloud.figures import DASH, Reading, text_before
from offhook.engine.words.aloud.spoken_language import ClockTime, SpokenLanguage
from offhook.engine.words.aloud.written_number import BEGINS, BLANK

_HALF = rf"(?:[ap]m|[ap]\.{BLANK}?m\.?|[ap]{BLANK}m)"


def times(language: SpokenLanguage) -> Iterator[Reading]:
    """Each of the two of a range may have its own "pm"; without one, the first has that of the second."""
    clock = re.compile(
        rf"{BEGINS}{_one(1, language)}(?:{DASH}{_one(2, language)})?(?![\w:]|[.,/-]\d|-\w)", re.IGNORECASE
    )

    def read(found: re.Match[str]) -> str:
        if not _is_time(found, language):
            return ""
        half = _half(found["half1"] or found["half2"])
        first = ClockTime(int(found["hour1"]), int(found["minute1"] or 0), half)
        if not first.is_possible:
            return ""
        before = text_before(found)
        if not found["hour2"]:
            return _ended(language.clock(first.hour, first.minute, first.half, before), found)
        second = ClockTime(int(found["hour2"]), int(found["minute2"] or 0), _half(found["half2"] or ""))
        if not second.is_possible:
            return ""
        return _ended(language.from_to(first, second, before), found)

    yield clock, read


def _ended(said: str, found: re.Match[str]) -> str:
    """The full stop of "p.m." may end the sentence, too; it stands once."""
    if said.endswith("."):
        return said[:-1] if found.string.startswith(".", found.end()) else said
    return f"{said}." if found[0].endswith(".") and found.end() == len(found.string) else said


def _one(number: int, language: SpokenLanguage) -> str:
    return (
        rf"(?P<hour{number}>\d{{1,2}})(?:(?P<mark{number}>{language.words.minute_sign}|\.)(?P<minute{number}>\d\d))?"
        rf"(?:{BLANK}?(?:(?P<half{number}>{_HALF})|(?P<sign{number}>{language.words.hour_signs}))(?!\w))?"
    )


def _is_time(found: re.Match[str], language: SpokenLanguage) -> bool:
    """A number alone is none, and 14.30 only with "Uhr" or the like."""
    marks = [each for each in found.group("mark1", "mark2") if each]
    signs = any(found.group("sign1", "sign2")) and (bool(marks) or language.words.hour_signs_alone)
    return signs or any(found.group("half1", "half2")) or any(each != "." for each in marks)


def _half(written: str | None) -> str:
    return f"{written[0].lower()}m" if written else ""
