"""Watches the languages of a call from outside: what was set and written, and in which language services were asked."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import trio

from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact


class Service(Protocol):
    """A recognizer or a voice."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...


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


class LanguageWitness:
    """Observes all streams of one call."""

    def __init__(self, own: str) -> None:
        self._own = own
        self.changes: list[Change] = []
        self.written: dict[str, set[str]] = {}
        """For each sentence, the languages of the call in which it was written."""
        self.sentences: list[Asked] = []
        self.utterances: list[Asked] = []
        self.streams = 0
        self._views: list[_View] = []
        self.heard: dict[int, str] = {}
        """The words of each turn."""
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

    def open(self, begun: CallBegun) -> "_View":
        """The observer of the next stream."""
        del begun
        self.streams += 1
        self._views.append(_View(self._observe))
        return self._views[-1]

    def stop(self) -> None:
        """The process is killed: whatever its streams still tell has not happened."""
        for view in self._views:
            view.is_killed = True

    def _observe(self, fact: Fact) -> None:
        now = trio.current_time()
        match fact.what:
            case facts.LanguageSet(language=tag):
                self._change(Change(now, tag))
            case facts.LanguageAsked():
                self._change(Change(now, ""))
            case facts.SentenceWritten(text=text):
                self.written.setdefault(text, set()).add(self.language)
            case facts.WordsHeard(text=text):
                self.heard[fact.turn] = text
            case _:
                pass

    def note_sentence(self, voice: Service, text: str, language: str) -> None:
        self.sentences.append(self._asked(voice, text, language))

    def note_utterance(self, recognizer: Service, number: int, language: str) -> None:
        self.utterances.append(self._asked(recognizer, f"{self.streams}/{number}", language))

    def _asked(self, service: Service, what: str, language: str) -> Asked:
        now = trio.current_time()
        return Asked(now, service.name, what, language, self.language, service.speaks(language))

    def _change(self, change: Change) -> None:
        self.changes.append(change)
        self._changed.set()

    async def wait_changes(self, number: int) -> None:
        while len(self.changes) < number:
            self._changed = trio.Event()
            await self._changed.wait()


class _View:
    """An observer of one stream."""

    kinds = (facts.LanguageSet, facts.LanguageAsked, facts.SentenceWritten, facts.WordsHeard)

    def __init__(self, observe: Callable[[Fact], None]) -> None:
        self._observe = observe
        self.is_killed = False

    def observe(self, fact: Fact) -> None:
        if not self.is_killed:
            self._observe(fact)
