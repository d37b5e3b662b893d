"""Translates msgspec's validation errors for the person who wrote the value.

A type may have a message of its own: `msgspec.Meta(pattern=..., description="write it like +15550100")`.
"""

import re
from typing import NamedTuple

import msgspec

_ENTRY = re.compile(r" - at `\$\[(\d+|\.\.\.)\]\S*`$")
_OTHER_KIND = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_RANGE = re.compile(r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)")
_LENGTH = re.compile(r"Expected `(\w+)` of length (>=|<=|)\s*(\d+)")
_KINDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list in [ ]",
    "object": "a table",
    "date": "a date",
    "datetime": "a date with a time",
    "time": "a time of day",
}
_BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}
_SEE = "see docs/agent-file.md"
_LONGEST_SHOWN = 80


class Complaint(NamedTuple):
    """What is wrong, and what to do about it."""

    what: str
    fix: str


def complaint(value: object, kind: object) -> Complaint | None:
    """Why the value is not a valid `kind`; None if it is."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as exc:
        message = str(exc)
        entry = _ENTRY.search(message)
        rule = _rule(message if entry is None else message[: entry.start()], kind)
        return Complaint(_misfit(value, "" if entry is None else entry[1]), rule)
    return None


def _misfit(value: object, entry: str) -> str:
    if entry:
        return "an entry does not fit" if entry == "..." else f"entry {int(entry) + 1} does not fit"
    shown = repr(value) if isinstance(value, str | int | float) else ""
    if isinstance(value, bool):
        shown = shown.lower()  # as TOML writes it
    return f"{shown} does not fit" if 0 < len(shown) <= _LONGEST_SHOWN else "this does not fit"


def _rule(message: str, kind: object) -> str:
    """What would be valid there."""
    if _literals(kind) is not None:
        return _own_words(kind)
    if (found := _OTHER_KIND.fullmatch(message)) is not None:
        wanted = " or ".join(_KINDS.get(each, each) for each in found[1].split(" | ") if each != "null")
        return f"it must be {wanted}, not {_KINDS.get(found[2], found[2])}"
    if (found := _RANGE.fullmatch(message)) is not None:
        return f"it must be {_BOUNDS[found[1]]} {found[2].removesuffix('.0')}"
    if (found := _LENGTH.match(message)) is not None:
        one, many = ("character", "characters") if found[1] == "str" else ("entry", "entries")
        return f"it must have {_BOUNDS.get(found[2], 'exactly')} {found[3]} {one if found[3] == '1' else many}"
    return _own_words(kind)


def _own_words(kind: object) -> str:
    """A type's own description, or the values that it allows."""
    information = msgspec.inspect.type_info(kind)
    if (literals := _literals(kind)) is not None:
        return f"write one of {', '.join(repr(value) for value in literals.values)}"
    if isinstance(information, msgspec.inspect.Metadata) and information.extra_json_schema is not None:
        return str(information.extra_json_schema.get("description", _SEE))
    return _SEE


def _literals(kind: object) -> msgspec.inspect.LiteralType | None:
    """The values that a type allows, if it is made of those alone, or of those and None."""
    information = msgspec.inspect.type_info(kind)
    members = information.types if isinstance(information, msgspec.inspect.UnionType) else (information,)
    others = [each for each in members if not isinstance(each, msgspec.inspect.NoneType)]
    return others[0] if len(others) == 1 and isinstance(others[0], msgspec.inspect.LiteralType) else None
