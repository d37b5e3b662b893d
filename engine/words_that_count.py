"""Whether what a caller says over the agent is meant to stop it. Pure.

"Mm-hmm" and "right" say: go on, I am listening. Nothing that was understood says nothing. All else counts; and what the
agent has asked for is never listening: a "yeah" where it expects a yes or a no, a "right" where one may choose it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.expectation import AnswerKind, Expectation
from engine.phrase_fit import Fit, fit
from engine.turn_words import turn_words

BACKCHANNELS: Mapping[str, tuple[str, ...]] = {
    language: (*turn_words(language).yes, *(phrase.strip() for phrase in phrases.split(",")))
    for language, phrases in {
        "en": "mm-hmm, mm, mhm, hm, hmm, uh-huh, aha, ah, oh, uh, um, huh, wow, i see, got it, all right, alright,"
        " of course, cool, perfect, good, great, nice, fine, really",
        "de": "mhm, hm, hmm, aha, ah, oh, äh, ähm, ach so, achso, jo, ok, gut, klar, verstehe, alles klar",
        "es": "mm, mhm, ajá, ah, oh, eh, em, bueno, ya, ok, okay, entiendo, de acuerdo",
        "fr": "mm, mhm, hm, ah, oh, euh, hein, ok, okay, bien, bien sûr, je vois",
        "hi": "हम्म, अच्छा, ठीक है, ओके, hmm, haan, ji, accha, theek hai",
    }.items()
}
"""What listeners say without wanting the floor, a yes among it. `barge_in.backchannels` of the settings replaces a
language's list."""

_EACH_WORD_ANSWERS = (AnswerKind.YES_NO, AnswerKind.CONFIRMATION)
_WORD = re.compile(r"[\w\u0900-\u0963'’-]+")  # Python counts the vowel signs of Devanagari as no letters


class WordsThatCount:
    """One call's judge. A language without a list has no backchannels: there all words count."""

    def __init__(self, language: str, backchannels: Mapping[str, Sequence[str]]) -> None:
        phrases = backchannels.get(language, backchannels.get(language.split("-")[0], ()))
        self._phrases = tuple(dict.fromkeys(_words(phrase) for phrase in phrases))

    def in_all(self, text: str, expected: Expectation) -> bool:
        """Whether the whole of what was said counts. Where a yes or no is expected, every word is an answer."""
        words = _words(text)
        return bool(words) and (expected.kind in _EACH_WORD_ANSWERS or not self._is_backchannel(words, expected))

    def so_far(self, text: str, expected: Expectation) -> bool:
        """The same while the caller still speaks: what may yet become a backchannel does not count yet."""
        words = _words(text)
        if not words or expected.kind in _EACH_WORD_ANSWERS:
            return bool(words)
        return not any(self._is_backchannel(done, expected) for done in self._completions(words))

    def _completions(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """What was said so far, with the phrase that is in the making complete."""
        found = [words]
        for phrase in self._phrases:
            for length in range(1, min(len(phrase), len(words)) + 1):
                said, meant = words[-length:], phrase[:length]
                if said[:-1] == meant[:-1] and meant[-1].startswith(said[-1]):
                    found.append(words[:-length] + phrase)
        return found

    def _is_backchannel(self, words: tuple[str, ...], expected: Expectation) -> bool:
        """Whether it is made of backchannels and nothing else, "yeah, right", and none of them was asked for."""
        said = [phrase for phrase in self._phrases if phrase and any(_places(phrase, words))]
        if not _made_of(words, said):
            return False
        unasked = [phrase for phrase in said if not _was_asked_for(phrase, expected)]
        return _made_of(words, unasked) and not _was_asked_for(words, expected)


def _places(phrase: tuple[str, ...], words: tuple[str, ...]) -> Iterator[bool]:
    return (words[start : start + len(phrase)] == phrase for start in range(len(words)))


def _made_of(words: tuple[str, ...], phrases: Sequence[tuple[str, ...]]) -> bool:
    reached = {0}  # so many of the words are
    for start in range(len(words)):
        for phrase in phrases if start in reached else ():
            if words[start : start + len(phrase)] == phrase:
                reached.add(start + len(phrase))
    return len(words) in reached


def _was_asked_for(words: tuple[str, ...], expected: Expectation) -> bool:
    return fit(words, expected.phrases, expected.rules) in (Fit.WHOLE, Fit.WHOLE_OR_BEGUN)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("’", "'") for word in _WORD.findall(text.casefold()))
