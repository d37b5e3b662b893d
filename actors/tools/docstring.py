"""Reads a tool's docstring: what the tool is for, and what each of its parameters is.

Book a room for a guest.

Args:
    nights: how many nights, from 1 to 14
"""

import inspect
import re
from collections.abc import Sequence
from typing import NamedTuple

_PARAMETERS = re.compile(r"(Args|Arguments|Parameters|Params)\s*:\s*")
_OTHER_SECTION = re.compile(r"(Returns|Raises|Yields|Examples?|Notes?)\s*:\s*")
_PARAMETER = re.compile(r"\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)")


class Docstring(NamedTuple):
    description: str
    parameters: dict[str, str]


def read_docstring(text: str) -> Docstring:
    """The text up to the first section, and the lines of `Args:`; other sections are for readers of the code."""
    sections: dict[str, list[str]] = {"description": [], "parameters": [], "other": []}
    section = "description"
    for line in inspect.cleandoc(text).splitlines():
        if _PARAMETERS.fullmatch(line):
            section = "parameters"
        elif _OTHER_SECTION.fullmatch(line):
            section = "other"
        else:
            sections[section].append(line)
    return Docstring("\n".join(sections["description"]).strip(), _parameters(sections["parameters"]))


def _parameters(lines: Sequence[str]) -> dict[str, str]:
    """A line that is indented further than the first one goes on with the parameter above it."""
    found: dict[str, str] = {}
    indent, name = -1, ""
    for line in lines:
        if not line.strip():
            continue
        own_indent = len(line) - len(line.lstrip())
        indent = own_indent if indent < 0 else indent
        parameter = _PARAMETER.fullmatch(line.strip()) if own_indent <= indent else None
        if parameter is not None:
            name = parameter[1]
            found[name] = parameter[2].strip()
        elif name:
            found[name] = f"{found[name]} {line.strip()}".strip()
    return found
