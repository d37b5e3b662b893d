"""Reads the arguments that a model has written for a built-in tool, and tells a model which there are."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from offhook.engine.run.tool import ArgumentsWrong

ArgumentsT = TypeVar("ArgumentsT", bound=msgspec.Struct)


class NoArguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a tool that needs none."""


def schema_of(kind: type[msgspec.Struct]) -> dict[str, object]:
    """The JSON Schema of these arguments, in one piece: some servers take no references."""
    definition = msgspec.json.schema(kind)["$defs"][kind.__name__]
    return {key: definition[key] for key in ("type", "properties", "required", "additionalProperties")}


def reader_of(kind: type[ArgumentsT]) -> Callable[[str], ArgumentsT]:
    """Reads JSON text as these arguments; nothing at all as none. It raises ArgumentsWrong."""

    def read(text: str) -> ArgumentsT:
        try:
            return msgspec.json.decode(text.strip() or "{}", type=kind)
        except (ValueError, RecursionError) as exc:  # msgspec's own are ValueErrors, and so is half a character
            raise ArgumentsWrong(f"The arguments do not fit: {exc}.") from exc

    return read
