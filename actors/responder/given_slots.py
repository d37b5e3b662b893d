"""Answers that a model gives to a dialogue, as if the caller had given them there: each is read by its slot. Pure."""

import re
from collections.abc import Mapping

from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.script import Script
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slots import DaySlot, DigitsSlot, NumberSlot, OneOfSlot, Slot, YesNoSlot
from offhook.actors.responder.words import readings

_CLOCK = re.compile(r"\d{1,2}:\d\d")
_FIGURES = re.compile(r"[-+]?\d+([.,]\d+)?")
"""Figures mean what they say: "09:00" is the morning, and "-1" is no number of people."""
LONGEST = 200
"""In characters."""


def read_given(script: Script, given: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """The values that fit, and the names of those that do not, for which the caller is asked."""
    read = {name: read_value(script, name, value) for name, value in given.items()}
    values = {name: value for name, value in read.items() if value is not None}
    return values, [name for name in given if name not in values]


def read_value(script: Script, name: str, given: object) -> str | None:
    """None if it does not fit."""
    slot = script.slots.get(name)
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if slot is None or not isinstance(given, str | int | bool):
        return None
    said = ("yes" if given else "no") if isinstance(given, bool) else " ".join(str(given).split())
    if not 0 < len(said) <= LONGEST:
        return None
    if isinstance(slot, TimeSlot) and _CLOCK.fullmatch(said) is not None:
        return slot.from_keys(said.replace(":", "").zfill(4))
    if isinstance(slot, NumberSlot | DigitsSlot) and _FIGURES.fullmatch(said) is not None:
        return slot.from_keys(said)
    return _by_words(script, slot, name, said) or _by_words(script, slot, name, _as_words(slot, said))


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
        case OneOfSlot(options=options):
            return {"type": "string", "enum": [*options]}
        case _:
            return {"type": "string"}


def _by_words(script: Script, slot: Slot, name: str, said: str) -> str | None:
    phrases = Phrases([f"<{name}>"], script.all_rules, script.language)
    for words in readings(said, script.language):
        for match in phrases.matches(words):
            captured = match.captured.get(name)
            if captured is not None and not match.cut and (value := slot.from_words(captured)) is not None:
                return value
    return None


def _as_words(slot: Slot, said: str) -> str:
    """A value in the form in which it is kept."""
    try:
        return slot.spoken(said)
    except (ValueError, KeyError, IndexError):
        return said
