"""Makes patterns (`engine/words/expectation.py`) out of words and other patterns. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from offhook.engine.words.words import words

T = TypeVar("T")
_RULE = re.compile(r"<([a-z]+)>")


def plain(phrase: str) -> str:
    """A phrase in the form in which words are compared."""
    return " ".join(words(phrase))


def plain_keys(phrases: Mapping[str, T]) -> dict[str, T]:
    """What these phrases mean, each in the form in which words are compared."""
    return {plain(phrase): meaning for phrase, meaning in phrases.items()}


def one_of(options: Iterable[str]) -> str:
    """A pattern of any of these."""
    return f"({' | '.join(dict.fromkeys(options))})"


def maybe(options: Iterable[str]) -> str:
    """A pattern of any of these, or of nothing; empty if there are none."""
    options = tuple(dict.fromkeys(options))
    return f"[{' | '.join(options)}]" if options else ""


def named(pattern: str, prefix: str) -> str:
    """The pattern with a prefix before the name of each rule. One with a hyphen keeps them apart from the rules of an
    agent file."""
    return _RULE.sub(rf"<{prefix}\1>", pattern)
