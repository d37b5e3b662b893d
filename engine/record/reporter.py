"""Tells the facts of a call to whoever observes it. Synchronous: an actor that reports waits for nobody.

An observer reduces facts to something of its own: log lines, a transcript, a count. It must not wait. If it raises, it
gets no more facts of this call, and neither the call nor another observer is disturbed.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import trio

from offhook.engine.host.errors_in_words import in_words, traceback_in_words
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts.fact import AnyWhat, Fact
from offhook.engine.record.facts.faults import ObserverFailed


class Observer(Protocol):
    """Reduces the facts of one call."""

    def observe(self, fact: Fact) -> None: ...


OpenObserver = Callable[[CallBegun], Observer]
"""Makes the observer of a call that has just begun."""


class Report(Protocol):
    """How an actor or the engine tells what happened."""

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None: ...

    def seconds(self, at: float) -> float:
        """`trio.current_time()` as seconds since the call began."""


class Reporter:
    """The `Report` of one call."""

    def __init__(self, call: str, observers: Sequence[Observer]) -> None:
        self._call, self._observers = call, tuple(observers)
        self._began_at = trio.current_time()

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        fact = Fact(self._call, trio.current_time() - self._began_at, turn, utterance, what)
        for observer in self._observers:
            try:
                observer.observe(fact)
            except Exception as exc:  # noqa: BLE001  # anybody's code: its bug must not reach the call
                self._let_go(observer, exc)

    def seconds(self, at: float) -> float:
        return at - self._began_at

    def _let_go(self, broken: Observer, exc: Exception) -> None:
        self._observers = tuple(observer for observer in self._observers if observer is not broken)
        self(ObserverFailed(type(broken).__name__, in_words(exc), traceback_in_words(exc)))
