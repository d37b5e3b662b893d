"""Splits a text that is complete, such as one of an agent file, into its sentences."""

import re
from collections.abc import Iterator

from offhook.engine.words.sentence_splitter import SentenceSplitter

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def split_sentences(text: str, language: str) -> tuple[str, ...]:
    """As the text of a language model is split, but a line end is only a blank, and a placeholder such as
    {lookup.name|Mr. Smith} is one word."""
    text = " ".join(text.split())
    if not text:
        return ()
    return tuple(_cut(text, SentenceSplitter(language, first_clause_characters=0, longest=len(text) + 1)))


def _cut(text: str, splitter: SentenceSplitter) -> Iterator[str]:
    plain = _PLACEHOLDER.sub(lambda found: "X" * len(found[0]), text)
    start = 0
    for piece in (*splitter.feed(plain), *splitter.finish()):
        yield text[start : start + len(piece)]
        start += len(piece) + (text[start + len(piece) : start + len(piece) + 1] == " ")
