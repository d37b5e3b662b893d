"""Gives each hum one spelling, however long it is: "ummm" is "um", "ahhh" is "ah". Pure."""

import re

from offhook.engine.words.words import words

_HUM = re.compile(r"[aeuo]*h*[um]*h*m*|e+r+m*|a+h+|o+h+")
_REPEATED = re.compile(r"(.)\1+")


def words_and_hums(text: str) -> tuple[str, ...]:
    """The words of a text, each hum among them in its one spelling."""
    return tuple(_short(word) for word in words(text))


def _short(word: str) -> str:
    return _REPEATED.sub(r"\1", word) if _HUM.fullmatch(word) else word
