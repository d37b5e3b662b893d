"""Finds the question of the agent file that a caller asks in other words. Pure.

The caller's words are those of one phrasing, or differ from them by what the phrasings of the entry show to be alike:
a word that stands for another one in two of them, or that one of them does without. A word that no phrasing of the
entry has makes the question another one, and so does another kind of question, a direction, a day or a negation.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.question_words import Kind, QuestionWords
from offhook.engine.words.questions.asked import Asked, QuestionReader

_FEWEST_KEPT = 2
"""Words of a phrasing that must be there if one is missing: the only one left could be of any question."""


_NOTHING_KNOWN = QuestionWords(stemmer="", kinds={}, stop="")
"""Of a language that is not known here: a question is found in the words of the file."""


class Found(NamedTuple):
    """The entry that was asked for, by its place, and by how many words the caller's differ from a phrasing of it."""

    entry: int
    differs: int


class LikelyQuestions:
    """The questions of a file in one language: entry by entry their phrasings. `introduced` is what the agent says of
    itself."""

    def __init__(self, language: str, entries: Mapping[int, Sequence[str]], introduced: Sequence[str] = ()) -> None:
        known = language_of(language).questions or _NOTHING_KNOWN
        self._reader = QuestionReader(known, [text for each in entries.values() for text in each], introduced)
        self._entries = {number: _Entry([*map(self._reader.read, each)]) for number, each in entries.items()}
        self._by_stem: dict[str, set[int]] = {}
        for number, entry in self._entries.items():
            for stem in entry.stems:
                self._by_stem.setdefault(stem, set()).add(number)

    def find(self, text: str) -> Found | None:
        """None if it is none of them, or as nearly one as another."""
        found = sorted(self.candidates(text), key=lambda each: (each.differs, each.entry))
        if not found or (len(found) > 1 and found[0].differs == found[1].differs):
            return None
        return found[0]

    def candidates(self, text: str) -> Sequence[Found]:
        """All that it may be."""
        asked = self._reader.read(text)
        if asked is None or not asked.of:
            return ()
        numbers: set[int] | None = None
        for stem in asked.of:
            having = self._by_stem.get(stem)
            numbers = having if numbers is None or having is None else numbers & having
            if not having or not numbers:
                return ()
        found = ((number, self._entries[number].differs(asked)) for number in sorted(numbers or ()))
        return [Found(number, differs) for number, differs in found if differs is not None]

    def is_readable(self, text: str) -> bool:
        """Whether a phrasing has words to find it by."""
        asked = self._reader.read(text)
        return asked is not None and bool(asked.of)


class _Entry:
    """The phrasings of one entry."""

    def __init__(self, asked: Sequence[Asked | None]) -> None:
        self._phrasings = [each for each in asked if each is not None and each.of]
        contents = [each.of for each in self._phrasings]
        self.stems = frozenset[str]().union(*contents)
        self._core = contents[0].intersection(*contents) if contents else frozenset[str]()
        self._kinds = frozenset(kind for each in self._phrasings for kind in _kinds(each))
        self._directed: dict[str, set[str]] = {}
        for each in self._phrasings:
            for stem, direction in each.directed.items():
                self._directed.setdefault(stem, set()).add(direction)
        self._past = {each.past for each in self._phrasings}

    def differs(self, asked: Asked) -> int | None:
        """By how many words from the nearest phrasing; None if it is another question."""
        if not asked.of <= self.stems or asked.past not in self._past or self._goes_elsewhere(asked):
            return None
        return min(self._differences(asked), default=None)

    def _goes_elsewhere(self, asked: Asked) -> bool:
        return any(
            stem in self._directed and direction not in self._directed[stem]
            for stem, direction in asked.directed.items()
        )

    def _differences(self, asked: Asked) -> Iterator[int]:
        for each in self._phrasings:
            missing, more = each.of - asked.of, asked.of - each.of
            if not missing and not more:
                if _fits(asked, self._kinds):
                    yield 0
            elif self._may_differ(asked, each, missing, more) and _fits(asked, self._kinds_near(asked, each, more)):
                yield max(len(missing), len(more))

    def _may_differ(self, asked: Asked, phrasing: Asked, missing: frozenset[str], more: frozenset[str]) -> bool:
        if missing & (self._core | phrasing.decisive):
            return False
        if max(len(missing), len(more)) > max(1, len(phrasing.of) // 2):
            return False
        if missing and len(phrasing.of & asked.of) < (1 if more else _FEWEST_KEPT):
            return False
        left = [word for word in sorted(more) if not any(self._stands_for(word, each) for each in missing)]
        without = [word for word in sorted(missing) if not any(self._stands_for(word, each) for each in more)]
        if len(left) > 1 or len(without) > 1 or (left and missing) or (without and more):
            return False
        return not left or not any(each.of > phrasing.of and left[0] in each.of for each in self._phrasings)

    def _stands_for(self, one: str, other: str) -> bool:
        """Whether two words stand in different phrasings, and never in one."""
        return not any({one, other} <= each.of for each in self._phrasings)

    def _kinds_near(self, asked: Asked, phrasing: Asked, more: frozenset[str]) -> frozenset[Kind]:
        """Of this phrasing, and of those that have the other words, or no more than was asked."""
        near = [each for each in self._phrasings if each is phrasing or each.of & more or each.of <= asked.of]
        return frozenset(kind for each in near for kind in _kinds(each))


def _kinds(asked: Asked) -> frozenset[Kind]:
    return asked.also | {asked.kind}


def _fits(asked: Asked, kinds: frozenset[Kind]) -> bool:
    """Whether one of these is asked for. "Could you tell me your address" asks no more than that."""
    if asked.kind is Kind.NONE and asked.led:
        return Kind.WHICH in kinds or Kind.WHEN in kinds or Kind.WHERE in kinds
    return asked.kind in kinds
