"""Splits long texts where a reader would breathe, for voices that render a whole text at once."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# From the best place to breathe to the worst. Scripts that write no blanks have full-width marks.
_BREAKS = (
    re.compile(r"[.!?…।॥۔؟]+[\"'”’»)\]]*\s|[。！？]"),
    re.compile(r"[,;:–—،؛]\s|[、，；：]"),
    re.compile(r"\s"),
)
# Half surrogates cannot be encoded, a NUL would end the text in a C library, other control characters are silent.
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Passage(NamedTuple):
    begins_at: int  # in characters of the whole text
    text: str


def passages(text: str, longest: int) -> Iterator[Passage]:
    """All of `text` in order, in passages of at most `longest` characters; none if there is nothing to say."""
    text = _UNSPEAKABLE.sub(" ", text)
    start = 0
    while start < len(text):
        end = _break_before(text, start, start + longest)
        if passage := text[start:end].strip():
            yield Passage(text.index(passage, start), passage)
        start = end


def _break_before(text: str, start: int, limit: int) -> int:
    if len(text) <= limit:
        return len(text)
    for kind in _BREAKS:
        ends = [match.end() for match in kind.finditer(text, start, limit)]
        if ends:
            return ends[-1]
    return limit
