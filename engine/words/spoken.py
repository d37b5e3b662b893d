"""Text as it is written to text as it is spoken: the words that dialogues are made of."""

import re

from offhook.engine.words.words import words

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def spoken_words(text: str, language: str) -> str:
    """The words of a recognized text, in the form in which dialogues expect them."""
    if language.partition("-")[0] == "en":
        text = re.sub(r"[0-9]", lambda digit: f" {_DIGITS[int(digit[0])]} ", text)
    return " ".join(words(text))
