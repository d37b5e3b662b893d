"""Answers as people say them, in five languages: each means its value. The tables are in `said/`."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from offhook.actors.responder.slot import Slot
from offhook.actors.responder.slot_date import DateSlot
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
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
