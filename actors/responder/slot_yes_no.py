"""A yes or a no as an answer."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import ClassVar

import msgspec

from offhook.actors.responder.language_rules import NO, YES, language_rules
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import answers_in


class YesNoKeys(msgspec.Struct, frozen=True):
    """As an agent file has it."""


class YesNoSlot(YesNoKeys, frozen=True):
    """Its value is "yes" or "no"."""

    language: str = "en"

    introductions: ClassVar[str] = ""
    default_threshold: ClassVar[float] = 0.5
    max_digits: ClassVar[int] = 1
    pattern: ClassVar[str] = f"(<{YES}> | <{NO}>)"
    likely_pattern: ClassVar[str] = pattern

    @property
    def keys_help(self) -> str:
        return answers_in(self.language).keys_yes_no

    def is_value(self, value: str) -> bool:
        """Whether this is one of its values, as a program has them."""
        return value in ("yes", "no")

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        del today
        return "yes" if _yes(self.language).matches(words) else "no"

    def from_keys(self, keys: str, today: date) -> str | None:
        del today
        return {"1": "yes", "2": "no"}.get(keys)

    def spoken(self, value: str, today: date) -> str:
        del today
        answers = answers_in(self.language)
        return {"yes": answers.said_yes, "no": answers.said_no}[value]


@lru_cache(maxsize=32)
def _yes(language: str) -> Phrases:
    return Phrases([f"<{YES}>"], language_rules(language), language)
