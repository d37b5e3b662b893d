"""Matches what callers said against patterns (`engine/words/pattern.py`), and captures what each rule stood for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from offhook.engine.words.languages import language_of
from offhook.engine.words.pattern import Node, OneOf, PatternError, Rule, Series, Word, parse, rules_in
from offhook.engine.words.words import words

SHORTEST_CUT = 2
"""The least number of words for which a missing last one is forgiven: a single word is too easily a cough."""
CUT_IN = "en"
"""The language of the recognizer that leaves it out. In others it may be the one that matters: "das stimmt nicht"."""


def rules_of(phrases: Sequence[str], rules: Mapping[str, str]) -> dict[str, str]:
    """Those of the rules that the phrases need. They are known to be there, and not to go in circles."""
    used: dict[str, str] = {}
    waiting = [name for phrase in phrases for name in rules_in(phrase)]
    while waiting:
        name = waiting.pop(0)
        if name not in used:
            used[name] = rules[name]
            waiting += rules_in(rules[name])
    return used


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
    may_be_cut: bool = False


class Phrases:
    """A set of phrases, matched against whole utterances."""

    def __init__(self, phrases: Sequence[str], rules: Mapping[str, str], language: str = "en") -> None:
        """Raises PatternError for a pattern that cannot be read, and for rules that are unknown or go in circles."""
        self._around, self._may_be_cut = _around(language), language.partition("-")[0] == CUT_IN
        self._phrases = [parse(phrase) for phrase in phrases]
        self._rules: dict[str, Node] = {}
        self._begun: dict[str, _Begins] = {}  # of rules; both are filled when they are needed
        self._by_word: dict[str, list[int]] | None = None
        self._options: dict[int, tuple[Mapping[str, Sequence[Node]], Sequence[Node]]] = {}
        for phrase in phrases:
            self._add_rules(phrase, rules, above=())

    def matches(self, said: Sequence[str]) -> list[Match]:
        """Every phrase that fits, at most once. If none fits completely, phrases whose last word is missing count in
        English: the embedded recognizer may stop one word before the end of its grammar."""
        whole = tuple(said)
        bare = self._around.without(whole)
        for cut in (False, True) if self._may_be_cut else (False,):
            for each in (whole, bare) if bare != whole else (whole,):
                if found := list(self._matches(each, cut=cut)):
                    return found
        return []

    def _matches(self, said: Sequence[str], *, cut: bool) -> Iterator[Match]:
        if len(said) < (SHORTEST_CUT if cut else 1):
            return
        for number, node in enumerate(self._phrases):
            for path in self._walk(node, said, _Path(0, may_be_cut=cut)):
                if path.position == len(said) and path.cut == cut:
                    yield Match(number, dict(path.captured), cut)
                    break

    def beginning_at(self, said: Sequence[str], at: int) -> Iterator[tuple[int, dict[str, tuple[str, ...]], int]]:
        """Every way in which a phrase may begin at this word: its number, what its rules stood for, where it ends."""
        for number in self._begun_by(said[at]):
            for path in self._walk(self._phrases[number], said, _Path(at)):
                if path.position > at:
                    yield number, dict(path.captured), path.position

    def _begun_by(self, word: str) -> Sequence[int]:
        """The phrases that may begin with a word."""
        if self._by_word is None:
            self._by_word = {}
            for number, node in enumerate(self._phrases):
                for first in self._begins(node).words:
                    self._by_word.setdefault(first, []).append(number)
        return self._by_word.get(word, ())

    def _walk(self, node: Node, said: Sequence[str], path: _Path) -> Iterator[_Path]:
        match node:
            case Word(text):
                if path.position < len(said):
                    if said[path.position] == text:
                        yield path._replace(position=path.position + 1)
                elif path.may_be_cut and not path.cut:
                    yield path._replace(cut=True)
            case Series(parts):
                yield from self._walk_series(parts, said, path)
            case OneOf(options):
                at_end = path.position == len(said)
                for option in options if at_end else self._beginning_with(node, said[path.position]):
                    yield from self._walk(option, said, path)
            case Rule(name):
                for end in self._walk(self._rules[name], said, path):
                    if end.cut or end.position == path.position:
                        yield end  # a value without its last word does not count
                    else:
                        value = tuple(said[path.position : end.position])
                        yield end._replace(captured=(*end.captured, (name, value)))

    def _walk_series(self, parts: tuple[Node, ...], said: Sequence[str], path: _Path) -> Iterable[_Path]:
        """All ways through a part before the next one, so that those that come to the same are one: each part that may
        be left out would double them."""
        paths: Iterable[_Path] = (path,)
        for part in parts:
            paths = dict.fromkeys(end for each in paths for end in self._walk(part, said, each))
            if not paths:
                break
        return paths

    def _beginning_with(self, node: OneOf, word: str) -> Sequence[Node]:
        """The options that this word may begin, and those that may be left out: few of the hundred numbers that a
        pattern has."""
        if (known := self._options.get(id(node))) is None:  # the nodes are kept by this object
            known = self._options[id(node)] = _by_first_word(
                [(option, self._begins(option)) for option in node.options]
            )
        by_word, others = known
        return by_word.get(word, others)

    def _begins(self, node: Node) -> "_Begins":
        match node:
            case Word(text):
                return _Begins({text: None}, may_be_empty=False)
            case Rule(name):
                if name not in self._begun:
                    self._begun[name] = self._begins(self._rules[name])
                return self._begun[name]
            case Series(parts):
                first_words: dict[str, None] = {}
                for part in parts:
                    begins = self._begins(part)
                    first_words |= begins.words
                    if not begins.may_be_empty:
                        return _Begins(first_words, may_be_empty=False)
                return _Begins(first_words, may_be_empty=True)
            case OneOf(options):
                each = [self._begins(option) for option in options]
                return _Begins(
                    {word: None for begins in each for word in begins.words},
                    may_be_empty=any(begins.may_be_empty for begins in each),
                )

    def _add_rules(self, pattern: str, rules: Mapping[str, str], *, above: tuple[str, ...]) -> None:
        for name in rules_in(pattern):
            if name in above:
                raise PatternError(f"<{name}> contains itself in '{pattern}'", "write it without itself")
            if name in self._rules:  # and all that it mentions: no rule above this one is among them
                continue
            if name not in rules:
                known = ", ".join(f"<{known}>" for known in rules if "-" not in known)  # the others are our own
                raise PatternError(f"unknown <{name}> in '{pattern}'", f"known here: {known}" if known else "define it")
            self._rules[name] = parse(rules[name])
            self._add_rules(rules[name], rules, above=(*above, name))


class _Begins(NamedTuple):
    """The words with which a node may begin."""

    words: Mapping[str, None]
    may_be_empty: bool


def _by_first_word(
    options: Sequence[tuple[Node, _Begins]],
) -> tuple[Mapping[str, Sequence[Node]], Sequence[Node]]:
    """The options by the words that may begin them, and those that may be empty, each in their order."""
    first_words = {word: None for _, begins in options for word in begins.words}
    by_word: dict[str, list[Node]] = {word: [] for word in first_words}
    for option, begins in options:
        for word in by_word if begins.may_be_empty else begins.words:
            by_word[word].append(option)
    return by_word, [option for option, begins in options if begins.may_be_empty]


class _Around(msgspec.Struct, frozen=True):
    """Words with an answer that do not change it, in the form in which words are compared."""

    anywhere: frozenset[str]
    at_ends: tuple[tuple[str, ...], ...]

    def without(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """The words without hesitation, and without courtesy at either end."""
        said = tuple(word for word in said if word not in self.anywhere)
        while (found := next((each for each in self.at_ends if said[: len(each)] == each), None)) is not None:
            said = said[len(found) :]
        while (found := next((each for each in self.at_ends if said[-len(each) :] == each), None)) is not None:
            said = said[: -len(found)]
        return said


@lru_cache(maxsize=32)
def _around(language: str) -> _Around:
    known = language_of(language)
    fillers = [words(filler) for filler in known.turn.fillers]
    courtesy = sorted(map(words, known.courtesy.around), key=len, reverse=True)
    return _Around(frozenset(said[0] for said in fillers if len(said) == 1), tuple(courtesy))
