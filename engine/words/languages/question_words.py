"""The words of one language by which questions are told apart: data for `asked.py`.

Phrases are words with blanks between them; `(a|b c)` is one of the two, `(a|)` is a word that may be left out.
"""

import enum
import re
from collections.abc import Iterator, Mapping
from itertools import product

import msgspec

from offhook.engine.words.words import normalised, words

Phrase = tuple[str, ...]
_PART = re.compile(r"\([^()]*\)|[^\s()]+")


class Kind(enum.Enum):
    """What a question asks for. Two questions with the same words are different if these differ: "when is breakfast",
    "where is breakfast"."""

    WHEN = "when"
    WHERE = "where"
    PRICE = "price"
    FAR = "far"
    WAY = "way"  # how one gets there
    HOW = "how"
    MANY = "many"
    WHICH = "which"
    WHO = "who"
    WHY = "why"
    LONG = "long"  # how long something is open, which is asked with WHEN; if it takes or lasts long, DURATION
    DURATION = "duration"
    MAY = "may"  # whether the caller may
    MUST = "must"  # whether the caller has to
    WHETHER = "whether"  # any other yes or no
    WISH = "wish"  # no question: the caller wants something done
    NONE = "none"  # nothing of all that

    @property
    def is_strong(self) -> bool:
        """Whether it stays what it is, whatever else is said: "when can I" asks when."""
        return self not in (Kind.WHICH, Kind.MAY, Kind.MUST, Kind.WHETHER, Kind.WISH, Kind.NONE)


class QuestionWords(msgspec.Struct, frozen=True):
    """One language. Words are normalised as those of callers are."""

    stemmer: str
    """Its name in snowballstemmer."""
    kinds: Mapping[Kind, tuple[str, ...]]
    stop: str
    """Words that change no question, with blanks between them."""
    leads: tuple[str, ...] = ()
    """What people say before they ask: "could you tell me"."""
    asides: tuple[str, ...] = ()
    """What they say anywhere: "please", "at the moment"."""
    ends: tuple[str, ...] = ()
    """What they say behind it: "or not"."""
    times: str = ""
    """What makes "which" ask for a time: "what are your opening hours"."""
    open: str = ""
    """What a business is at the times that it has: "what are your hours"."""
    costs: str = ""
    """What makes it ask for a price: "what does it cost". They are left out of a question for a price."""
    lasting: str = ""
    """What makes "how long" ask for a duration."""
    past: str = ""
    """What asks about the past."""
    ands: str = ""
    """What joins two questions."""
    directions: str = ""
    """Prepositions that change where to: "from the airport", "to the airport"."""
    house: str = ""
    """What callers may call a business: "the hotel" is "you", where the agent calls itself one."""
    you: str = ""
    the: str = ""
    """Words before such a word that tell that it is this one: "the", "your"."""
    decisive: str = ""
    """Words that are never left out: days, numbers, negations."""
    same: Mapping[str, str] = {}
    """Other words for the same, and words that stand for two."""
    endings: Mapping[str, str] = {}
    """What an ending with an apostrophe stands for, such as "'re"."""
    elided: str = ""
    """Words that lose their vowel before an apostrophe, such as "l'hôtel"."""
    asks_by_tone: bool = False
    """Whether a yes or no may be asked for without any word for it: "vous acceptez les chiens"."""
    compounds: tuple[str, ...] = ()
    """What is written as one word or as two: "check in"."""


def phrases(written: tuple[str, ...]) -> Iterator[Phrase]:
    """All that these stand for."""
    for each in written:
        parts = [part.strip("()").split("|") for part in _PART.findall(normalised(each))]
        for chosen in product(*parts):
            if said := tuple(word for part in chosen for word in part.split()):
                yield said


def word_set(written: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words(written))
