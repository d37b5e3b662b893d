"""Answers as people say them, in five languages: each means its value. The tables are in `said/`."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from offhook.actors.responder.language_rules import language_rules
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import Slot, numbers_in
from offhook.actors.responder.slot_date import DateSlot
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.words.words import words
from tests.actors.responder.answers_read import value_of

TABLES = Path(__file__).parent / "said"
LANGUAGES = ("en", "en-GB", "hi", "es", "es-MX", "fr", "de")
FEWEST = 15


def slots(language: str) -> dict[str, Slot]:
    return {
        "dates": DateSlot(language=language),
        "times": TimeSlot(language=language),
        "numbers": NumberSlot(highest=99_999, language=language),
        "digits": DigitsSlot(length=4, language=language),
        "yes_no": YesNoSlot(language=language),
    }


def said(language: str) -> Iterator[tuple[str, str, str]]:
    """Type of answer, words and value."""
    main = language.partition("-")[0]
    for kind, table in tomllib.loads((TABLES / f"{main}.toml").read_text(encoding="utf-8")).items():
        for value, texts in table.items():
            yield from ((kind, text, value) for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_say_is_understood(language: str) -> None:
    """Each phrasing means its value, and no other one."""
    by_kind = slots(language)
    wrong = {
        (kind, text): found
        for kind, text, value in said(language)
        if (found := value_of(by_kind[kind], text, language)) != value
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_type_of_answer_has_enough_phrasings(language: str) -> None:
    """So that a table that was lost is missed."""
    kinds = [kind for kind, _, _ in said(language)]
    assert all(kinds.count(kind) >= FEWEST for kind in slots(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "double four two one"),
        ("en", "four double seven triple nine"),
        ("hi", "डबल चार दो एक"),
        ("es", "doble cuatro dos uno"),
        ("fr", "double quatre deux un"),
        ("de", "zweimal vier zwei eins"),
    ],
)
def test_what_a_digit_may_be_said_as_is_expected_of_a_recognizer_that_knows_few_phrases(
    language: str, text: str
) -> None:
    """Else it hears four other digits. As many as were asked for, and no more."""
    known = words(text)
    digits = numbers_in(language).digits_of(known)
    assert digits is not None
    for length in (len(digits) - 1, len(digits), len(digits) + 1):
        slot = DigitsSlot(length=length, language=language)
        phrases = Phrases([slot.likely_pattern], language_rules(language), language)
        whole = [match for match in phrases.matches(known) if not match.cut]
        assert bool(whole) is (length == len(digits))
