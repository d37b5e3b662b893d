"""Answers that a model gives to a dialogue, as if the caller had given them there: each is read by its slot. Pure."""

import re
from collections.abc import Mapping
from datetime import date

from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.script import Script
from offhook.actors.responder.slot import Slot
from offhook.actors.responder.slot_date import DateSlot
from offhook.actors.responder.slot_day import DaySlot
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_one_of import OneOfSlot
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.words.readings import readings
from offhook.engine.words.words import normalised

_CLOCK = re.compile(r"\d{1,2}:\d\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIGURES = re.compile(r"[-+]?\d+([.,]\d+)?")
"""Figures mean what they say: "09:00" is the morning, and "-1" is no number of people."""
LONGEST = 200
"""In characters."""


def read_given(script: Script, given: Mapping[str, object], today: date) -> tuple[dict[str, str], list[str]]:
    """The values that fit, and the names of those that do not, for which the caller is asked."""
    read = {name: read_value(script, name, value, today) for name, value in given.items()}
    values = {name: value for name, value in read.items() if value is not None}
    return values, [name for name in given if name not in values]


def read_value(script: Script, name: str, given: object, today: date) -> str | None:
    """None if it does not fit."""
    slot = script.slots.get(name)
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if slot is None or not isinstance(given, str | int | bool):
        return None
    said = ("yes" if given else "no") if isinstance(given, bool) else " ".join(str(given).split())
    if isinstance(slot, DaySlot | YesNoSlot) and slot.is_value(said.lower()):
        return said.lower()  # in any language
    if not 0 < len(said) <= LONGEST:
        return None
    figures = normalised(said)  # in the digits of whatever script the model writes
    if isinstance(slot, TimeSlot) and _CLOCK.fullmatch(figures) is not None:
        return slot.from_keys(figures.replace(":", "").zfill(4), today)
    if isinstance(slot, DateSlot) and _DATE.fullmatch(figures) is not None:
        return slot.given(figures, today)
    if isinstance(slot, NumberSlot | DigitsSlot) and _FIGURES.fullmatch(figures) is not None:
        return slot.from_keys(figures, today)
    return _by_words(script, slot, name, said, today)


def schema_of(slot: Slot) -> dict[str, object]:
    """How a model is told to write a value of it."""
    match slot:
        case NumberSlot(highest=highest, lowest=lowest):
            return {"type": "integer", "minimum": lowest, "maximum": highest}
        case YesNoSlot():
            return {"type": "boolean"}
        case DigitsSlot(length=length):
            return {"type": "string", "pattern": f"^[0-9]{{{length}}}$"}
        case TimeSlot(earliest=earliest, latest=latest):
            return {"type": "string", "description": f"HH:MM, from {earliest} to {latest}"}
        case DaySlot():
            return {"type": "string", "description": "today, tomorrow, a weekday, or next and a weekday"}
        case DateSlot():
            how = "YYYY-MM-DD, or as the caller said it if you do not know today's date: tomorrow, next friday"
            return {"type": "string", "description": how}
        case OneOfSlot(options=options):
            return {"type": "string", "enum": [*options]}
        case _:
            return {"type": "string"}


def _by_words(script: Script, slot: Slot, name: str, said: str, today: date) -> str | None:
    phrases = Phrases([f"{slot.introductions} <{name}>"], script.all_rules, script.language)
    for words in readings(said, script.language):
        for match in phrases.matches(words):
            captured = match.captured.get(name)
            if captured is not None and not match.cut and (value := slot.from_words(captured, today)) is not None:
                return value
    return None
