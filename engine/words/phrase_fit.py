"""Whether the words so far are an expected phrase, or the beginning of one.

All ways through a pattern are followed at once, in the bits of a number: bit p is set if a phrase can match the first p
words, and the bit after the last one if it needs more words. So a word of a pattern is one shift. It is asked at each
pause of the caller and while the caller speaks over the agent, for all phrases of a state.
"""

import enum
from collections.abc import Mapping, Sequence
from functools import lru_cache

from offhook.engine.words.expectation import Expectation
from offhook.engine.words.languages import language_of
from offhook.engine.words.pattern import Node, OneOf, PatternError, Rule, Series, Word, parse
from offhook.engine.words.words import words


class Fit(enum.Enum):
    """What the words so far are among the phrases expected."""

    NONE = "none"
    BEGUN = "begun"  # the beginning of a phrase
    WHOLE = "whole"
    WHOLE_OR_BEGUN = "whole or begun"  # "seven", where "seven thirty" is expected too


def fit(said: Sequence[str], expected: Expectation) -> Fit:
    """Compare words, in the form of `words.py`, with the phrases expected. Courtesy that may follow a phrase is not
    waited for. The phrases are checked already: rules exist and are not circular."""
    walk = _Walk(said, expected)
    reached = 0
    for phrase in expected.phrases:
        reached |= walk.phrase(phrase)
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

    def __init__(self, said: Sequence[str], expected: Expectation) -> None:
        self._rules: Mapping[str, str] = expected.rules
        self._courtesy = _courtesy(expected.language)
        self._by_rule: dict[tuple[str, int], int] = {}  # many phrases share a rule
        self._before: dict[str, int] = {}  # the places before each word
        for place, word in enumerate(said):
            self._before[word] = self._before.get(word, 0) | 1 << place
        self.all_said = 1 << len(said)
        self.more_wanted = self.all_said << 1

    def phrase(self, phrase: str) -> int:
        """A phrase that cannot be read fits nothing: a responder of somebody else's may expect one."""
        try:
            return self._node(parse(phrase), 1)
        except PatternError:
            return 0

    def _node(self, node: Node, here: int) -> int:
        match node:
            case Word(text):
                after = (here & self._before.get(text, 0)) << 1
                waits = self.more_wanted if text in self._courtesy else self.more_wanted | self.all_said
                return after | self.more_wanted if here & waits else after
            case Series(parts):
                for part in parts:
                    if here in (0, self.more_wanted):  # nothing that follows changes either
                        break
                    here = self._node(part, here)
                return here
            case OneOf(options):
                reached = 0
                for option in options:
                    reached |= self._node(option, here)
                return reached
            case Rule(name):
                if (name, here) not in self._by_rule:
                    self._by_rule[name, here] = self._node(parse(self._rules[name]), here)
                return self._by_rule[name, here]


@lru_cache(maxsize=32)
def _courtesy(language: str) -> frozenset[str]:
    """The words with which courtesy after a phrase begins."""
    return frozenset(words(phrase)[0] for phrase in language_of(language).courtesy.after)
