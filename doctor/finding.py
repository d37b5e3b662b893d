"""What the doctor has found: one line, how bad it is, and what to do about it."""

import enum
import re
from collections.abc import Mapping

import msgspec

_BOTH = re.compile(r"([^;]*?)(?:; |: (?=(?:set|correct) ))(.*)", re.S)


class Level(enum.Enum):
    """How bad it is."""

    GOOD = "good"
    WARNING = "warning"
    """Calls go on, but somebody should know."""
    WRONG = "wrong"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    area: str
    level: Level
    what: str
    fix: str = ""
    """What to do; with nothing wrong, what else could be done."""
    figures: Mapping[str, float] = {}
    """What was measured; the unit is the end of each name."""


def good(area: str, what: str, fix: str = "", figures: Mapping[str, float] = {}) -> Finding:
    return Finding(area, Level.GOOD, what, fix, figures)


def warning(area: str, what: str, fix: str = "", figures: Mapping[str, float] = {}) -> Finding:
    return Finding(area, Level.WARNING, what, fix, figures)


def wrong(area: str, what: str, fix: str = "", figures: Mapping[str, float] = {}) -> Finding:
    return Finding(area, Level.WRONG, what, fix, figures)


def parted(text: str) -> tuple[str, str]:
    """What is wrong and what to do, of a text that says both: `no such file; name an existing file`."""
    found = _BOTH.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")
