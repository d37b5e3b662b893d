"""Finds phrases in words, the longest first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from offhook.engine.words.languages.question_words import Phrase

ValueT = TypeVar("ValueT")


class PhraseTable(Generic[ValueT]):
    """Phrases with their values."""

    def __init__(self, values: Mapping[Phrase, ValueT]) -> None:
        self.values: dict[Phrase, ValueT] = {}
        self._lengths: dict[str, Sequence[int]] = {}  # by the first word, the longest first
        self.add(values)

    def add(self, values: Mapping[Phrase, ValueT]) -> None:
        self.values.update(values)
        for phrase in values:
            lengths = {*self._lengths.get(phrase[0], ()), len(phrase)}
            self._lengths[phrase[0]] = sorted(lengths, reverse=True)

    def begins(self, word: str) -> bool:
        return word in self._lengths

    def at(self, words: Sequence[str], place: int) -> Phrase | None:
        """The phrase that begins here."""
        if place >= len(words):
            return None
        for length in self._lengths.get(words[place], ()):
            phrase = tuple(words[place : place + length])
            if phrase in self.values:
                return phrase
        return None

    def cut(self, words: Sequence[str]) -> Iterator[str | Phrase]:
        """The words that belong to no phrase, and the phrases, in order."""
        place = 0
        while place < len(words):
            phrase = self.at(words, place)
            yield words[place] if phrase is None else phrase
            place += 1 if phrase is None else len(phrase)
