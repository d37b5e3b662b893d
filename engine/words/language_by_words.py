"""Tells in which language words are: by their script, and by those that are frequent in one language only. Pure.

All languages whose words are known are judged, those too that an agent has not got: their speakers would be taken for
those of the nearest one that it has.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

import msgspec

from offhook.engine.words.languages import LANGUAGES
from offhook.engine.words.languages.language import word_set
from offhook.engine.words.languages.near_frequent import NEAR
from offhook.engine.words.scripts import LATIN, script_of, scripts_of
from offhook.engine.words.words import words

FEWEST_WORDS = 3
"""So many words of a language are no single word, such as "okay", and no name."""
FEWEST_OWN = 2
"""So many of them are in this language alone; two that another one has too are as good as one."""
_IN_NAMES = word_set("al da de del der des di dos du el la las le les los san van von y zu zum zur")
"""Words that names have too, as in "Juan de la Cruz": with no other word of their language they tell little. So do
single letters, in which callers spell."""


class Verdict(msgspec.Struct, frozen=True):
    """The language, without its region."""

    main: str
    is_plain: bool


class LanguageByWords:
    """Of one agent: `mains` are its languages, without their regions."""

    def __init__(self, mains: Collection[str]) -> None:
        self._mains = {*mains}
        self._scripts: dict[str, str] = {}
        """By script, the one language here that is written in it. Latin letters tell nothing: names are written so, and
        recognizers for English write Hindi in them."""
        for main in mains:
            others = {script for each in mains if each != main for script in scripts_of(each)}
            self._scripts |= dict.fromkeys(scripts_of(main) - others - {LATIN}, main)

    def judge(self, said: Sequence[str]) -> Verdict | None:
        """None: no language of the agent's is told."""
        own, almost_own = Counter[str](), Counter[str]()
        for word in said:
            found = self._languages_of(word)
            own.update(found if len(found) == 1 else ())
            almost = [main for main in found if main in LANGUAGES or main in self._mains]
            almost_own.update(almost if len(almost) == 1 else ())
        counts = own or almost_own
        best = max(counts.values(), default=0)
        leaders = [main for main, count in counts.items() if count == best]
        if len(leaders) != 1 or leaders[0] not in self._mains:
            return None
        return Verdict(leaders[0], bool(own) and self._is_plain(leaders[0], said))

    def _is_plain(self, main: str, said: Sequence[str]) -> bool:
        """Two words of its own, or one and two that another language has too."""
        its = [word for word in said if main in self._languages_of(word)]
        own = [word for word in its if len(self._languages_of(word)) == 1]
        is_more = any(word not in _IN_NAMES and (len(word) > 1 or not word.isascii()) for word in own)
        return is_more and len(said) >= FEWEST_WORDS and len(own) + len(its) >= 2 * FEWEST_OWN

    def _languages_of(self, word: str) -> Sequence[str]:
        if not word.isascii() and (main := self._scripts.get(script_of(word))) is not None:
            return (main,)
        return _languages_by_word().get(word, ())


@cache
def _languages_by_word() -> Mapping[str, Sequence[str]]:
    """In which languages it is frequent."""
    known = {main: each.choosing.frequent for main, each in LANGUAGES.items() if each.choosing is not None}
    found: dict[str, dict[str, None]] = {}
    for main, frequent in {**known, **NEAR}.items():
        for word in (word for each in frequent for word in words(each)):
            found.setdefault(word, {})[main] = None
    return {word: tuple(mains) for word, mains in found.items()}
