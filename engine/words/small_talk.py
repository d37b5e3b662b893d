"""Recognises small talk: hesitation, courtesy, greetings, goodbyes, a bare yes or no. Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from offhook.engine.words.hums import words_and_hums
from offhook.engine.words.languages import LANGUAGES, language_of
from offhook.engine.words.words import made_of

BACKCHANNELS = {
    tag: (*language.turn.yes, *language.turn.courtesies, *language.listening) for tag, language in LANGUAGES.items()
}
"""What listeners say without wanting the floor, "yes" and "thank you" included. The setting `barge_in.backchannels`
replaces the list of a language."""


def goodbyes(language: str) -> tuple[str, ...]:
    """What people say when they hang up, "no, thank you" included. Said over a goodbye it changes nothing."""
    known = language_of(language).turn
    return (
        *known.goodbyes,
        *known.refusals,
        *known.both_ways,
        *(f"{no} {goodbye}" for no in known.no for goodbye in known.goodbyes),
    )


@lru_cache(maxsize=32)
def small_talk_of(language: str) -> "SmallTalk":
    """One for all who speak it."""
    return SmallTalk(language)


class SmallTalk:
    """The small talk of one language. In an unknown one nothing is small talk, but any single word may be a yes."""

    def __init__(self, language: str) -> None:
        spoken = language_of(language)
        known, backchannels = spoken.turn, BACKCHANNELS.get(spoken.tag, ())
        self._fillers = _phrases(known.fillers)
        self._greetings, self._pauses = _phrases(known.greetings), _phrases(known.pauses)
        around = (*known.greetings, *known.courtesies, *spoken.listening, *known.fillers)
        self._around = sorted(_phrases(around), key=len, reverse=True)
        self._yes, self._no, self._goodbyes = (_phrases(each) for each in (known.yes, known.no, known.goodbyes))
        self._courtesies = _phrases((*backchannels, *known.fillers, *known.courtesies, *known.goodbyes))
        self._answers = _phrases((*backchannels, *known.fillers, *known.yes, *known.no, *known.of_an_answer))

    def says_nothing(self, text: str) -> bool:
        """Whether it has no words, or only hesitation such as "um"."""
        return made_of(words_and_hums(text), self._fillers)

    def greets(self, text: str) -> bool:
        """Whether it is only a greeting: the caller wants to know whether somebody is there."""
        words = words_and_hums(text)
        return made_of(words, self._greetings + self._courtesies) and not made_of(words, self._courtesies)

    def is_courtesy(self, text: str) -> bool:
        """Whether it is only a backchannel, thanks or a goodbye."""
        return made_of(words_and_hums(text), self._courtesies)

    def asks_for_time(self, text: str) -> bool:
        """Whether it only asks for time: "one moment, please"."""
        return made_of(words_and_hums(text), self._courtesies + self._pauses) and not self.is_courtesy(text)

    def kernels(self, text: str) -> Iterator[tuple[str, ...]]:
        """What may be meant if the whole text fits nothing: the words without the courtesy around them; and if all is
        courtesy, the yes, the no or the goodbye in it ("ja, gerne", "no, that's all", "thanks, bye")."""
        words = words_and_hums(text)
        if self.is_courtesy(text):
            yield from _found(words, (*self._yes, *self._goodbyes))
        elif made_of(words, self._courtesies + self._no):
            yield from _found(words, self._no)
        else:
            yield self._without_courtesy(words)

    def after_yes(self, text: str) -> str:
        """The words after a yes; empty if there is no yes."""
        words = self._without_courtesy(words_and_hums(text))
        yes = next((phrase for phrase in self._yes if words[: len(phrase)] == phrase), ())
        return " ".join(words[len(yes) :]) if yes else ""

    def _without_courtesy(self, words: tuple[str, ...]) -> tuple[str, ...]:
        while (said := next((each for each in self._around if words[: len(each)] == each), None)) is not None:
            words = words[len(said) :]
        while (said := next((each for each in self._around if words[-len(each) :] == each), None)) is not None:
            words = words[: -len(said)]
        return words

    def only_answers(self, text: str) -> bool:
        """Whether it is only a yes, a no or a backchannel, which means something only as an answer to a question."""
        words = words_and_hums(text)
        return made_of(words, self._answers) or (not self._yes and len(words) == 1)


def _found(words: tuple[str, ...], phrases: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The phrases that were said."""
    for phrase in phrases:
        if phrase in (words[start : start + len(phrase)] for start in range(len(words))):
            yield phrase


def _phrases(phrases: Sequence[str]) -> list[tuple[str, ...]]:
    return [words_and_hums(phrase) for phrase in phrases]
