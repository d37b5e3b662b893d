"""Normalises text to words that can be compared: "Mmhmm." and "mm-hmm", "OK" and "ok" are the same. Pure."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\w\u0900-\u0963'’]+")  # Python counts the vowel signs of Devanagari as no letters
_HUM = re.compile(r"[aeuo]*h*[um]*h*m*|e+r+m*|a+h+|o+h+")
_REPEATED = re.compile(r"(.)\1+")


def plain_words(text: str) -> tuple[str, ...]:
    """Lower-case words without punctuation. A hum has one spelling, however long it is: "ummm" becomes "um"."""
    return tuple(_plain(word.replace("’", "'")) for word in _WORD.findall(text.casefold()))


def made_of(words: Sequence[str], phrases: Sequence[Sequence[str]]) -> bool:
    """Whether the words are nothing but these phrases, in any order and each any number of times."""
    said, parts = tuple(words), [tuple(phrase) for phrase in phrases]
    reached = {0}  # how many words from the beginning are made of phrases
    for start in range(len(said)):
        for phrase in parts if start in reached else ():
            if said[start : start + len(phrase)] == phrase:
                reached.add(start + len(phrase))
    return len(said) in reached


def _plain(word: str) -> str:
    return _REPEATED.sub(r"\1", word) if _HUM.fullmatch(word) else word
