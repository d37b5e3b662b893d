"""The dictionary that pocketsphinx ships: 126,000 English words and how they sound.

NoDictionary         pocketsphinx is not installed
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path


class NoDictionary(Exception):
    """pocketsphinx, and with it the dictionary, is not installed."""


class Pronunciations:
    """Looks words up in the text itself, which is sorted: it takes 3 MB, a dictionary object would take 30.

    Each line is a word and its sounds; further ways to say it follow as `word(2)`, `word(3)`.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text

    def of(self, word: str) -> Iterator[tuple[str, str]]:
        """Each way to say a word: ("a", "AH"), ("a(2)", "EY")."""
        name = word.encode()
        at = self._line_start(bisect_left(range(len(self._text)), name, key=self._word_at))
        while name and at < len(self._text) and self._word_at(at) == name:
            line = self._line(at)
            entry, _, sounds = line.partition(b" ")
            yield entry.decode(), sounds.decode().strip()
            at += len(line) + 1

    def missing(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(word for word in dict.fromkeys(words) if next(self.of(word), None) is None)

    def _word_at(self, at: int) -> bytes:
        return self._line(self._line_start(at)).partition(b" ")[0].partition(b"(")[0]

    def _line(self, start: int) -> bytes:
        end = self._text.find(b"\n", start)
        return self._text[start:] if end < 0 else self._text[start:end]

    def _line_start(self, at: int) -> int:
        return self._text.rfind(b"\n", 0, at) + 1


def model_folder() -> Path:
    """Where pocketsphinx keeps its English model, found without importing it. Raises NoDictionary."""
    package = find_spec("pocketsphinx")
    if package is None or package.origin is None:
        raise NoDictionary("the package pocketsphinx is missing: pip install 'offhook[embedded]'")
    return Path(package.origin).parent / "model" / "en-us"


def shipped_pronunciations() -> Pronunciations:
    """Raises NoDictionary."""
    return Pronunciations((model_folder() / "cmudict-en-us.dict").read_bytes())


def missing_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words that pocketsphinx does not know, in order, each once. For start-up only, because it reads a file.

    Raises NoDictionary.
    """
    return shipped_pronunciations().missing(words)
