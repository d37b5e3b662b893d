"""Tells which language a caller wants, or speaks, of those that an agent has. Pure.

A language that is named counts most: "Hindi", "in English please". Else the words tell, by their script and by words
that are frequent in one language only. A greeting tells in which language to ask, and no more.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from offhook.engine.words.language_by_words import FEWEST_WORDS, LanguageByWords
from offhook.engine.words.languages import LANGUAGES, choosing_in, language_of
from offhook.engine.words.words import made_of, words

_CHOOSING = {main: known.choosing for main, known in LANGUAGES.items() if known.choosing is not None}
NO_NAMES: Mapping[str, Sequence[str]] = {}


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
        self._by_words = LanguageByWords(tuple(self._by_main))

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
        verdict = self._by_words.judge(said)
        if verdict is None or (not verdict.is_plain and any(self._mentioned([words(each) for each in text.split()]))):
            return None  # "English or Hindi" names two, and its "or" chooses neither
        return HeardLanguage(self._by_main[verdict.main], How.SPOKEN if verdict.is_plain else How.SPOKEN_BRIEFLY, text)

    def _greeted(self, text: str, current: str) -> HeardLanguage | None:
        said = words(text)
        able = [tag for tag, greetings in self._greetings.items() if greetings.are(said)]
        if not able:
            return None
        return HeardLanguage(current if current in able else able[0], How.GREETED)

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
