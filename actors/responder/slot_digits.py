"""So many digits as an answer, one by one: "four two seven one", "forty two seventy one", "double four"."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar

import msgspec

from offhook.actors.responder.slot import answers_in, numbers_in
from offhook.engine.words.spoken_numbers import DIGIT_RULE, DIGITS_RULE, MOST_DIGITS


class DigitsKeys(msgspec.Struct, frozen=True):
    """As an agent file has it."""

    length: Annotated[int, msgspec.Meta(ge=1, le=MOST_DIGITS)]


class DigitsSlot(DigitsKeys, frozen=True):
    """Exactly `length` digits: a fixed length is what makes digits recognisable. Fewer are a part of the answer
    (`digits_in_parts.py`). A larger number is read digit by digit (`readings.py`)."""

    language: str = "en"

    default_threshold: ClassVar[float] = 0.35

    @property
    def introductions(self) -> str:
        return answers_in(self.language).before_digits

    @property
    def pattern(self) -> str:
        return " ".join([f"<{DIGIT_RULE}>"] * self.length)

    @property
    def likely_pattern(self) -> str:
        """Also with "double four", which `words.py` reads as two digits."""
        return f"<{DIGITS_RULE}{self.length}>"

    @property
    def max_digits(self) -> int:
        return self.length

    @property
    def keys_help(self) -> str:
        return answers_in(self.language).keys_digits.format(length=numbers_in(self.language).written(self.length))

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        del today
        return numbers_in(self.language).digits_of(words)

    def from_keys(self, keys: str, today: date) -> str | None:
        del today
        return keys if re.fullmatch(r"[0-9]+", keys) is not None and len(keys) == self.length else None

    def spoken(self, value: str, today: date) -> str:
        del today
        return " ".join(value)
