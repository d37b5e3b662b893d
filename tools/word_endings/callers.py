"""Sentences that callers might say, drawn from the patterns of a file in this folder."""

import re
from pathlib import Path
from random import Random

_TOKEN = re.compile(r"[\[\]()|]|<\w+>|[^\s\[\]()|<>]+")
FOLDER = Path(__file__).parent
LEFT_IN = 0.3
"""How often what may be left out is said."""


def callers_say(language: str, chance: Random, each: int) -> list[str]:
    """So many sentences of each pattern; the same one may come twice."""
    rules: dict[str, list[str]] = {}
    patterns: list[list[str]] = []
    for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        name, is_rule, pattern = line.partition(" = ")
        if line.startswith("#"):
            continue
        if is_rule:
            rules[f"<{name}>"] = _TOKEN.findall(pattern)
        else:
            patterns.append(_TOKEN.findall(line))
    return [" ".join(_Drawn(tokens, rules, chance).words()) for tokens in patterns for _ in range(each)]


class _Drawn:
    """One way through a pattern."""

    def __init__(self, tokens: list[str], rules: dict[str, list[str]], chance: Random) -> None:
        self._tokens, self._rules, self._chance = tokens, rules, chance
        self._next = 0

    def words(self) -> list[str]:
        """A choice of one of the alternatives up to the end of the pattern or the closing bracket."""
        choices: list[list[str]] = [[]]
        while self._next < len(self._tokens) and self._tokens[self._next] not in ")]":
            token = self._tokens[self._next]
            self._next += 1
            if token == "|":
                choices.append([])
            elif token in "([":
                inner = self.words()
                self._next += 1
                choices[-1] += inner if token == "(" or self._chance.random() < LEFT_IN else []
            elif token in self._rules:
                choices[-1] += _Drawn(self._rules[token], self._rules, self._chance).words()
            else:
                choices[-1].append(token)
        return self._chance.choice(choices)
