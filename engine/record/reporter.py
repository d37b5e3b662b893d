"""Tells the facts of a call to whoever observes it. Synchronous: an actor that reports waits for nobody.

An observer reduces facts to something of its own: log lines, a transcript, a count. It must not wait. If it raises, it
gets no more facts of this call, and neither the call nor another observer is disturbed. One that has an attribute
`kinds`, classes of what happened, is told only of those: most facts are about sound and marks, 20 a second, and most
observers have no use for them.

    NotAnObserver            what opens an observer returned something else, or its `kinds` are no classes
"""

from collections.abc import Callable, Coroutine, Sequence
from inspect import iscoroutinefunction
from typing import Protocol, cast

import trio

from offhook.engine.host.errors_in_words import in_words, traceback_in_words
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts.fact import AnyWhat, Fact
from offhook.engine.record.facts.faults import ObserverFailed


class Observer(Protocol):
    """Reduces the facts of one call. It may have an attribute `kinds: tuple[type, ...]`; without it, it is told all."""

    def observe(self, fact: Fact) -> None: ...


OpenObserver = Callable[[CallBegun], Observer]
"""Makes the observer of a call that has just begun."""


class NotAnObserver(Exception):
    """It cannot be told anything."""


class Report(Protocol):
    """How an actor or the engine tells what happened."""

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None: ...

    def seconds(self, at: float) -> float:
        """`trio.current_time()` as seconds since the call began."""


class Reporter:
    """The `Report` of one call."""

    __slots__ = ("_began_at", "_call", "_clock", "_observers", "_told")

    def __init__(self, call: str, observers: Sequence[Observer], seconds: float = 0.0) -> None:
        """`seconds` is how long ago the call began: it has returned."""
        self._call, self._observers = call, tuple(observers)
        self._told: dict[type, tuple[Observer, ...]] = {}  # by the kind of fact
        self._clock = trio.lowlevel.current_clock()  # faster than Trio's function, which looks it up each time
        self._began_at = self._clock.current_time() - seconds

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        told = self._told.get(type(what))
        if told is None:
            told = self._told_of(type(what))
        if not told:  # nobody wants to know
            return
        fact = Fact(self._call, self._clock.current_time() - self._began_at, turn, utterance, what)
        failed: list[tuple[Observer, BaseException]] = []
        for observer in told:
            try:
                observer.observe(fact)
            except (Exception, SystemExit) as exc:  # noqa: BLE001  # anybody's code: its bug must not reach the call
                failed.append((observer, exc))
        if failed:
            self._let_go(failed)

    def seconds(self, at: float) -> float:
        return at - self._began_at

    def _told_of(self, kind: type) -> tuple[Observer, ...]:
        told = tuple(each for each in self._observers if issubclass(kind, getattr(each, "kinds", object)))
        ids = [*map(id, told)]
        self._told[kind] = next((same for same in self._told.values() if [*map(id, same)] == ids), told)  # shared
        return told

    def _let_go(self, failed: Sequence[tuple[Observer, BaseException]]) -> None:
        """The others are told only now, so that they hear of the fact itself before."""
        self._told.clear()
        broken = {id(observer) for observer, _ in failed}
        self._observers = tuple(observer for observer in self._observers if id(observer) not in broken)
        for observer, exc in failed:
            self(observer_failed(observer, exc))


def observer_of(open_observer: OpenObserver, begun: CallBegun) -> Observer:
    """The observer of a call that begins. Raises NotAnObserver, and whatever `open_observer` raises."""
    observer: object = open_observer(begun)
    observe = getattr(observer, "observe", None)
    if callable(observe) and not iscoroutinefunction(observe):
        _check_kinds(getattr(observer, "kinds", ()), _source(open_observer))
        return cast(Observer, observer)
    if isinstance(observer, Coroutine):
        observer.close()  # or Python would complain that nobody awaited it
    raise NotAnObserver(
        f"{_source(open_observer)} must return an object with a plain function observe(fact), "
        f"not {type(observer).__name__}"
    )


def _check_kinds(kinds: object, source: str) -> None:
    if not isinstance(kinds, tuple) or not all(isinstance(kind, type) for kind in kinds):
        raise NotAnObserver(f"{source}: `kinds` of what it returns must be a tuple of classes, not {kinds!r:.100}")


def _source(open_observer: OpenObserver) -> str:
    return f"{getattr(open_observer, '__module__', '')}.{_name(open_observer)}"


def observer_failed(broken: object, exc: BaseException) -> ObserverFailed:
    """The fact about an observer, or about what should have opened it."""
    return ObserverFailed(_name(broken), in_words(exc), traceback_in_words(exc))


def _name(broken: object) -> str:
    return str(getattr(broken, "__name__", type(broken).__name__))
