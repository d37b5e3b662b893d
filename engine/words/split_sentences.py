"""Splits a written text into its sentences."""

import re

# White space within a placeholder, such as {lookup.name|Mr. Smith}, parts no sentences.
_SENTENCE_END = re.compile(r"(?<=[.!?।॥])\s+(?![^{}]*\})")


def split_sentences(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if part)
