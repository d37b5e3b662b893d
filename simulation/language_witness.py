"""Watches the languages of a call from outside: what was set and written, and in which language services were asked."""

from collections.abc import Callable
from typing import NamedTuple

import trio

from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact
from offhook.simulation.numbered import is_numbered


class Asked(NamedTuple):
    """A voice was asked for a sentence, or a recognizer for an utterance."""

    at: float
    service: str
    what: str
    language: str
    call_language: str
    """That of the call, then."""
    has_it: bool
    """Whether the service has the language that it was asked for."""


class Change(NamedTuple):
    """A language was set; or the caller was asked for one, if `tag` is empty."""

    at: float
    tag: str
    words: str
    """Those that were recognised last."""


class LanguageWitness:
    """Observes all streams of one call."""

    def __init__(self, own: str) -> None:
        self._own = own
        self.changes: list[Change] = []
        self.written: dict[str, str] = {}
        """For each sentence of a model, the language of the call in which it was written."""
        self.sentences: list[Asked] = []
        self.utterances: list[Asked] = []
        self.begun: dict[str, float] = {}
        """When each utterance began, whichever service was asked to hear it first."""
        self.streams = 0
        self._words = ""
        self._changed = trio.Event()

    @property
    def sets(self) -> list[Change]:
        return [change for change in self.changes if change.tag]

    @property
    def language(self) -> str:
        """Of the call, now."""
        return self.language_at(trio.current_time())

    def language_at(self, at: float) -> str:
        return next((change.tag for change in reversed(self.sets) if change.at <= at), self._own)

    def languages_at(self, at: float) -> set[str]:
        """The same where one may have been set at that very time."""
        return {self.language_at(at), *(change.tag for change in self.sets if change.at == at)} | {
            next((change.tag for change in reversed(self.sets) if change.at < at), self._own)
        }

    def languages_between(self, since: float, until: float) -> set[str]:
        """Those that the call had."""
        return self.languages_at(since) | {change.tag for change in self.sets if since <= change.at <= until}

    def open(self, begun: CallBegun) -> "_View":
        """The observer of the next stream."""
        del begun
        self.streams += 1
        return _View(self._observe)

    def _observe(self, fact: Fact) -> None:
        now = trio.current_time()
        match fact.what:
            case facts.LanguageSet(language=tag):
                self._change(Change(now, tag, self._words))
            case facts.LanguageAsked():
                self._change(Change(now, "", self._words))
            case facts.SentenceWritten(text=text) if is_numbered(text):
                self.written[text] = self.language
            case facts.SpeechStarted():
                self.begun[f"{self.streams}/{fact.utterance}"] = now
            case facts.WordsHeard(text=text):
                self._words = text
            case _:
                pass

    def _change(self, change: Change) -> None:
        self.changes.append(change)
        self._changed.set()

    async def wait_changes(self, number: int) -> None:
        while len(self.changes) < number:
            self._changed = trio.Event()
            await self._changed.wait()


class _View:
    """An observer of one stream."""

    kinds = (facts.LanguageSet, facts.LanguageAsked, facts.SentenceWritten, facts.SpeechStarted, facts.WordsHeard)

    def __init__(self, observe: Callable[[Fact], None]) -> None:
        self._observe = observe

    def observe(self, fact: Fact) -> None:
        self._observe(fact)
