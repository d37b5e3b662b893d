"""How likely an utterance is to end after the words so far: weights of its last words, learned from text.

The weights of a language are in the module beside this one that is named after it; `python -m tools.word_endings`
learned them, PROVENANCE.md tells from what. They add up to the logarithm of the odds: 0 is as likely as not, above it
the end is likelier.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from offhook.engine.words.endings import de, en, es, fr, hi
from offhook.engine.words.languages import language_of

WEIGHTS = {"de": de.WEIGHTS, "en": en.WEIGHTS, "es": es.WEIGHTS, "fr": fr.WEIGHTS, "hi": hi.WEIGHTS}
"""For each language, lines of a weight and all that has it."""
SCALE = 20
"""A weight is a whole number: so many times the real one."""
LONGEST = 8
UNKNOWN = "?"
"""Before the last letters of a word that has no weight of its own."""
SUFFIXES = (3, 2)


def features(said: Sequence[str], known: Mapping[str, object]) -> Iterator[str]:
    """What is weighed of the words so far. `known` are the words that have a weight of their own."""
    last = said[-1]
    yield "#"
    yield f"#{min(len(said), LONGEST)}"
    if last in known:
        yield last
        yield f"{min(len(said), 3)}: {last}"
    elif last.isdecimal():
        yield f"{UNKNOWN}digits"
    else:
        yield UNKNOWN
        yield from (f"{UNKNOWN}{last[-letters:]}" for letters in SUFFIXES)
    before = said[-2] if len(said) > 1 else "^"
    yield f"{before} *"
    yield f"{before} {last}" if last in known else f"{before} {UNKNOWN}"
    if len(said) > 1:
        first = said[-3] if len(said) > 2 else "^"
        yield f"{first} {before} *"
        yield f"{first} {before} {last}"


class WordEndings:
    """The weights of one language."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights

    def log_odds(self, said: Sequence[str]) -> float:
        """The logarithm of the odds that an utterance ends after these words; there is at least one."""
        return sum(self._weights.get(each, 0) for each in features(said, self._weights)) / SCALE


@lru_cache(maxsize=len(WEIGHTS))
def _of(language: str) -> WordEndings:
    weights: dict[str, int] = {}
    for line in WEIGHTS[language].splitlines():
        weight, _, names = line.partition("\t")
        weights |= dict.fromkeys(names.split("|"), int(weight))
    return WordEndings(weights)


def word_endings(tag: str) -> WordEndings | None:
    """Those of a language; None if nothing was learned of it. Reading one the first time takes some milliseconds."""
    language = language_of(tag).tag
    return _of(language) if language in WEIGHTS else None


def load_word_endings(tags: Iterable[str]) -> None:
    """Read the weights of these languages, so that no call waits for it."""
    for tag in tags:
        word_endings(tag)
