"""How Whisper might write a text of plain words: as a sentence, and with digits as figures.

A text in another way of writing than its own looks unlikely to it, whatever was said.
"""

from collections.abc import Sequence
from itertools import pairwise

_DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS = {word: str(digit) for digit, word in enumerate(_DIGIT_WORDS)}


def written(text: str) -> Sequence[str]:
    words = text.split()
    if not words:
        return ()
    ways = [" ".join(words)]
    figures = [_DIGITS.get(word, word) for word in words]
    if figures != words:
        ways += [_joined(figures, " "), _joined(figures, ", "), _joined(figures, "")]
    ways = [f"{way[0].upper()}{way[1:]}" for way in dict.fromkeys(ways)]
    return [f"{way}{end}" for way in ways for end in (".", "")]


def _joined(words: Sequence[str], between: str) -> str:
    """With this between two figures."""
    said = words[0]
    for before, word in pairwise(words):
        said += (between if before.isdigit() and word.isdigit() else " ") + word
    return said
