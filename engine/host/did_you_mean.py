"""Suggestions for a misspelt name."""

import difflib
from collections.abc import Iterable

_MOST = 20  # names in a message


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What to write instead of a misspelt name: the closest known one, or the list of them."""
    names = list(known)
    if (close := closest(word, names)) is not None:
        return f"did you mean '{close}'?"
    if not names:
        return "none is defined"
    return f"known here: {', '.join(names[:_MOST])}{' ...' if len(names) > _MOST else ''}"


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known name that is nearly the word, if there is one."""
    names = {name.lower(): name for name in known}
    return next((names[name] for name in difflib.get_close_matches(word.lower(), list(names), n=1)), None)
