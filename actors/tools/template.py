"""Texts with places to be filled in: `/rooms/{room}`, `Bearer {secret.CALENDAR}`."""

import re
from collections.abc import Callable, Sequence

_PLACE = re.compile(r"\{([^{}]*)\}")
SECRET = "secret."
CALL = "call."
CALL_FACTS = tuple(CALL + name for name in ("caller", "called", "call_sid", "agent", "language"))
"""Places for what is known of the call, by the names of `ToolCall`: the model need not know them, and cannot change
them."""


def places(text: str) -> Sequence[str]:
    """What stands between braces, in order."""
    return _PLACE.findall(text)


def is_balanced(text: str) -> bool:
    """Whether all braces belong to places."""
    return not {"{", "}"} & set(_PLACE.sub("", text))


def filled(text: str, value: Callable[[str], str]) -> str:
    """The text with the value of each place. What is filled in is not looked at again."""
    return _PLACE.sub(lambda place: value(place[1]), text)
