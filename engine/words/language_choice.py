"""Tells which language a caller wants, or speaks, of those that an agent has. Pure.

A language that is named counts most: "Hindi", "in English please". Else the words tell, by their script and by words
that are frequent in one language only. A greeting tells in which language to ask, and no more.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import msgspec

from offhook.engine.words.languages import LANGUAGES, choosing_in, language_of
from offhook.engine.words.languages.language import word_set
from offhook.engine.words.languages.near_frequent import NEAR
from offhook.engine.words.scripts import LATIN, script_of, scripts_of
from offhook.engine.words.words import made_of, words

_CHOOSING = {main: known.choosing for main, known in LANGUAGES.items() if known.choosing is not None}
NO_NAMES: Mapping[str, Sequence[str]] = {}
FEWEST_WORDS = 3
"""So many words of a language are no single word, such as "okay", and no name."""
FEWEST_OWN = 2
"""So many of them are in this language alone; two that another one has too are as good as one."""
_IN_NAMES = word_set("al da de del der des di dos du el la las le les los san van von y zu zum zur")
"""Words that names have too, as in "Juan de la Cruz": with no other word of their language they tell little. So do
single letters, in which callers spell."""


def main_of(tag: str) -> str:
    """The language of a tag, without its region: that of "en-GB" is "en"."""
    return tag.partition("-")[0].lower()


class How(enum.Enum):
    """How a caller has let a language be known."""

    NAMED = "named"
    SPOKEN = "spoken"
    SPOKEN_BRIEFLY = "spoken briefly"  # a word or two: they may be of any language
    GREETED = "greeted"


class HeardLanguage(msgspec.Struct, frozen=True):
    """A language of the agent's, by its tag; `rest` is what the caller has said besides its name."""

    tag: str
    how: How
    rest: str = ""


