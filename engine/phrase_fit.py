"""How far the words so far have come in a phrase that was expected (patterns: `engine/expectation.py`).

All phrases are followed at once, without being compiled: bit p of a number says that a phrase can have reached the
place after the first p words, and the bit after the last place that it wants more words than there are. What a word of
a pattern does to all those places is then one shift. A pattern is read as often as a caller pauses, in a fraction of
a millisecond; the same as regular expressions took up to 15 ms for one state of a small dialogue (measured).
"""

import enum
import re
from collections import deque
from collections.abc import Mapping, Sequence

_TOKEN = re.compile(r"[\[\]()|]|<[^<>]*>|[^\s\[\]()|<>]+")
_COURTESY = frozenset(("please", "thanks"))
"""Words that nobody waits for: a phrase that lacks only these is whole."""


class Fit(enum.Enum):
    """What the words so far are among the phrases expected."""

    NONE = "none"
    BEGUN = "begun"  # the beginning of a phrase
    WHOLE = "whole"
    WHOLE_OR_BEGUN = "whole or begun"  # "seven", where "seven thirty" is expected too


def fit(words: Sequence[str], phrases: Sequence[str], rules: Mapping[str, str]) -> Fit:
    """Compare words with phrases that have been checked: brackets match, rules are there and not in circles."""
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
    """The same words along any pattern, from any set of places to the set of places that it can lead to."""

    def __init__(self, words: Sequence[str], rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._before: dict[str, int] = {}  # the places that each word follows
        for place, word in enumerate(words):
            self._before[word] = self._before.get(word, 0) | 1 << place
        self.all_said = 1 << len(words)
        self.more_wanted = self.all_said << 1

    def pattern(self, pattern: str, places: int) -> int:
        return self._options(deque(_TOKEN.findall(pattern)), places)

    def _options(self, tokens: deque[str], begin: int) -> int:
        """Alternatives up to the bracket that closes them, or to the end."""
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
