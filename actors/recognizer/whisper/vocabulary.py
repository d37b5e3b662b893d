"""The vocabulary of a Whisper model: text to tokens and back.

A token is a sequence of bytes, written with a letter for each byte (as GPT-2 did). Those of two bytes and more come of
joining the pair of tokens that was most frequent in the training texts, again and again. So a token's number is its
rank among the joints, and no other file is needed to part a text as the training did.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import msgspec

_PIECE = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[^\W\d_]+| ?\d+| ?[^\s\w]+|\s+")
"""A joint never goes over the edges of these."""
_END, _START = "<|endoftext|>", "<|startoftranscript|>"
_LANGUAGES_AT_MOST = 120
_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")


class BadVocabulary(Exception):
    """The file holds no vocabulary of a Whisper model."""


def vocabulary_in(name: str, content: bytes) -> Sequence[str]:
    """The tokens in a file of this name. Raises BadVocabulary."""
    try:
        if not name.endswith(".json"):
            return content.decode().removesuffix("\n").split("\n")
        tokens: list[str] = msgspec.json.decode(content, type=list[str])
        return tokens
    except (UnicodeDecodeError, msgspec.DecodeError) as exc:
        raise BadVocabulary(f"it cannot be read as {name.rpartition('.')[2]}") from exc


class Vocabulary:
    """All tokens of a model, by number."""

    def __init__(self, tokens: Sequence[str]) -> None:
        """Raises BadVocabulary."""
        self._tokens = tokens
        self._numbers = {token: number for number, token in enumerate(tokens)}
        missing = [each for each in (_END, _START, "<|notimestamps|>") if each not in self._numbers]
        if missing:
            raise BadVocabulary(f"it has {len(tokens)} tokens, and no {missing[0]}")
        start = self._numbers[_START]
        specials = tokens[start : start + _LANGUAGES_AT_MOST]
        self.languages = [found[1] for token in specials if (found := _LANGUAGE.fullmatch(token))]
        """Those that the model may say it has heard."""

    def number(self, token: str) -> int:
        return self._numbers[token]

    def text(self, tokens: Iterable[str]) -> str:
        """Without the tokens that are no text."""
        letters = (letter for token in tokens if not _is_special(token) for letter in token)
        return bytes(_bytes_of_letters()[letter] for letter in letters).decode(errors="replace")

    def tokens(self, text: str) -> list[int]:
        """The text in as few tokens as the training would have used."""
        return [number for piece in _PIECE.findall(text) for number in self._of_piece(piece)]

    def _of_piece(self, piece: str) -> Iterable[int]:
        parts = [_letters_of_bytes()[each] for each in piece.encode()]
        while len(parts) > 1:
            ranks = [self._numbers.get(one + two, len(self._tokens)) for one, two in pairwise(parts)]
            best = min(ranks)
            if best == len(self._tokens):
                break
            at = ranks.index(best)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return (self._numbers[part] for part in parts)


def _is_special(token: str) -> bool:
    return token.startswith("<|") and token.endswith("|>")


@cache
def _letters_of_bytes() -> Sequence[str]:
    """Printable bytes stand for themselves, the others are written with the letters from U+0100 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


@cache
def _bytes_of_letters() -> dict[str, int]:
    return {letter: byte for byte, letter in enumerate(_letters_of_bytes())}
