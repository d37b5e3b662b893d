"""Reads what a question asks for, and of what: "um, could you tell me when I can check in" is WHEN, "checkin".

What callers say around a question is left out: greetings, courtesy, "could you tell me". So are words that change no
question, such as articles. All others count, by their stems.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import snowballstemmer

from offhook.engine.words.languages.question_words import Kind, QuestionWords, phrases, word_set
from offhook.engine.words.questions.phrase_table import PhraseTable
from offhook.engine.words.words import normalised, words

MOST_WORDS = 40
"""Whoever says more does not ask one question."""
_LONGEST_REPEATED = 3
_THEM = "\0you"
"""What "where are you" asks about: the business. A question about something of it does not count it."""
_HYPHENATED = re.compile(r"(\w+)-(\w+)")
_WEAK = (Kind.WHICH, Kind.MAY, Kind.MUST, Kind.WHETHER, Kind.WISH)


class Asked(msgspec.Struct, frozen=True):
    """One question."""

    kind: Kind
    of: frozenset[str]
    """Stems."""
    also: frozenset[Kind] = frozenset()
    """What the answer tells too: "when can I check in" tells that the caller can."""
    past: bool = False
    directed: Mapping[str, str] = {}
    """The preposition of a stem, if it is one that matters."""
    decisive: frozenset[str] = frozenset()
    """Stems that are never left out."""
    led: bool = False
    """Whether it began with "could you tell me" or the like."""


@lru_cache(maxsize=8)
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=20_000)  # a stem takes 70 microseconds, and callers say the same words again and again
def stem_of(language: str, word: str) -> str:
    return str(_stemmer(language).stemWord(word)) if language else word


class QuestionReader:
    """Reads questions of one language. `written` are those of the file, which tell how words are written there, and
    `introduced` is what the agent says of itself: where it is a hotel, "the hotel" is "you"."""

    def __init__(self, known: QuestionWords, written: Sequence[str] = (), introduced: Sequence[str] = ()) -> None:
        self._known, self._sets = known, _WordSets(known)
        self._leads, self._asides = (
            PhraseTable(dict.fromkeys(phrases(each), "")) for each in (known.leads, known.asides)
        )
        self._ends = PhraseTable({phrase[::-1]: "" for phrase in phrases(known.ends)})
        self._kinds = PhraseTable({phrase: kind for kind, each in known.kinds.items() for phrase in phrases(each)})
        self._joined = PhraseTable({tuple(each.split()): each.replace(" ", "") for each in known.compounds})
        hyphenated = [pair for text in written for pair in _HYPHENATED.findall(normalised(text))]
        # A word that the file writes with a hyphen is said, and recognised, as one word or as two.
        self._joined.add({pair: "".join(pair) for pair in hyphenated if not any(map(self._is_common, pair))})
        self._house = self._sets.house.intersection(word for text in introduced for word in self._spelled(text))
        self._house -= {word for text in written for word in self._other_houses(text)}

    def _other_houses(self, text: str) -> Iterable[str]:
        """ "Do you have a restaurant?" A hotel does not ask that of itself."""
        said = self._spelled(text)
        return (word for before, word in pairwise(said) if word in self._house and before not in self._sets.the)

    def _is_common(self, word: str) -> bool:
        return word in self._sets.stop or self._kinds.begins(word)

    def read(self, text: str) -> Asked | None:
        """None if it asks nothing that could be in a file: it is too long, or asks two things at once."""
        words = self.words(text)
        if not 0 < len(words) <= MOST_WORDS:
            return None
        plain, led = self._without_leads(words)
        found, rest, two = self._kinds_in(plain)
        kind = _main(found)
        return None if two or kind is None else self._asked(kind, found, rest, led=led)

    def words(self, text: str) -> list[str]:
        """Normalised, without asides and words that were said twice."""
        same = self._sets.same
        said = self._spelled(text)
        said = [word if isinstance(word, str) else self._joined.values[word] for word in self._joined.cut(said)]
        said = [each for word in said for each in same.get(word, (word,))]
        return _once([word for word in self._asides.cut(said) if isinstance(word, str)])

    def _spelled(self, text: str) -> list[str]:
        return [each for word in words(text) for each in (self._spelled_out(word) if "'" in word else (word,))]

    def _spelled_out(self, word: str) -> Iterable[str]:
        for ending, stands_for in self._known.endings.items():
            if word.endswith(ending):
                stem = word[: -len(ending)]
                return (stem, stands_for) if ending != "'s" or self._is_common(stem) else (stem,)
        first, _, rest = word.partition("'")
        if first in self._sets.elided and rest:
            return (first, *(self._spelled_out(rest) if "'" in rest else (rest,)))
        return (word.replace("'", ""),)

    def _without_leads(self, words: Sequence[str]) -> tuple[Sequence[str], bool]:
        led = False
        while (lead := self._leads.at(words, 0)) is not None:
            words, led = words[len(lead) :], led or len(lead) > 1
        backwards = words[::-1]
        while (end := self._ends.at(backwards, 0)) is not None:
            backwards = backwards[len(end) :]
        return backwards[::-1], led

    def _kinds_in(self, words: Sequence[str]) -> tuple[list[Kind], list[str], bool]:
        """What asks, in order, the other words, and whether these are two questions. A bare "is" asks only as the first
        word: "it is on Friday"."""
        found: list[Kind] = []
        rest: list[str] = []
        place, two = 0, False
        for each in self._kinds.cut(words):
            if isinstance(each, str):
                rest.append(each)
                place += 1
                continue
            kind = self._kinds.values[each]
            two = two or bool(found and rest and rest[-1] in self._sets.ands)
            if not (place and kind is Kind.WHETHER):
                found.append(kind)
            place += len(each)
        return found, rest, two

    def _asked(self, kind: Kind, found: Sequence[Kind], rest: list[str], *, led: bool) -> Asked:
        sets = self._sets
        has_times = False
        if kind in (Kind.WHICH, Kind.WHEN) or (kind is Kind.NONE and led):
            if not sets.times.isdisjoint(rest):
                kind, rest, has_times = Kind.WHEN, [word for word in rest if word not in sets.times], True
            elif kind is not Kind.WHEN and not sets.costs.isdisjoint(rest):
                kind = Kind.PRICE
        if kind is Kind.PRICE:
            rest = [word for word in rest if word not in sets.costs]
        if kind is Kind.LONG:
            kind = Kind.WHEN if sets.lasting.isdisjoint(rest) else Kind.DURATION
        also = frozenset({Kind.MAY} & {*found}) - {kind}
        of, directed, decisive = self._stems(rest, may_be_them=kind.is_strong and not has_times)
        if has_times and not of:
            of = frozenset({stem_of(self._known.stemmer, self._sets.open)})
        if kind is Kind.NONE and self._known.asks_by_tone and len(of) > 1:
            kind = Kind.WHETHER
        return Asked(kind, of, also, not sets.past.isdisjoint(rest), directed, decisive, led)

    def _stems(
        self, words: Sequence[str], *, may_be_them: bool
    ) -> tuple[frozenset[str], Mapping[str, str], frozenset[str]]:
        sets, language = self._sets, self._known.stemmer
        of: dict[str, None] = {}
        directed: dict[str, str] = {}
        decisive: set[str] = set()
        direction, about_them, before = "", False, ""
        for word in words:
            if (word in self._house and before in sets.the) or word in sets.you:
                about_them, direction = True, ""
            elif word in sets.directions:
                direction = word
            elif word not in sets.stop:
                stem = stem_of(language, word)
                of[stem] = None
                if direction:
                    directed[stem] = direction
                if word in sets.decisive or word.isdigit():
                    decisive.add(stem)
                direction = ""
            before = word
        if before in sets.directions:
            of[before] = None  # "where are you from"
        if not of and about_them and may_be_them:
            of[_THEM] = None
        return frozenset(of), directed, frozenset(decisive)


class _WordSets:
    def __init__(self, known: QuestionWords) -> None:
        self.stop, self.past, self.ands = map(word_set, (known.stop, known.past, known.ands))
        self.times, self.costs, self.lasting = map(word_set, (known.times, known.costs, known.lasting))
        self.directions, self.elided, self.decisive = map(word_set, (known.directions, known.elided, known.decisive))
        self.house, self.you, self.the = map(word_set, (known.house, known.you, known.the))
        self.same = {normalised(word): words(meant) for word, meant in known.same.items()}
        self.open = normalised(known.open)


def _main(found: Sequence[Kind]) -> Kind | None:
    """What is asked for; None if it is two things."""
    strong = {kind for kind in found if kind.is_strong}
    if len(strong) > 1:
        return None
    if strong:
        return strong.pop()
    return next((kind for kind in _WEAK if kind in found), Kind.NONE)


def _once(words: list[str]) -> list[str]:
    """ "What are, what are your hours": a false start."""
    for length in range(_LONGEST_REPEATED, 0, -1):
        place = 0
        while place + 2 * length <= len(words):
            if words[place : place + length] == words[place + length : place + 2 * length]:
                del words[place : place + length]
            else:
                place += 1
    return words
