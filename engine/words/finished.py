"""What the words so far say about whether the caller has finished: the logarithm of the odds, above 0 for yes.

- What was asked for, fillers, and words that a turn seldom ends with decide alone (`completeness.py`).
- Else the last words are weighed as it was learned from text (`endings/model.py`), for those who paused after them.
- The mark of a sentence speaks for the end, and one that trails off against it.
"""

from offhook.engine.words.completeness import Completeness, completeness
from offhook.engine.words.endings.model import word_endings
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.words import normalised, words

DECIDED = 4.0
"""As sure as words can be: 50 to 1."""
PAUSED = 0.7
"""How much likelier the end is where somebody paused: text tells only how often sentences end after such words."""
LEARNED = 0.8
"""Less sure than the text, because speech differs from it."""
MARK, TRAILS_OFF = 1.0, -2.0
_ENDS_SENTENCE = (".", "!", "?", "।", "॥", "。", "؟", "۔")
_TRAILS_OFF = ("...", "…", "-", "–", "—", ",")


def odds_by_words(text: str, expected: Expectation) -> float:
    """The logarithm of the odds; 0 where nothing is known."""
    said = words(text)
    if not said:
        return 0.0
    match completeness(text, expected):
        case Completeness.WHOLE:
            return DECIDED
        case Completeness.HANGING:
            return -DECIDED
    return _odds_by_endings(said, expected.language) + _odds_by_mark(text)


def _odds_by_endings(said: tuple[str, ...], language: str) -> float:
    endings = word_endings(language)
    return 0.0 if endings is None else max(-DECIDED, min(DECIDED, PAUSED + LEARNED * endings.log_odds(said)))


def _odds_by_mark(text: str) -> float:
    end = normalised(text).rstrip()
    if end.endswith(_TRAILS_OFF):
        return TRAILS_OFF
    return MARK if end.endswith(_ENDS_SENTENCE) else 0.0
