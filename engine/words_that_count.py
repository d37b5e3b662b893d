"""Whether what a caller says over the agent is meant to stop it. Pure.

"Mm-hmm" and "right" say: go on, I am listening. Nothing that was understood says nothing. All else counts; and what the
agent has asked for is never listening: a "yeah" where it expects a yes or a no, a "right" where one may choose it. Over
a goodbye, a goodbye changes nothing either.
"""

from collections.abc import Iterator, Mapping, Sequence

from offhook.engine.expectation import AnswerKind, Expectation
from offhook.engine.phrase_fit import Fit, fit
from offhook.engine.plain_words import made_of, plain_words
from offhook.engine.small_talk import goodbyes

_EACH_WORD_ANSWERS = (AnswerKind.YES_NO, AnswerKind.CONFIRMATION)


class WordsThatCount:
    """One call's judge. A language without a list has no backchannels: there all words count."""

    def __init__(self, language: str, backchannels: Mapping[str, Sequence[str]]) -> None:
        phrases = backchannels.get(language, backchannels.get(language.split("-")[0], ()))
        self._phrases = tuple(dict.fromkeys(plain_words(phrase) for phrase in phrases))
        farewells = (plain_words(phrase) for phrase in goodbyes(language))
        self._over_goodbye = tuple(dict.fromkeys((*self._phrases, *farewells)))

    def in_all(self, text: str, expected: Expectation, *, over_goodbye: bool = False) -> bool:
        """Whether the whole of what was said counts. Where a yes or no is expected, every word is an answer."""
        words = plain_words(text)
        if not words or expected.kind in _EACH_WORD_ANSWERS:
            return bool(words)
        return was_asked_for(text, expected) or not _is_backchannel(words, self._listening(over_goodbye), expected)

    def so_far(self, text: str, expected: Expectation, *, over_goodbye: bool = False) -> bool:
        """The same while the caller still speaks: what may yet become a backchannel does not count yet."""
        words = plain_words(text)
        if not words or expected.kind in _EACH_WORD_ANSWERS:
            return bool(words)
        phrases = self._listening(over_goodbye)
        return not any(_is_backchannel(done, phrases, expected) for done in _completions(words, phrases))

    def _listening(self, over_goodbye: bool) -> tuple[tuple[str, ...], ...]:
        return self._over_goodbye if over_goodbye else self._phrases


def _completions(words: tuple[str, ...], phrases: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What was said so far, with the phrase that is in the making complete."""
    found = [words]
    for phrase in phrases:
        for length in range(1, min(len(phrase), len(words)) + 1):
            said, meant = words[-length:], phrase[:length]
            if said[:-1] == meant[:-1] and meant[-1].startswith(said[-1]):
                found.append(words[:-length] + phrase)
    return found


def _is_backchannel(words: tuple[str, ...], phrases: Sequence[tuple[str, ...]], expected: Expectation) -> bool:
    """Whether it is made of backchannels and nothing else, "yeah, right", and none of them was asked for."""
    said = [phrase for phrase in phrases if phrase and any(_places(phrase, words))]
    if not made_of(words, said):
        return False
    unasked = [phrase for phrase in said if not _was_asked_for(phrase, expected)]
    return made_of(words, unasked) and not _was_asked_for(words, expected)


def _places(phrase: tuple[str, ...], words: tuple[str, ...]) -> Iterator[bool]:
    return (words[start : start + len(phrase)] == phrase for start in range(len(words)))


def was_asked_for(text: str, expected: Expectation) -> bool:
    """Whether it is one of the answers that are expected, be it "ER" or "um": a word that was asked for is no sound."""
    as_it_stands = tuple(text.lower().replace("\u2019", "'").strip(".,;:!? ").split())
    return _was_asked_for(plain_words(text), expected) or _was_asked_for(as_it_stands, expected)


_SAME = {"ok": "okay", "okay": "ok"}


def _was_asked_for(words: tuple[str, ...], expected: Expectation) -> bool:
    spellings = {words, tuple(_SAME.get(word, word) for word in words)}
    fits = (fit(spelling, expected.phrases, expected.rules) for spelling in spellings)
    return not {Fit.WHOLE, Fit.WHOLE_OR_BEGUN}.isdisjoint(fits)
