"""A recognizer's text as words that patterns can match, in each way in which it may be read."""

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from offhook.engine.words.languages import language_of
from offhook.engine.words.spoken_dates import spoken_dates
from offhook.engine.words.spoken_figures import FIGURES, NUMERIC, Reading, SpokenFigures
from offhook.engine.words.spoken_numbers import SpokenNumbers, spoken_numbers
from offhook.engine.words.spoken_times import spoken_times
from offhook.engine.words.words import normalised, words

_DOTTED = re.compile(r"\b([ap])\.\s?m\b")  # a.m., p.m.
_OCLOCK = "o'clock"


def readings(text: str, language: str) -> list[Sequence[str]]:
    """The ways to read a text aloud: cloud services write "7:30 PM" and "4271", but patterns have words.

    Figures are read as times, as dates, as numbers and digit by digit, in this order; numbers in words digit by digit
    too, because "forty two" may be two of them. What is written short is read first spelled out ("9 am": nine a m;
    "Mr": mister), then as it stands, because a phrase may have either.
    """
    plain = normalised(text)
    reader = _reader(language_of(language).tag, language)
    if reader is None:
        return [words(plain)]
    found = [
        reader.read(plain, reading, spelled=spelled) for spelled, reading in itertools.product((True, False), Reading)
    ]
    return list(dict.fromkeys(found))


def first_reading(text: str, language: str) -> Sequence[str]:
    """The first of them."""
    plain = normalised(text)
    reader = _reader(language_of(language).tag, language)
    return words(plain) if reader is None else reader.read(plain, next(iter(Reading)), spelled=True)


class _Reader:
    """Reads the texts of one language."""

    def __init__(
        self, numbers: SpokenNumbers, figures: SpokenFigures, endings: Sequence[str], written: Mapping[str, str]
    ) -> None:
        self._numbers, self._figures = numbers, figures
        self._written = {words(short)[0]: words(said) for short, said in written.items()}
        ordinal = rf"(?P<day>\d{{1,2}})(?P<ending>{'|'.join(map(re.escape, endings)) or '(?!)'})(?!\w)"
        self._figured = re.compile(rf"{NUMERIC}|{ordinal}|{FIGURES}")

    def read(self, text: str, reading: Reading, *, spelled: bool) -> Sequence[str]:
        text = _DOTTED.sub(r"\1 m", text)
        said: list[str] = []
        end = 0
        for found in self._figured.finditer(text):
            self._add(said, text[end : found.start()], spelled=spelled)
            said += self._in_words(found, reading)
            end = found.end()
        self._add(said, text[end:], spelled=spelled)
        return self._numbers.in_single_digits(said) if reading is Reading.DIGITS else tuple(said)

    def _add(self, said: list[str], text: str, *, spelled: bool) -> None:
        """The words of a text without figures."""
        for word in words(text):
            if spelled and word == "am" and said and self._is_of_a_time(said[-1]):
                said += ("a", "m")
            elif spelled and word in self._written:
                said += self._written[word]
            else:
                said += self._numbers.parts(word)

    def _in_words(self, found: re.Match[str], reading: Reading) -> Sequence[str]:
        day, ending = found["day"], found["ending"]
        if day is not None and reading is not Reading.DIGITS and (reading is Reading.DATE or ending.isalpha()):
            return self._figures.ordinal(day)
        return self._figures.words(day or found[0], reading)

    def _is_of_a_time(self, word: str) -> bool:
        """After these an English "am" is the morning; elsewhere it is the verb."""
        return "pm" in self._written and (word == _OCLOCK or word in self._numbers.small_words)


@lru_cache(maxsize=64)
def _reader(tag: str, language: str) -> _Reader | None:
    numbers, times, dates = spoken_numbers(language), spoken_times(language), spoken_dates(language)
    if numbers is None or times is None or dates is None:
        return None
    figures = SpokenFigures(numbers, times, dates)
    return _Reader(numbers, figures, dates.known.ordinal_endings, language_of(tag).written)
