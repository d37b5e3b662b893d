"""Splits long texts where a reader would breathe, for voices that render a whole text at once."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# From the best place to breathe to the worst. Scripts that write no blanks have full-width marks.
_BREAKS = (
    re.compile(r"[.!?…।॥۔؟]+[\"'”’»)\]]*\s|[。！？]"),
    re.compile(r"[,;:–—،؛]\s|[、，；：]"),
    re.compile(r"\s"),
)
_CLAUSES = _BREAKS[:2]
SHORTEST_FIRST = 15
"""While these characters are said, the rest is rendered."""
# Half surrogates cannot be encoded, a NUL would end the text in a C library, other control characters are silent.
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Passage(NamedTuple):
    begins_at: int  # in characters of the whole text
    text: str


def passages(text: str, longest: int, first: int = 0) -> Iterator[Passage]:
    """All of `text` in order, in passages of at most `longest` characters; none if there is nothing to say. In a text
    of more than `first` characters the first passage ends with a clause within them, if one does, so that it is there
    sooner."""
    text = _UNSPEAKABLE.sub(" ", text)
    start = 0
    while start < len(text):
        end = _first_end(text, first) if start == 0 else 0
        end = end or _break_before(text, start, start + longest)
        if passage := text[start:end].strip():
            yield Passage(text.index(passage, start), passage)
        start = end


def _break_before(text: str, start: int, limit: int) -> int:
    if len(text) <= limit:
        return len(text)
    return _last_end(_BREAKS, text, start, limit) or limit


def _first_end(text: str, first: int) -> int:
    return _last_end(_CLAUSES, text, SHORTEST_FIRST, first) if len(text) > first else 0


def _last_end(kinds: Sequence[re.Pattern[str]], text: str, start: int, limit: int) -> int:
    """0 if there is none; of the best kind that there is."""
    ends = ([match.end() for match in kind.finditer(text, start, limit)] for kind in kinds)
    return next((each[-1] for each in ends if each), 0)
