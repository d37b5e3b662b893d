"""Judges by the words so far whether a caller who falls silent has plainly finished, or is plainly about to go on.

The text is whole, hanging (more is to come) or unknown. Rules, in this order; if none applies it is unknown:
- it ends with a filler ("uh"): hanging;
- digits were asked for: all of them are whole, fewer than are missing are hanging;
- yes or no was asked for: either is whole. But a no to what was read back or offered is not: what the caller wants
  instead may follow;
- phrases are expected: a complete one that cannot go on is whole, the beginning of one is hanging;
- it ends with words that need more ("the", "my number is"): hanging.

Punctuation and all other words are evidence that is weighed: `finished.py`.
"""

import enum
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.languages import language_of
from offhook.engine.words.phrase_fit import Fit, fit
from offhook.engine.words.spoken import spoken_words
from offhook.engine.words.spoken_numbers import SpokenNumbers, spoken_numbers
from offhook.engine.words.words import made_of, words


class Completeness(enum.Enum):
    """What the words so far are."""

    WHOLE = "whole"
    UNKNOWN = "unknown"
    HANGING = "hanging"


class _Known(msgspec.Struct, frozen=True):
    """The words of a language as they are compared."""

    fillers: frozenset[str]
    hanging: tuple[tuple[str, ...], ...]
    yes: tuple[tuple[str, ...], ...]
    no: tuple[tuple[str, ...], ...]
    digits: frozenset[str]
    numbers: SpokenNumbers | None


@lru_cache(maxsize=32)
def _known(language: str) -> _Known:
    turn = language_of(language).turn
    hanging, yes, no = (tuple(map(words, phrases)) for phrases in (turn.hanging, turn.yes, turn.no))
    return _Known(_single(turn.fillers), hanging, yes, no, _single(turn.digits), spoken_numbers(language))


def _single(phrases: Sequence[str]) -> frozenset[str]:
    return frozenset(said[0] for phrase in phrases if len(said := words(phrase)) == 1)


def completeness(text: str, expected: Expectation) -> Completeness:
    """Judge a text so far, as an answer to what was asked."""
    said, known = words(spoken_words(text, expected.language)), _known(expected.language)
    if not said:
        return Completeness.UNKNOWN
    if said[-1] in known.fillers:
        return Completeness.HANGING
    begin = next(place for place, word in enumerate(said) if word not in known.fillers)
    answered = _as_answer(said[begin:], expected, known)
    if answered is Completeness.UNKNOWN and any(said[-len(hanging) :] == hanging for hanging in known.hanging):
        return Completeness.HANGING
    return answered


def has_digits(text: str, language: str) -> bool:
    """Whether any were said."""
    return _digits_in(words(text), _known(language)) > 0


def _as_answer(said: Sequence[str], expected: Expectation, known: _Known) -> Completeness:
    match expected.kind:
        case AnswerKind.DIGITS if digits := _digits_in(said, known):
            return _as_digits(digits, expected)
        case AnswerKind.YES_NO if made_of(said, (*known.yes, *known.no)):
            return Completeness.WHOLE
        case AnswerKind.CONFIRMATION if made_of(said, known.yes):
            return Completeness.WHOLE
    match fit(said, expected):
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


def _digits_in(said: Sequence[str], known: _Known) -> int:
    """How many were said, one by one, in pairs, or as the figures that a recognizer wrote: "42 71", "forty two seventy
    one", "four two seven one" and "double four" are all digits."""
    if known.numbers is not None:
        said = known.numbers.in_single_digits(said)
    return sum(word in known.digits or sum(sign.isdecimal() for sign in word) for word in said)
