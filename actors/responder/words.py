"""English numbers in words, and a recognizer's text as words that patterns can match."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from offhook.engine.words.words import normalised, words

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)

LARGEST_NUMBER = 99

_FIGURES = re.compile(r"(?<![\d:.,])\d{1,2}[:.]\d\d(?![\d:.,]*\d)|\d+")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")  # 21:30, 9.30 as in Britain; bare with four digits only
_DOTTED = re.compile(r"\b([ap])\.\s?m\b")  # a.m., p.m.
_SPELLED = {"pm": ("p", "m"), "ok": ("okay",), "o": ("oh",)}
"""Words that recognizers write in another way than our patterns."""


def number_words(number: int) -> str:
    """0 to 99 as spoken: 42 is "forty two"."""
    if number < 20:
        return (*DIGITS, *_TEENS)[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens - 2]} {DIGITS[ones]}" if ones else _TENS[tens - 2]


_OF_A_TIME = frozenset((*DIGITS, *_TEENS, *_TENS, "o'clock"))
"""After these "am" is the morning; elsewhere it is the verb."""


def minute_words(minute: int) -> str:
    """1 to 59 as spoken after the hour: 5 is "oh five"."""
    return number_words(minute) if minute >= 10 else f"oh {number_words(minute)}"


def digit_words(digits: str) -> list[str]:
    return [DIGITS[int(digit)] for digit in digits]


def readings(text: str, language: str) -> list[Sequence[str]]:
    """The ways to read a text aloud: cloud services write "7:30 PM" and "4271", but patterns have words.

    Figures are read first as times and numbers, then digit by digit. Words are read first spelled out ("9 am": nine
    a m), then as they stand, because a phrase may have either.
    """
    plain = normalised(text)
    if not language.startswith("en"):
        return [tuple(word for word, _ in _words_and_figures(plain))]
    tokens = list(_words_and_figures(_DOTTED.sub(r"\1 m", plain)))
    found = (
        tuple(_read(tokens, as_digits=as_digits, spelled=spelled))
        for spelled, as_digits in itertools.product((True, False), (False, True))
    )
    return list(dict.fromkeys(found))


def _words_and_figures(plain: str) -> Iterator[tuple[str, bool]]:
    """Each with whether it is figures."""
    end = 0
    for figures in _FIGURES.finditer(plain):
        yield from ((word, False) for word in words(plain[end : figures.start()]))
        yield figures[0], True
        end = figures.end()
    yield from ((word, False) for word in words(plain[end:]))


def _read(tokens: Iterable[tuple[str, bool]], *, as_digits: bool, spelled: bool) -> Iterator[str]:
    before = ""
    for token, is_figures in tokens:
        said: Sequence[str] = (token,)
        if is_figures:
            said = _figures(token, as_digits=as_digits)
        elif spelled:
            said = _spelled(token, before)
        yield from said
        before = said[-1]


def _spelled(word: str, before: str) -> Sequence[str]:
    return ("a", "m") if word == "am" and before in _OF_A_TIME else _SPELLED.get(word, (word,))


def _figures(token: str, *, as_digits: bool) -> Sequence[str]:
    digits = "".join(filter(str.isdigit, token))
    if as_digits:
        return digit_words(digits)
    clock = _CLOCK.fullmatch(token)
    if clock is not None and len(token) > 3:
        return _clock_words(int(clock[1]), int(clock[2]))
    if len(digits) == 1 or (len(digits) == 2 and digits[0] != "0"):
        return number_words(int(digits)).split()
    return digit_words(digits)


def _clock_words(hour: int, minute: int) -> Sequence[str]:
    """A time in figures as people say it: 21:30 is "nine thirty p m"."""
    said = number_words((hour - 1) % 12 + 1).split()
    if minute:
        said += minute_words(minute).split()
    if not 1 <= hour <= 12:
        said += ["p" if hour else "a", "m"]
    return said
