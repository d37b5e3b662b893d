"""Answers to a slot, read and matched as in a dialogue."""

from datetime import date
from functools import lru_cache

from offhook.actors.responder.language_rules import language_rules
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import Slot
from offhook.engine.words.readings import readings
from tests.actors.responder.front_desk import A_SUNDAY


def value_of(slot: Slot, said: str, language: str = "en", today: date = A_SUNDAY) -> str | None:
    """What the slot makes of an answer."""
    phrases = _phrases(slot.introductions, slot.pattern, language)
    for words in readings(said, language):
        for match in phrases.matches(words):
            if "it" in match.captured and (value := slot.from_words(match.captured["it"], today)) is not None:
                return value
    return None


@lru_cache(maxsize=64)  # a dialogue, too, has them once
def _phrases(introductions: str, pattern: str, language: str) -> Phrases:
    return Phrases([f"{introductions} <it>"], {**language_rules(language), "it": pattern}, language)
