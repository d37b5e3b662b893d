"""English numbers as words, and a recognizer's text as words that patterns can match."""

import re
from collections.abc import Sequence

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)

LARGEST_NUMBER = 99

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_SPELLED = {"am": ["a", "m"], "pm": ["p", "m"]}


def number_words(number: int) -> str:
    """0 to 99 as spoken: 42 is "forty two"."""
    if number < 20:
        return (*DIGITS, *_TEENS)[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens - 2]} {DIGITS[ones]}" if ones else _TENS[tens - 2]


def digit_words(digits: str) -> list[str]:
    return [DIGITS[int(digit)] for digit in digits]


def readings(text: str, language: str) -> list[Sequence[str]]:
    """How a text may be read aloud: cloud services write "7:30 PM" and "4271", patterns say each word.

    Figures are read as numbers first, and digit by digit second where that differs.
    """
    plain = text.lower().replace("’", "'").replace("a.m", "am").replace("p.m", "pm")
    tokens = _TOKEN.findall(plain)
    if not language.startswith("en"):
        return [tokens]
    as_numbers: list[str] = []
    as_digits: list[str] = []
    for token in tokens:
        as_numbers += _read(token, as_number=True)
        as_digits += _read(token, as_number=False)
    return [as_numbers] if as_numbers == as_digits else [as_numbers, as_digits]


def _read(token: str, *, as_number: bool) -> list[str]:
    if not token.isascii() or not token.isdigit():
        return _SPELLED.get(token, [token])
    if as_number and len(token) <= 2 and not token.startswith("0"):
        return number_words(int(token)).split()
    if token == "00":
        return []  # 7:00 is "seven"
    return digit_words(token)
