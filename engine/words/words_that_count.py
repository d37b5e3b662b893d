"""Whether words over the agent's speech interrupt it. Pure.

Backchannels such as "mm-hmm" and "right" only say "go on", and do not count; neither does a sound without words. All
other words count. An expected answer always counts: "yeah" if a yes or a no is asked for, "right" if it is one of the
choices. Over a goodbye, a goodbye does not count either.
"""

from collections.abc import Iterator, Mapping, Sequence

from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.hums import words_and_hums
from offhook.engine.words.languages import language_of
from offhook.engine.words.phrase_fit import Fit, fit
from offhook.engine.words.small_talk import goodbyes
from offhook.engine.words.spoken import spoken_words
from offhook.engine.words.words import made_of, words

_EACH_WORD_ANSWERS = (AnswerKind.YES_NO, AnswerKind.CONFIRMATION)


class WordsThatCount:
    """Judges the words of one call. In a language without a list of backchannels all words count."""

    def __init__(self, language: str, backchannels: Mapping[str, Sequence[str]]) -> None:
        phrases = backchannels.get(language, backchannels.get(language.split("-")[0], ()))
        self._phrases = tuple(dict.fromkeys(words_and_hums(phrase) for phrase in phrases))
        farewells = (words_and_hums(phrase) for phrase in goodbyes(language))
        self._over_goodbye = tuple(dict.fromkeys((*self._phrases, *farewells)))

    def in_all(self, text: str, expected: Expectation, *, over_goodbye: bool = False) -> bool:
        """Whether the words of a whole utterance count. If a yes or no is expected, every word is an answer."""
        said = words_and_hums(text)
        if not said or expected.kind in _EACH_WORD_ANSWERS:
            return bool(said)
        return was_asked_for(text, expected) or not _is_backchannel(said, self._listening(over_goodbye), expected)

    def so_far(self, text: str, expected: Expectation, *, over_goodbye: bool = False) -> bool:
        """The same while the caller still speaks: words that may still become a backchannel do not count yet."""
        said = words_and_hums(text)
        if not said or expected.kind in _EACH_WORD_ANSWERS:
            return bool(said)
        phrases = self._listening(over_goodbye)
        return not any(_is_backchannel(done, phrases, expected) for done in _completions(said, phrases))

    def _listening(self, over_goodbye: bool) -> tuple[tuple[str, ...], ...]:
        return self._over_goodbye if over_goodbye else self._phrases


def _completions(said: tuple[str, ...], phrases: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The words so far, with the phrase that they may be the beginning of completed."""
    found = [said]
    for phrase in phrases:
        for length in range(1, min(len(phrase), len(said)) + 1):
            last, meant = said[-length:], phrase[:length]
            if last[:-1] == meant[:-1] and meant[-1].startswith(last[-1]):
                found.append(said[:-length] + phrase)
    return found


def _is_backchannel(said: tuple[str, ...], phrases: Sequence[tuple[str, ...]], expected: Expectation) -> bool:
    """Whether it is made of backchannels only ("yeah, right"), and none of them was asked for."""
    found = [phrase for phrase in phrases if phrase and any(_places(phrase, said))]
    if not made_of(said, found):
        return False
    unasked = [phrase for phrase in found if not _was_asked_for(phrase, expected)]
    return made_of(said, unasked) and not _was_asked_for(said, expected)


def _places(phrase: tuple[str, ...], said: tuple[str, ...]) -> Iterator[bool]:
    return (said[start : start + len(phrase)] == phrase for start in range(len(said)))


def was_asked_for(text: str, expected: Expectation) -> bool:
    """Whether it is one of the expected answers, also if it looks like a hum ("ER") or is written in figures."""
    said = (words_and_hums(text), words(text), words(spoken_words(text, expected.language)))
    return any(_was_asked_for(each, expected) for each in dict.fromkeys(said))


def _was_asked_for(said: tuple[str, ...], expected: Expectation) -> bool:
    same = language_of(expected.language).same
    spellings = dict.fromkeys((said, tuple(same.get(word, word) for word in said)))
    fits = (fit(spelling, expected) for spelling in spellings)
    return not {Fit.WHOLE, Fit.WHOLE_OR_BEGUN}.isdisjoint(fits)