class LanguageChoice:
    """The languages of one agent."""

    def __init__(self, tags: Sequence[str], names: Mapping[str, Sequence[str]] = NO_NAMES) -> None:
        """`names` of languages besides those that are known here, by tag."""
        self.tags = tuple(tags)
        self._by_main = {main_of(tag): tag for tag in reversed(tags)}
        self._names: dict[tuple[str, ...], str] = {}
        for known in _CHOOSING.values():
            for main, called in known.names.items():
                self._names |= {words(name): main for name in called}
        for tag, others in names.items():
            self._names |= {words(name): main_of(tag) for name in others}
        self._longest = max(map(len, self._names))
        self._wishes = _all_words(each.wishes for each in _CHOOSING.values())
        self._polite = _all_words(each.polite for each in _CHOOSING.values())
        self._greetings = {tag: _Greetings(tag) for tag in tags}
        self._scripts = {
            main: scripts_of(main) - _united(scripts_of(each) for each in self._by_main if each != main) - {LATIN}
            for main in self._by_main
        }

    def names(self) -> Sequence[str]:
        """What callers may say, of these languages alone."""
        return [" ".join(said) for said, main in self._names.items() if main in self._by_main]

    def judge(self, text: str, current: str, *, asked: bool = False, told: str = "") -> HeardLanguage | None:
        """`current`: the language of the call. `asked`: the caller was asked for one. `told`: what the recognizer says
        in which language this is; empty if it does not."""
        return self.named(text, asked=asked) or self._greeted(text, current) or self.spoken(text, told)

    def named(self, text: str, *, asked: bool) -> HeardLanguage | None:
        """Whoever was not asked may mean something else: "I teach German"."""
        written = text.split()
        said = [words(each) for each in written]
        mentions = [*self._mentioned(said)]
        found = [each for each in mentions if not self._is_refused(said, each)]
        mains = {each.main for each in found}
        if len(mains) != 1 or (tag := self._by_main.get(found[0].main)) is None:
            return None
        first, last = found[0], found[-1]
        # One word before it is most likely a preposition of a language that is not known here: "em português".
        leads = (first.start == 1 and asked) or self._wishes_only(said[: first.start])
        ends = self._wishes_only(said[last.end :])
        if not (leads or ends or asked):
            return None
        before = written[: first.start] if not leads else []
        behind = written[last.end :] if not ends else []
        return HeardLanguage(tag, How.NAMED, self._trimmed(before or behind) if leads or ends else text)

    def spoken(self, text: str, told: str = "") -> HeardLanguage | None:
        """By the words, or as the recognizer has `told`: with a tag, or with a name."""
        said = words(text)
        if told and (tag := self._by_main.get(self._names.get(words(told), main_of(told)))) is not None:
            return HeardLanguage(tag, How.SPOKEN if len(said) >= FEWEST_WORDS else How.SPOKEN_BRIEFLY, text)
        counts = {main: self._count(main, said) for main in {**self._by_main, **_frequent()}}
        best = max(counts.values())
        leader, *others = [main for main, count in counts.items() if count == best]
        if not best or others or leader not in self._by_main:
            return None
        is_plain = len(said) >= FEWEST_WORDS and self._is_plain(leader, said)
        return HeardLanguage(self._by_main[leader], How.SPOKEN if is_plain else How.SPOKEN_BRIEFLY, text)

    def _greeted(self, text: str, current: str) -> HeardLanguage | None:
        said = words(text)
        able = [tag for tag, greetings in self._greetings.items() if greetings.are(said)]
        if not able:
            return None
        return HeardLanguage(current if current in able else able[0], How.GREETED)

    def _count(self, main: str, said: Sequence[str]) -> int:
        """How many of the words are this language's: of a script that no other language here is written in, or frequent
        in it alone. Latin letters tell nothing: names are written so, and recognizers for English write Hindi in
        them."""
        return sum(self._tells(main, word) for word in said)

    def _tells(self, main: str, word: str) -> bool:
        return word in _telling().get(main, ()) or script_of(word) in self._scripts.get(main, ())

    def _is_plain(self, main: str, said: Sequence[str]) -> bool:
        """Two words of its own, or one and two that another language has too."""
        own = [word for word in said if self._tells(main, word)]
        shared = sum(word in _frequent().get(main, ()) for word in said if word not in own)
        is_more = any(word not in _IN_NAMES and len(word) > 1 for word in own)
        return is_more and 2 * len(own) + shared >= 2 * FEWEST_OWN

    def _mentioned(self, said: Sequence[tuple[str, ...]]) -> Iterator["_Mention"]:
        start = 0
        while start < len(said):
            for length in range(min(self._longest, len(said) - start), 0, -1):
                name = tuple(word for each in said[start : start + length] for word in each)
                if (main := self._names.get(name)) is not None:
                    yield _Mention(main, start, start + length)
                    start += length - 1
                    break
            start += 1

    def _is_refused(self, said: Sequence[tuple[str, ...]], mention: "_Mention") -> bool:
        """ "Not English", "अंग्रेज़ी नहीं"."""
        before = said[mention.start - 1] if mention.start else ()
        behind = said[mention.end] if mention.end < len(said) else ()
        return any(word in _NOT_BEFORE for word in before) or any(word in _NOT_BEHIND for word in behind)

    def _wishes_only(self, said: Sequence[tuple[str, ...]]) -> bool:
        """Nothing but what is said around the name of a language, others that are refused included."""
        others = {place for each in self._mentioned(said) for place in range(each.start, each.end)}
        around = (self._wishes, self._polite, _NOT_BEFORE, _NOT_BEHIND)
        left = (word for place, each in enumerate(said) if place not in others for word in each)
        return all(any(word in known for known in around) for word in left)

    def _trimmed(self, said: Sequence[str]) -> str:
        """Without "please" and the like at its ends."""
        kept = list(said)
        while kept and self._is_polite(kept[0]):
            del kept[0]
        while kept and self._is_polite(kept[-1]):
            del kept[-1]
        return " ".join(kept).strip(" ,;:-–—")

    def _is_polite(self, said: str) -> bool:
        return all(word in self._polite for word in words(said))


class _Mention(msgspec.Struct, frozen=True):
    """The name of a language, and its place in the words."""

    main: str
    start: int
    end: int


def _all_words(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(word for each in sets for entry in each for word in words(entry))


def _united(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(word for each in sets for word in each)


@cache
def _frequent() -> Mapping[str, frozenset[str]]:
    """By language, also of those of which nothing else is known."""
    known = {main: each.frequent for main, each in _CHOOSING.items()}
    return {main: _all_words([frequent]) for main, frequent in {**NEAR, **known}.items()}


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    """By language, what is frequent in no other that is known: also where an agent has not got the other one, whose
    speakers would be taken for those of the nearest."""
    return {
        main: known - _united(other for each, other in _frequent().items() if each != main)
        for main, known in _frequent().items()
    }


_NOT_BEFORE = _all_words(each.not_this for main, each in _CHOOSING.items() if main != "hi")
_NOT_BEHIND = _all_words([_CHOOSING["hi"].not_this])
"""Hindi refuses what has been said before."""


class _Greetings:
    """Of one language, with what is said around them."""

    def __init__(self, tag: str) -> None:
        turn, choosing = language_of(tag).turn, choosing_in(tag)
        greetings = (*turn.greetings, *(() if choosing is None else choosing.greetings))
        self._around = [words(each) for each in (*turn.fillers, *turn.courtesies, *turn.yes)]
        self._all = [words(each) for each in greetings] + self._around

    def are(self, said: Sequence[str]) -> bool:
        """Whether these words greet, and nothing else."""
        return made_of(said, self._all) and not made_of(said, self._around)
