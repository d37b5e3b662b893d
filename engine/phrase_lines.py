"""Where in an agent file a word of a phrase stands."""

import re
from collections.abc import Sequence

from engine.expectation import Expectation


def line_of_word(text: str, word: str, expected: Sequence[Expectation]) -> int:
    """The line of the first phrase or rule with this word that stands in the file as it is; else, of a word that a
    slot was made of, of the first line that has it outside a comment; 1 where there is none."""
    whole = re.compile(rf"(?<![\w']){re.escape(word)}(?![\w'])")
    patterns = {
        pattern: None
        for each in expected
        for pattern in (*each.phrases, *each.rules.values())
        if whole.search(pattern) is not None
    }
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if any(f"{quote}{pattern}{quote}" in line for pattern in patterns for quote in "\"'"):
            return number
    for number, line in enumerate(lines, start=1):
        if whole.search(line.partition("#")[0]) is not None:
            return number
    return 1
