"""Numbers as they are written in figures, with any language's marks: 1,234.5 and 1.234,5 and 1 234,5 and 1,23,456."""

import re

import msgspec

from offhook.engine.words.aloud.spoken_language import LARGEST, SpokenLanguage

BLANK = "[ \u00a0\u202f\u2009]"
BEGINS = r"(?<![\w@#°])(?<!\d[.,:/’'–—-])(?<!\w-)"
"""Nothing before it belongs to the same figure."""
ENDS = r"(?!\w|[.,:/]\d|[-–—/][\w])"
"""Nothing after it does. A range is read before its ends are."""


class WrittenNumber(msgspec.Struct, frozen=True):
    """A number of the text."""

    whole: int
    decimals: str = ""
    """The digits behind the decimal mark."""
    indian: bool = False
    """Whether it was written with lakhs: 1,23,456."""

    @property
    def is_small(self) -> bool:
        return self.whole < LARGEST and len(self.decimals) <= 12


def pattern(language: SpokenLanguage) -> str:
    """A regular expression for a number, without a group."""
    blank = BLANK if language.words.blank_groups else "[\u00a0\u202f\u2009]"
    return rf"(?:[1-9]\d{{0,2}}(?:{blank}\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*)"


def parse(text: str, decimal_mark: str, *, is_money: bool = False) -> WrittenNumber | None:
    """None where it is not plain what number it is: 1.2.3."""
    plain = re.sub(r"[\s'’]", "", text) if _is_grouped(text) else text
    marks = [each for each in plain if each in ".,"]
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", plain):
        return None
    if not marks:
        return _number(plain, "")
    if len(set(marks)) == 2:
        whole, decimals = plain.rsplit(marks[-1], 1)
        return _number(whole, decimals) if marks[-1] not in whole else None
    if len(marks) > 1:
        return _number(plain, "")
    whole, decimals = plain.split(marks[0])
    groups = len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0" and (is_money or marks[0] != decimal_mark)
    return _number(plain, "") if groups else _number(whole, decimals)


def _is_grouped(text: str) -> bool:
    return re.fullmatch(r"\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?", text) is not None


def _number(whole: str, decimals: str) -> WrittenNumber | None:
    parts = re.split(r"[.,]", whole)
    if len(parts) == 1:
        return WrittenNumber(int(whole), decimals) if len(whole) <= 15 else None
    first, *middle, last = parts
    if not 1 <= len(first) <= 3 or len(last) != 3 or len(whole) > 20:
        return None
    lengths = {len(each) for each in middle}
    if lengths <= {3}:
        return WrittenNumber(int("".join(parts)), decimals)
    if lengths == {2} and len(first) <= 2:
        return WrittenNumber(int("".join(parts)), decimals, indian=True)
    return None


def said(number: WrittenNumber, language: SpokenLanguage, noun: str = "") -> str:
    """In words, before `noun`."""
    if not number.is_small:
        return ""
    if not number.decimals:
        return language.counted_as_written(number.whole, noun, indian=number.indian)
    whole = language.cardinal(number.whole)
    return f"{whole} {language.point} {language.decimals(number.decimals)}"
