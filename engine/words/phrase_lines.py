"""Finds the line of an agent file in which a word of a phrase stands."""

import re
from collections.abc import Iterator, Sequence

from offhook.engine.words.expectation import Expectation
from offhook.engine.words.words import words

_PIECE = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)(?=\s*=)""")


def line_of_word(text: str, word: str, expected: Sequence[Expectation]) -> int:
    """The first line with a piece of a phrase that has this word; 1 if there is none.

    A responder builds phrases out of pieces in the file, so a piece is looked for and not the whole phrase. Texts that
    only the agent says may have the word too, and do not count.
    """
    patterns = [_plain(pattern) for each in expected for pattern in (*each.phrases, *each.parts, *each.rules.values())]
    for number, line in enumerate(text.split("\n"), start=1):
        for piece in _pieces(line):
            if word in words(piece) and any(_plain(piece) in pattern for pattern in patterns):
                return number
    return 1


def _plain(pattern: str) -> str:
    return f" {' '.join(words(pattern))} "


def _pieces(line: str) -> Iterator[str]:
    """The texts in quotes of a line, and its keys."""
    if not line.lstrip().startswith("#"):
        yield from (found[1] or found[2] or found[3] or "" for found in _PIECE.finditer(line))
