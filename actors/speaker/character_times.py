"""Finds when the words of a sentence begin, from the times of single characters. Pure.

A voice may write the sentence in another way than it was given: in other letters of the same value, with other
punctuation or blanks. So only letters and digits are compared. From the first one on that differs, as where a number is
spelled out, or whose time is no time, no more times are given: those words are estimated by the length of their sound.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from offhook.engine.words.spoken_words import WordTime
from offhook.protocol.telephone_audio import BYTES_PER_S, LATEST_S


class CharacterTimes:
    """The times of one sentence, as they come."""

    def __init__(self, text: str) -> None:
        self._letters = [(letter, word) for word, part in _words(text) for letter in _letters(part)]
        self._read = 0  # how many of them were found
        self._newest_word, self._newest_byte = -1, 0
        self._differs = False

    def feed(self, characters: Sequence[str], begin_at: Sequence[float]) -> list[WordTime]:
        """The words that begin in these characters, of which each begins at this byte of the sentence's sound."""
        found: list[WordTime] = []
        for character, begins_at in zip(characters, begin_at, strict=False):
            for letter in _letters(character):
                differs = self._read == len(self._letters) or self._letters[self._read][0] != letter
                if self._differs or differs or begins_at > LATEST_S * BYTES_PER_S:
                    self._differs = True
                    return found
                word = self._letters[self._read][1]
                self._read += 1
                if word != self._newest_word:
                    self._newest_word, self._newest_byte = word, max(self._newest_byte, round(begins_at))
                    found.append(WordTime(word, self._newest_byte))
        return found


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Each word, and its first character."""
    end = 0
    for word in text.split():
        begin = text.index(word, end)
        end = begin + len(word)
        yield begin, word


def _letters(text: str) -> Iterator[str]:
    return (letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())
