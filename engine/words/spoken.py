"""What a recognizer of free speech writes, as the words that were said: figures, times, prices, ordinals, "Mr.". Pure.

This is one reading, for whoever has no question: to compare texts, and to see whether one is complete. What was asked
for decides between several: `readings.py`.
"""

import re

from offhook.engine.words.aloud.figures import next_word, text_before
from offhook.engine.words.aloud.read_aloud import read_aloud, spoken_language
from offhook.engine.words.readings import first_reading

_FOUR_DIGITS = re.compile(r"(?<![\w.,:/+-])(?<!\d\s)\d{4}(?![\w:/-]|[.,]\d|\s\d)")
_HAS_FIGURE = re.compile(r"\d")


def spoken_words(text: str, language: str) -> str:
    """The words in the form in which words are compared (`words.py`). Four digits are a year where the words around
    them say so, and else digits one by one, as they mostly are in a call. In a language whose figures are not known
    they stay as they are."""
    if _HAS_FIGURE.search(text):
        text = read_aloud(_FOUR_DIGITS.sub(lambda found: _as_digits(found, language), text), language)
    return " ".join(first_reading(text, language))


def _as_digits(found: re.Match[str], language: str) -> str:
    known = spoken_language(language)
    if known is None or known.is_year(int(found[0]), text_before(found), next_word(found)):
        return found[0]
    return known.one_by_one("".join(str(int(digit)) for digit in found[0]))
