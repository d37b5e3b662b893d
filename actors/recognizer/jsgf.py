"""Translates the patterns of an Expectation to a JSGF grammar for pocketsphinx.

Everything is checked here, because pocketsphinx reports any mistake only as "Failed to parse JSGF".
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

_TOKEN = re.compile(r"\s*(?:([][()|])|<([a-z][a-z0-9_-]*)>|([^][()|<>\s]+))\s*")
_CLOSING = {"(": ")", "[": "]"}
MAX_NESTING = 16
MAX_LENGTH = 20_000
"""Characters of a grammar: far more than any dialogue state needs, and few enough to build it within a second."""

PART_WEIGHT = "0.000001"
"""The weight of a part of an answer, where a whole answer has 1. With it whole numbers are understood as well as
without parts in the grammar, and two digits are no longer stretched to four (measured with `bench.recognition`). At
0.001 fewer whole answers are understood, at 0.00000001 fewer parts."""


class BadPattern(Exception):
    """A pattern that cannot be translated; the message names it."""


class Grammar(msgspec.Struct, frozen=True):
    """A grammar for pocketsphinx, and the words that its dictionary must hold."""

    jsgf: str
    words: tuple[str, ...]


class _Pattern(msgspec.Struct, frozen=True):
    jsgf: str
    words: tuple[str, ...]
    rules: tuple[str, ...]


def grammar_of(phrases: Sequence[str], rules: Mapping[str, str], parts: Sequence[str] = ()) -> Grammar:
    """The grammar that accepts the phrases, and with a lower weight the parts, with the rules that they use. Raises
    BadPattern."""
    patterns = [_read(phrase) for phrase in (*phrases, *parts)]
    reached: dict[str, _Pattern] = {}
    for pattern in patterns:
        _reach(pattern, rules, reached, ())
    if parts:
        weights = ["1"] * len(phrases) + [PART_WEIGHT] * len(parts)
        answer = " | ".join(f"/{weight}/ ({each.jsgf})" for weight, each in zip(weights, patterns, strict=True))
    else:
        answer = " | ".join(f"({pattern.jsgf})" for pattern in patterns)
    # Upper case keeps <ANSWER> apart from the agent's rules.
    lines = ["#JSGF V1.0;", "grammar expected;", f"public <ANSWER> = {answer};"]
    lines += [f"<{name}> = {pattern.jsgf};" for name, pattern in reached.items()]
    jsgf = "\n".join(lines) + "\n"
    if len(jsgf) > MAX_LENGTH:
        raise BadPattern(f"{len(patterns)} phrases make a grammar of {len(jsgf)} characters; at most {MAX_LENGTH}")
    words = dict.fromkeys(word for pattern in [*patterns, *reached.values()] for word in pattern.words)
    return Grammar(jsgf, tuple(words))


def _reach(pattern: _Pattern, rules: Mapping[str, str], reached: dict[str, _Pattern], above: tuple[str, ...]) -> None:
    """Collect the rules that `pattern` uses. Raises BadPattern for a rule that uses itself."""
    for name in pattern.rules:
        if name in above:
            raise BadPattern(f"rule <{name}> stands on itself: {' > '.join([*above, name])}")
        if name not in rules:
            raise BadPattern(f"there is no rule <{name}>")
        if len(above) == MAX_NESTING:
            raise BadPattern(f"rule <{name}> is more than {MAX_NESTING} rules deep")
        if name not in reached:
            reached[name] = _read(rules[name])
            _reach(reached[name], rules, reached, (*above, name))


def _read(pattern: str) -> _Pattern:
    tokens, words, rules = [], [], []
    for bracket, rule, word in _tokens(pattern):
        if rule:
            rules.append(rule)
        elif word:
            words.append(word)
        tokens.append(bracket or word or f"<{rule}>")
    _check_brackets(pattern, tokens)
    return _Pattern(" ".join(tokens), tuple(words), tuple(rules))


def _tokens(pattern: str) -> Iterator[tuple[str, str, str]]:
    at, pattern = 0, pattern.strip()
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            raise BadPattern(f"pattern {pattern!r}: {pattern[at:].strip()!r} is neither a word nor a rule")
        yield found[1] or "", found[2] or "", found[3] or ""
        at = found.end()


def _check_brackets(pattern: str, tokens: Sequence[str]) -> None:
    awaited: list[str] = []
    before = "("
    for token in tokens:
        if token in (")", "]"):
            if not awaited or awaited.pop() != token:
                raise BadPattern(f"pattern {pattern!r}: {token!r} closes nothing")
        elif token in _CLOSING:
            awaited.append(_CLOSING[token])
        if token in (")", "]", "|") and before in ("(", "[", "|"):
            raise BadPattern(f"pattern {pattern!r}: nothing between {before!r} and {token!r}")
        if len(awaited) > MAX_NESTING:
            raise BadPattern(f"pattern {pattern!r}: more than {MAX_NESTING} brackets deep")
        before = token
    if awaited:
        raise BadPattern(f"pattern {pattern!r}: {awaited[-1]!r} is missing at its end")
    if before in ("(", "|"):
        raise BadPattern(f"pattern {pattern!r} ends with nothing said")
