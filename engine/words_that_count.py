"""Whether what a caller says over the agent is meant to stop it. Pure.

"Mm-hmm" and "right" say: go on, I am listening. Nothing that was understood says nothing. All else counts; and where
the agent expects a yes or a no, a "yeah" is one.
"""

import re
from collections.abc import Mapping, Sequence

from engine.turn_words import turn_words

BACKCHANNELS: Mapping[str, tuple[str, ...]] = {
    language: (*turn_words(language).yes, *(phrase.strip() for phrase in phrases.split(",")))
    for language, phrases in {
        "en": "mm-hmm, mm, mhm, hm, hmm, uh-huh, aha, ah, oh, uh, um, huh, wow, i see, got it, all right, alright,"
        " of course, cool, good, great, nice, fine, really",
        "de": "mhm, hm, hmm, aha, ah, oh, äh, ähm, ach so, achso, jo, ok, gut, klar, verstehe, alles klar",
        "es": "mm, mhm, ajá, ah, oh, eh, em, bueno, ya, ok, okay, entiendo, de acuerdo",
        "fr": "mm, mhm, hm, ah, oh, euh, hein, ok, okay, bien, bien sûr, je vois",
        "hi": "हम्म, अच्छा, ठीक है, ओके, hmm, haan, ji, accha, theek hai",
    }.items()
}
"""What listeners say without wanting the floor, a yes among it. `barge_in.backchannels` of the settings replaces a
language's list."""

_WORD = re.compile(r"[\w'’-]+")


class WordsThatCount:
    """One call's judge. A language without a list has no backchannels: there all words count."""

    def __init__(self, language: str, backchannels: Mapping[str, Sequence[str]]) -> None:
        phrases = backchannels.get(language, backchannels.get(language.split("-")[0], ()))
        self._phrases = tuple(dict.fromkeys(_words(phrase) for phrase in phrases))

    def in_all(self, text: str, *, answer_expected: bool) -> bool:
        """Whether the whole of what was said counts. Where a yes or no is expected, every word is an answer."""
        words = _words(text)
        return bool(words) and (answer_expected or not self._is_backchannel(words))

    def so_far(self, text: str, *, answer_expected: bool) -> bool:
        """The same while the caller still speaks: what may yet become a backchannel does not count yet."""
        words = _words(text)
        if not words or answer_expected:
            return bool(words)
        return not any(self._is_backchannel(done) for done in self._completions(words))

    def _completions(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """What was said so far, with the phrase that is in the making complete."""
        found = [words]
        for phrase in self._phrases:
            for length in range(1, min(len(phrase), len(words)) + 1):
                said, meant = words[-length:], phrase[:length]
                if said[:-1] == meant[:-1] and meant[-1].startswith(said[-1]):
                    found.append(words[:-length] + phrase)
        return found

    def _is_backchannel(self, words: tuple[str, ...]) -> bool:
        """Whether it is made of backchannels and nothing else: "yeah, right"."""
        reached = {0: True}  # so many of the words are
        for start in range(len(words)):
            for phrase in self._phrases if start in reached else ():
                if phrase and words[start : start + len(phrase)] == phrase:
                    reached[start + len(phrase)] = True
        return len(words) in reached


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("’", "'") for word in _WORD.findall(text.casefold()))
