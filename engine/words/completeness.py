"""Judges by the words so far whether a caller who falls silent has finished, or is about to go on.

The text is whole, hanging (more is to come) or unknown. Rules, in this order; if none applies it is unknown:
- it ends with a filler ("uh"): hanging;
- digits were asked for: all of them are whole, fewer than are missing are hanging;
- yes or no was asked for: either is whole. But a no to what was read back or offered is not: what the caller wants
  instead may follow;
- phrases are expected: a complete one that cannot go on is whole, the beginning of one is hanging;
- it ends with words that need more ("the", "my number is"): hanging, whatever punctuation the recognizer wrote;
- it ends with the punctuation of a sentence: whole; three dots are hanging.
"""

import enum
from collections.abc import Sequence

from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.language import TurnWords
from offhook.engine.words.phrase_fit import Fit, fit

_AROUND_WORDS = '.,;:!?…¿¡"“”„«»()-–—।॥。？！'
_ENDS_SENTENCE = (".", "!", "?", "।", "॥", "。", "？", "！")
_TRAILS_OFF = ("...", "…", "-", "–", "—", ",")


class Completeness(enum.Enum):
    """What the words so far are."""

    WHOLE = "whole"
    UNKNOWN = "unknown"
    HANGING = "hanging"


def completeness(text: str, expected: Expectation) -> Completeness:
    """Judge a text so far, as an answer to what was asked."""
    words = _words(text)
    known = language_of(expected.language).turn
    if not words:
        return Completeness.UNKNOWN
    if words[-1] in known.fillers:
        return Completeness.HANGING
    while words[0] in known.fillers:
        del words[0]
    answered = _as_answer(words, expected, known)
    return answered if answered is not Completeness.UNKNOWN else _as_sentence(text, words, known)


def has_digits(text: str, language: str) -> bool:
    """Whether any were said."""
    return _digits_in(_words(text), language_of(language).turn) > 0


def _as_answer(words: Sequence[str], expected: Expectation, known: TurnWords) -> Completeness:
    match expected.kind:
        case AnswerKind.DIGITS if digits := _digits_in(words, known):
            return _as_digits(digits, expected)
        case AnswerKind.YES_NO if all(word in known.yes or word in known.no for word in words):
            return Completeness.WHOLE
        case AnswerKind.CONFIRMATION if all(word in known.yes for word in words):
            return Completeness.WHOLE
    match fit(words, expected.phrases, expected.rules):
        case Fit.WHOLE:
            return Completeness.WHOLE
        case Fit.BEGUN:
            return Completeness.HANGING
        case Fit.WHOLE_OR_BEGUN | Fit.NONE:
            return Completeness.UNKNOWN


def _as_digits(digits: int, expected: Expectation) -> Completeness:
    """As many as were missing may be those, or the first of all of them anew."""
    if digits >= expected.max_digits:
        return Completeness.WHOLE
    needed = expected.min_digits or expected.max_digits - len(expected.held)
    return Completeness.HANGING if digits < needed else Completeness.UNKNOWN


def _as_sentence(text: str, words: Sequence[str], known: TurnWords) -> Completeness:
    said = f" {' '.join(words)}"
    if any(said.endswith(f" {hanging}") for hanging in known.hanging) or text.rstrip().endswith(_TRAILS_OFF):
        return Completeness.HANGING
    return Completeness.WHOLE if text.rstrip().endswith(_ENDS_SENTENCE) else Completeness.UNKNOWN


def _digits_in(words: Sequence[str], known: TurnWords) -> int:
    """How many were said, one by one or as the figures that a recognizer wrote: "42 71" and "four two" are both."""
    return sum(word in known.digits or sum(character.isdigit() for character in word) for word in words)


def _words(text: str) -> list[str]:
    """Lower-case words without the marks around them. Not by letters: the vowel signs of Devanagari are none."""
    plain = (word.strip(_AROUND_WORDS) for word in text.lower().replace("’", "'").split())
    return [word for word in plain if word]
