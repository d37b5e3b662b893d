"""Patterns of what callers may say, parsed once. Matching, the grammar of the embedded recognizer and "can this still
go on?" all walk the same nodes.

    book a room                these words
    [please]                   may be left out
    (today | tomorrow)         one of them; [a | b] is one of them or none
    <day>                      the rule of that name

Words have letters, their marks and apostrophes within; they are compared in the form of `words.py`, so case and
composition do not count.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from offhook.engine.words.words import normalised, words

_TOKEN = re.compile(r"\s*([\[\]()|]|<[^<>]*>|[^\s\[\]()|<>]+|[<>])")
_RULE = re.compile(r"<([a-z][a-z0-9_-]*)>")
_CLOSING = {"[": "]", "(": ")"}

MAX_NESTING = 8
MAX_PARTS = 40
"""Limits that no sensible phrase reaches, and that keep the recursion well within Python's limit."""

_KEPT = 8192
"""Patterns that stay parsed: those of a few large dialogues, 2 kB each."""


class PatternError(ValueError):
    """A pattern that cannot be read, and what to write instead."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.fix = fix


class Word(msgspec.Struct, frozen=True):
    """This very word."""

    text: str


class Rule(msgspec.Struct, frozen=True):
    """Whatever the pattern of this name matches."""

    name: str


class Series(msgspec.Struct, frozen=True):
    """One part after the other; the empty one matches no words."""

    parts: tuple["Node", ...]


class OneOf(msgspec.Struct, frozen=True):
    """The first option that fits, else the next. The empty series is the last one of a group that may be left out."""

    options: tuple["Node", ...]


Node = Word | Rule | Series | OneOf
Pattern = Series


@lru_cache(maxsize=_KEPT)
def parse(pattern: str) -> Pattern:
    """The meaning of a pattern. Raises PatternError."""
    return _Parser(pattern).parse()


@lru_cache(maxsize=_KEPT)
def rules_in(pattern: str) -> Sequence[str]:
    """The rules that a pattern mentions, each once. Raises PatternError."""
    return tuple(dict.fromkeys(rule_names(parse(pattern))))


def rule_names(node: Node) -> Iterator[str]:
    """Every rule a pattern mentions, as often as it does."""
    return (each.name for each in leaves(node) if isinstance(each, Rule))


def leaves(node: Node) -> Iterator[Word | Rule]:
    """Every word and rule of a pattern, in the order in which they are written."""
    match node:
        case Word() | Rule():
            yield node
        case Series(parts):
            for part in parts:
                yield from leaves(part)
        case OneOf(options):
            for option in options:
                yield from leaves(option)


class _Token(NamedTuple):
    text: str
    position: int


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = [_Token(found[1], found.start(1)) for found in _TOKEN.finditer(pattern)]
        self._next = 0
        self._nesting = 0

    def parse(self) -> Pattern:
        node = self._series()
        if (token := self._peek()) is not None:
            fix = (
                "put the alternatives in ( )" if token.text == "|" else f"remove it or open it with '{_opening(token)}'"
            )
            raise self._error(f"stray '{token.text}'", token, fix)
        if not node.parts:
            raise PatternError(f"empty pattern '{self._pattern}'", "write at least one word")
        return node

    def _series(self) -> Series:
        parts: list[Node] = []
        while (token := self._peek()) is not None and token.text not in ("|", "]", ")"):
            self._next += 1
            parts += (self._group(token),) if token.text in _CLOSING else self._leaf(token)
            if len(parts) > MAX_PARTS:
                raise self._error(f"more than {MAX_PARTS} parts in a row", token, "write shorter phrases")
        return Series(tuple(parts))

    def _group(self, opening: _Token) -> Node:
        options: list[Node] = []
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self._error(f"more than {MAX_NESTING} groups inside each other", opening, "write several phrases")
        while True:
            option = self._series()
            if not option.parts:
                raise self._error(f"nothing to say inside '{opening.text}'", opening, "write a word or remove the '|'")
            options.append(option)
            closing = self._peek()
            self._next += 1
            if closing is None or (closing.text != "|" and closing.text != _CLOSING[opening.text]):
                raise self._error(f"'{opening.text}' is not closed", opening, f"add '{_CLOSING[opening.text]}'")
            if closing.text != "|":
                break
        self._nesting -= 1
        if opening.text == "[":
            options.append(Series(()))
        return OneOf(tuple(options))

    def _leaf(self, token: _Token) -> tuple[Node, ...]:
        """Of a script without blanks, one piece may be several words."""
        if (rule := _RULE.fullmatch(token.text)) is not None:
            return (Rule(rule[1]),)
        if token.text[0] in "<>":
            raise self._error(f"bad name '{token.text}'", token, "write <name> with a-z, 0-9 and _")
        said, plain = words(token.text), normalised(token.text)
        if not plain:  # a control of the writing's direction
            return ()
        if not said or "".join(said) != plain or any(sign.isnumeric() for sign in plain if not sign.isalpha()):
            fix = "write letters, and apostrophes within words: numbers as words, 'check in' for 'check-in'"
            raise self._error(f"'{token.text}' is no plain word", token, fix)
        return tuple(map(Word, said))

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _error(self, what: str, token: _Token, fix: str) -> PatternError:
        return PatternError(f"{what} at character {token.position + 1} of '{self._pattern}'", fix)


def _opening(closing: _Token) -> str:
    return "[" if closing.text == "]" else "("
