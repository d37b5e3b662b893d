"""Texts of models and tools, so that models, records and journals can hold them."""

import msgspec

from offhook.engine.run.tool import ARGUMENTS_BYTES

LONGEST_NAME = 200
LONGEST_WORDS = 2_000
"""In characters: of what went wrong."""


def as_text(text: str) -> str:
    """Without halves of characters, which no JSON can hold."""
    return text.encode(errors="replace").decode()


def as_name(name: str) -> str:
    """A model may write anything for the name of a tool."""
    return as_text(name[:LONGEST_NAME])


def in_brief(words: str) -> str:
    """What went wrong as a sentence, however long the page is that an error quotes."""
    brief = as_text(words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]} …")
    return brief if not brief or brief.endswith((".", "!", "?", "…")) else f"{brief}."


def are_too_long(arguments: str) -> bool:
    """Whether a line of a journal would be too long: there control characters take six bytes each."""
    return len(arguments.encode()) > ARGUMENTS_BYTES or len(msgspec.json.encode(arguments)) > 2 * ARGUMENTS_BYTES + 2
