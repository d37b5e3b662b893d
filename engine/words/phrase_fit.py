"""Whether the words so far are an expected phrase, or the beginning of one (patterns: `engine/words/expectation.py`).

Patterns are matched directly, without being compiled. All ways through a pattern are followed at once, in the bits of
a number: bit p is set if a phrase can match the first p words, and the bit after the last one if it needs more words.
So a word of a pattern is one shift. A pattern is read each time the caller pauses, in a fraction of a millisecond; the
same as regular expressions took up to 15 ms for one state of a small dialogue (measured).
"""

import enum
import re
from collections import deque
from collections.abc import Mapping, Sequence

from offhook.engine.words.languages import language_of

_TOKEN = re.compile(r"[\[\]()|]|<[^<>]*>|[^\s\[\]()|<>]+")
_COURTESY = frozenset(language_of("en").courtesy.after)
"""Courtesy that may follow a phrase: one that lacks only these words is whole."""


class Fit(enum.Enum):
    """What the words so far are among the phrases expected."""

    NONE = "none"
    BEGUN = "begun"  # the beginning of a phrase
    WHOLE = "whole"
    WHOLE_OR_BEGUN = "whole or begun"  # "seven", where "seven thirty" is expected too


def fit(words: Sequence[str], phrases: Sequence[str], rules: Mapping[str, str]) -> Fit:
    """Compare words with phrases. The phrases are checked already: brackets match, rules exist and are not circular."""
    walk = _Walk(words, rules)
    reached = 0
    for phrase in phrases:
        reached |= walk.pattern(phrase, 1)
    match bool(reached & walk.all_said), bool(reached & walk.more_wanted):
        case True, True:
            return Fit.WHOLE_OR_BEGUN
        case True, False:
            return Fit.WHOLE
        case False, True:
            return Fit.BEGUN
        case _:
            return Fit.NONE


class _Walk:
    """Matches the words with a pattern: from the set of places where it begins to the set where it can end."""

    def __init__(self, words: Sequence[str], rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._before: dict[str, int] = {}  # the places before each word
        for place, word in enumerate(words):
            self._before[word] = self._before.get(word, 0) | 1 << place
        self.all_said = 1 << len(words)
        self.more_wanted = self.all_said << 1

    def pattern(self, pattern: str, places: int) -> int:
        return self._options(deque(_TOKEN.findall(pattern)), places)

    def _options(self, tokens: deque[str], begin: int) -> int:
        """Alternatives, up to their closing bracket or the end."""
        reached, here = 0, begin
        while tokens:
            match tokens.popleft():
                case ")" | "]":
                    break
                case "|":
                    reached, here = reached | here, begin
                case "(":
                    here = self._options(tokens, here)
                case "[":
                    here |= self._options(tokens, here)
                case token if token[0] == "<":
                    here = self.pattern(self._rules[token[1:-1]], here) if here else 0
                case word:
                    here = self._word(word, here)
        return reached | here

    def _word(self, word: str, here: int) -> int:
        after = (here & self._before.get(word, 0)) << 1
        waits = self.more_wanted if word in _COURTESY else self.more_wanted | self.all_said
        return after | self.more_wanted if here & waits else after
