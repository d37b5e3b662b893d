"""English numbers in words, and a recognizer's text as words that patterns can match."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)

LARGEST_NUMBER = 99

_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963])"  # Python counts the vowel signs of Devanagari as no letters
PLAIN_WORD = f"{_LETTER}+(?:'{_LETTER}+)*"
"""A regular expression for a word as it may stand in patterns."""

_TOKEN = re.compile(rf"(?<![\d:.,])\d{{1,2}}[:.]\d\d(?![\d:.,]*\d)|\d+|{PLAIN_WORD}")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")  # 21:30, 9.30 as in Britain; bare with four digits only
_DOTTED = re.compile(r"\b([ap])\.\s?m\b")  # a.m., p.m.
_WORD = re.compile(rf"\d+|{PLAIN_WORD}")
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
    plain = text.lower().replace("’", "'")
    if not language.startswith("en"):
        return [_WORD.findall(plain)]
    tokens = list(_TOKEN.finditer(_DOTTED.sub(r"\1 m", plain)))
    found = (
        tuple(_read(tokens, as_digits=as_digits, spelled=spelled))
        for spelled, as_digits in itertools.product((True, False), (False, True))
    )
    return list(dict.fromkeys(found))


def _read(tokens: Iterable[re.Match[str]], *, as_digits: bool, spelled: bool) -> Iterator[str]:
    before = ""
    for token in tokens:
        if not token[0].isascii() or not token[0][0].isdigit():
            words = _spelled(token[0], before) if spelled else (token[0],)
        else:
            words = _figures(token, as_digits=as_digits)
        yield from words
        before = words[-1]


def _spelled(word: str, before: str) -> Sequence[str]:
    return ("a", "m") if word == "am" and before in _OF_A_TIME else _SPELLED.get(word, (word,))


def _figures(token: re.Match[str], *, as_digits: bool) -> Sequence[str]:
    digits = "".join(filter(str.isdigit, token[0]))
    if as_digits:
        return digit_words(digits)
    clock = _CLOCK.fullmatch(token[0])
    if clock is not None and len(token[0]) > 3:
        return _clock_words(int(clock[1]), int(clock[2]))
    if len(digits) == 1 or (len(digits) == 2 and digits[0] != "0"):
        return number_words(int(digits)).split()
    return digit_words(digits)


def _clock_words(hour: int, minute: int) -> Sequence[str]:
    """A time in figures as people say it: 21:30 is "nine thirty p m"."""
    words = number_words((hour - 1) % 12 + 1).split()
    if minute:
        words += minute_words(minute).split()
    if not 1 <= hour <= 12:
        words += ["p" if hour else "a", "m"]
    return words
