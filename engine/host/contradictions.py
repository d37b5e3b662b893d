"""Settings that are valid one by one and contradict each other.

Contradictory            all contradictions found in one section, each with its settings and why
"""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel

Rule = tuple[bool, str, str]
"""Whether it is broken, the settings that it is about (names below the section, with blanks between them), and why."""


class Contradiction(NamedTuple):
    """Two or more settings, by their names below the section that was looked at, and why they cannot hold together."""

    settings: tuple[tuple[str, object], ...]
    why: str

    def in_words(self, places: Sequence[str] = ()) -> str:
        """`idle_s = 2.0 and keypad_pause_s = 3.0: why`; with `places`, where each of them comes from."""
        named = [f"{name} = {value!r}" for name, value in self.settings]
        if places:
            named = [f"{text} ({place})" for text, place in zip(named, places, strict=True)]
        return f"{', '.join(named[:-1])} and {named[-1]} contradict each other: {self.why}"


class Contradictory(ValueError):
    """A ValueError, so that a validator may raise it."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        super().__init__("\n".join(each.in_words() for each in found))
        self.found = tuple(found)


def refuse(section: BaseModel, *rules: Rule) -> None:
    """Raises Contradictory with all the rules that are broken."""
    found = [
        Contradiction(tuple((name, _value(section, name)) for name in names.split()), why)
        for broken, names, why in rules
        if broken
    ]
    if found:
        raise Contradictory(found)


def _value(section: BaseModel, name: str) -> object:
    value: object = section
    for part in name.split("."):
        value = getattr(value, part)
    return value
