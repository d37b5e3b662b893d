"""Translates the patterns of an Expectation to a JSGF grammar for pocketsphinx.

Everything is checked here, because pocketsphinx reports any mistake only as "Failed to parse JSGF".
"""

from collections.abc import Mapping, Sequence

import msgspec

from offhook.engine.words.pattern import (
    Node,
    OneOf,
    Pattern,
    PatternError,
    Rule,
    Series,
    Word,
    leaves,
    parse,
    rule_names,
)

MAX_NESTING = 24
"""Rules that stand on each other. A number of sixteen digits has eighteen."""
_NOTHING = Series(())
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


def grammar_of(phrases: Sequence[str], rules: Mapping[str, str], parts: Sequence[str] = ()) -> Grammar:
    """The grammar that accepts the phrases, and with a lower weight the parts, with the rules that they use. Raises
    BadPattern."""
    patterns = [_read(phrase) for phrase in (*phrases, *parts)]
    reached: dict[str, Pattern] = {}
    for pattern in patterns:
        _reach(pattern, rules, reached, ())
    if parts:
        weights = ["1"] * len(phrases) + [PART_WEIGHT] * len(parts)
        answer = " | ".join(f"/{weight}/ ({_jsgf(each)})" for weight, each in zip(weights, patterns, strict=True))
    else:
        answer = " | ".join(f"({_jsgf(pattern)})" for pattern in patterns)
    # Upper case keeps <ANSWER> apart from the agent's rules.
    lines = ["#JSGF V1.0;", "grammar expected;", f"public <ANSWER> = {answer};"]
    lines += [f"<{name}> = {_jsgf(pattern)};" for name, pattern in reached.items()]
    jsgf = "\n".join(lines) + "\n"
    if len(jsgf) > MAX_LENGTH:
        raise BadPattern(f"{len(patterns)} phrases make a grammar of {len(jsgf)} characters; at most {MAX_LENGTH}")
    nodes = (leaf for pattern in (*patterns, *reached.values()) for leaf in leaves(pattern))
    words = dict.fromkeys(leaf.text for leaf in nodes if isinstance(leaf, Word))
    return Grammar(jsgf, tuple(words))


def _reach(pattern: Pattern, rules: Mapping[str, str], reached: dict[str, Pattern], above: tuple[str, ...]) -> None:
    """Collect the rules that `pattern` uses. Raises BadPattern for a rule that uses itself."""
    for name in dict.fromkeys(rule_names(pattern)):
        if name in above:
            raise BadPattern(f"rule <{name}> stands on itself: {' > '.join([*above, name])}")
        if name not in rules:
            raise BadPattern(f"there is no rule <{name}>")
        if len(above) == MAX_NESTING:
            raise BadPattern(f"rule <{name}> is more than {MAX_NESTING} rules deep")
        if name not in reached:
            reached[name] = _read(rules[name])
            _reach(reached[name], rules, reached, (*above, name))


def _read(pattern: str) -> Pattern:
    try:
        return parse(pattern)
    except PatternError as exc:
        raise BadPattern(f"{exc}: {exc.fix}") from exc


def _jsgf(node: Node) -> str:
    match node:
        case Word(text):
            return text
        case Rule(name):
            return f"<{name}>"
        case Series(parts):
            return " ".join(map(_jsgf, parts))
        case OneOf(options):
            said = " | ".join(_jsgf(option) for option in options if option != _NOTHING)
            return f"[ {said} ]" if _NOTHING in options else f"( {said} )"
