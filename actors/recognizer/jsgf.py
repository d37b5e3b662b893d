"""From the patterns of an Expectation to the JSGF text that pocketsphinx reads.

Everything is checked here, because pocketsphinx answers any mistake with "Failed to parse JSGF" and names nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

_TOKEN = re.compile(r"\s+|(?P<token>[][()|]|<[a-z][a-z0-9_-]*>|[^][()|<>\s]+)")
_CLOSED_BY = {"(": ")", "[": "]"}


class BadPattern(Exception):
    """A pattern that no grammar can be made of; the text names the pattern."""


class Grammar(msgspec.Struct, frozen=True):
    """A grammar for pocketsphinx, and the words that its dictionary must hold."""

    jsgf: str
    words: tuple[str, ...]


def grammar_of(phrases: Sequence[str], rules: Mapping[str, str]) -> Grammar:
    """The grammar that accepts each of the phrases. Raises BadPattern."""
    reachable: dict[str, list[str]] = {}
    patterns = [_tokens(phrase) for phrase in phrases]
    for pattern in patterns:
        _follow(pattern, rules, reachable, ())
    lines = ["#JSGF V1.0;", "grammar expected;", f"public <answer> = {_either(patterns)};"]
    lines += [f"<{name}> = {' '.join(tokens)};" for name, tokens in reachable.items()]
    spoken = (token for tokens in [*patterns, *reachable.values()] for token in tokens if _is_word(token))
    return Grammar("\n".join(lines) + "\n", tuple(dict.fromkeys(spoken)))


def _either(patterns: Sequence[Sequence[str]]) -> str:
    return " | ".join(f"( {' '.join(pattern)} )" for pattern in patterns)


def _is_word(token: str) -> bool:
    return token[0] not in "[]()|<"


def _tokens(pattern: str) -> list[str]:
    tokens = list(_split(pattern))
    open_brackets: list[str] = []
    previous = "("
    for token in [*tokens, ")"]:
        if token in "|)]" and previous in "([|":
            raise BadPattern(f"pattern {pattern!r}: nothing between {previous!r} and {token!r}")
        if token in _CLOSED_BY:
            open_brackets.append(token)
        elif token in ")]" :
            pass
        previous = token
    return tokens


def _split(pattern: str) -> Iterator[str]:
    end = 0
    while end < len(pattern):
        match = _TOKEN.match(pattern, end)
        if match is None:
            raise BadPattern(f"pattern {pattern!r}: {pattern[end:]!r} is neither a word nor a rule")
        if match["token"]:
            yield match["token"]
        end = match.end()


def _follow(
    tokens: Sequence[str], rules: Mapping[str, str], reachable: dict[str, list[str]], above: tuple[str, ...]
) -> None:
    """Gather the rules that `tokens` stand on; a rule that stands on itself would never end."""
    for name in (token[1:-1] for token in tokens if token.startswith("<")):
        if name in above:
            raise BadPattern(f"rule <{name}> stands on itself: {' > '.join([*above, name])}")
        if name not in rules:
            raise BadPattern(f"there is no rule <{name}>")
        if name not in reachable:
            reachable[name] = _tokens(rules[name])
            _follow(reachable[name], rules, reachable, (*above, name))
