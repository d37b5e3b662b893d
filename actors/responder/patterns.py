"""Patterns of what callers may say (`engine/words/expectation.py`): parsed once, then matched against words.

    book a room                these words
    [please]                   may be left out
    (today | tomorrow)         one of them; [a | b] is one of them or none
    <day>                      the rule of that name; what it matched is captured

Words are lower-case letters and apostrophes, as in the dictionary of the embedded recognizer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from offhook.actors.responder.words import PLAIN_WORD
from offhook.engine.words.languages import language_of

_TOKEN = re.compile(r"\s*([\[\]()|]|<[^<>]*>|[^\s\[\]()|<>]+|[<>])")
_RULE = re.compile(r"<([a-z][a-z0-9_-]*)>")
_WORD = re.compile(PLAIN_WORD)
_CLOSING = {"[": "]", "(": ")"}

_HESITATIONS = frozenset(language_of("en").turn.fillers)
_FILLERS = _HESITATIONS | frozenset(language_of("en").courtesy.around)
"""Words around an answer that do not change it."""

SHORTEST_CUT = 2
"""The least number of words for which a missing last one is forgiven: a single word is too easily a cough."""

MAX_NESTING = 8
MAX_PARTS = 40
"""Limits that no sensible phrase reaches, and that keep the recursion well within Python's limit."""


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
    """The first option that fits, else the next."""

    options: tuple["Node", ...]


Node = Word | Rule | Series | OneOf


class _Token(NamedTuple):
    text: str
    position: int


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = [_Token(found[1], found.start(1)) for found in _TOKEN.finditer(pattern)]
        self._next = 0
        self._nesting = 0

    def parse(self) -> Node:
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
            parts.append(self._group(token) if token.text in _CLOSING else self._leaf(token))
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

    def _leaf(self, token: _Token) -> Node:
        if (rule := _RULE.fullmatch(token.text)) is not None:
            return Rule(rule[1])
        if token.text[0] in "<>":
            raise self._error(f"bad name '{token.text}'", token, "write <name> with a-z, 0-9 and _")
        if _WORD.fullmatch(token.text) is None or token.text != token.text.lower():
            fix = "write words in lower case, numbers as words, 'check in' for 'check-in', no punctuation"
            raise self._error(f"'{token.text}' is no plain word", token, fix)
        return Word(token.text)

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _error(self, what: str, token: _Token, fix: str) -> PatternError:
        return PatternError(f"{what} at character {token.position + 1} of '{self._pattern}'", fix)


def _opening(closing: _Token) -> str:
    return "[" if closing.text == "]" else "("


def parse(pattern: str) -> Node:
    """The meaning of a pattern. Raises PatternError."""
    return _Parser(pattern).parse()


def rule_names(node: Node) -> Iterator[str]:
    """Every rule a pattern mentions, as often as it does."""
    match node:
        case Rule(name):
            yield name
        case Series(parts):
            for part in parts:
                yield from rule_names(part)
        case OneOf(options):
            for option in options:
                yield from rule_names(option)
        case Word():
            return


class Match(msgspec.Struct, frozen=True):
    """A phrase that fits what was said."""

    phrase: int
    captured: dict[str, tuple[str, ...]]
    """The words that each rule stood for."""
    cut: bool
    """Whether the last word is missing."""


class _Path(NamedTuple):
    """How far a walk through a pattern has come."""

    position: int
    captured: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cut: bool = False  # the last word is missing, and has been forgiven


class Phrases:
    """A set of phrases, matched against whole utterances."""

    def __init__(self, phrases: Sequence[str], rules: Mapping[str, str]) -> None:
        """Raises PatternError for a pattern that cannot be read, and for rules that are unknown or go in circles."""
        self._phrases = [parse(phrase) for phrase in phrases]
        self._rules: dict[str, Node] = {}
        for phrase, node in zip(phrases, self._phrases, strict=True):
            self._add_rules(node, rules, within=phrase, above=())

    @property
    def rules_used(self) -> tuple[str, ...]:
        return tuple(self._rules)

    def matches(self, words: Sequence[str]) -> list[Match]:
        """Every phrase that fits, at most once. If none fits completely, phrases whose last word is missing count: the
        embedded recognizer may stop one word before the end of its grammar."""
        words = tuple(words)
        bare = _without_fillers(words)
        for cut in (False, True):
            for said in (words, bare) if bare != words else (words,):
                if found := list(self._matches(said, cut=cut)):
                    return found
        return []

    def _matches(self, words: Sequence[str], *, cut: bool) -> Iterator[Match]:
        if len(words) < (SHORTEST_CUT if cut else 1):
            return
        for number, node in enumerate(self._phrases):
            for path in self._walk(node, words, _Path(0)):
                if path.position == len(words) and path.cut == cut:
                    yield Match(number, dict(path.captured), cut)
                    break

    def _walk(self, node: Node, words: Sequence[str], path: _Path) -> Iterator[_Path]:
        match node:
            case Word(text):
                if path.position < len(words):
                    if words[path.position] == text:
                        yield path._replace(position=path.position + 1)
                elif not path.cut:
                    yield path._replace(cut=True)
            case Series(parts):
                yield from self._walk_series(parts, words, path)
            case OneOf(options):
                for option in options:
                    yield from self._walk(option, words, path)
            case Rule(name):
                for end in self._walk(self._rules[name], words, path):
                    if end.cut or end.position == path.position:
                        yield end  # a value without its last word does not count
                    else:
                        value = tuple(words[path.position : end.position])
                        yield end._replace(captured=(*end.captured, (name, value)))

    def _walk_series(self, parts: tuple[Node, ...], words: Sequence[str], path: _Path) -> Iterator[_Path]:
        if not parts:
            yield path
            return
        for between in self._walk(parts[0], words, path):
            yield from self._walk_series(parts[1:], words, between)

    def _add_rules(self, node: Node, rules: Mapping[str, str], *, within: str, above: tuple[str, ...]) -> None:
        for name in rule_names(node):
            if name in above:
                raise PatternError(f"<{name}> contains itself in '{within}'", "write it without itself")
            if name not in rules:
                known = ", ".join(f"<{known}>" for known in rules)
                raise PatternError(f"unknown <{name}> in '{within}'", f"known here: {known}" if known else "define it")
            if name not in self._rules:
                self._rules[name] = parse(rules[name])
            self._add_rules(self._rules[name], rules, within=rules[name], above=(*above, name))


def _without_fillers(words: Sequence[str]) -> Sequence[str]:
    """The words without hesitation, which may come anywhere, and without courtesy at either end."""
    words = tuple(word for word in words if word not in _HESITATIONS)
    first, last = 0, len(words)
    while first < last and words[first] in _FILLERS:
        first += 1
    while last > first and words[last - 1] in _FILLERS:
        last -= 1
    return words[first:last]
