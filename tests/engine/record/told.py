"""Facts of a made-up call, for observers."""

from offhook.engine.record.facts import AnyWhat, Fact
from offhook.engine.record.reporter import Observer


def told(what: AnyWhat, at_s: float = 0.0, *, turn: int = 0) -> Fact:
    """Something that happened at a time that the test chooses."""
    return Fact("CA1", at_s, turn, 0, what)


def tell(fact: Fact, *observers: Observer) -> None:
    """As a call does: each observer is told of the kinds that it names."""
    for observer in observers:
        if isinstance(fact.what, getattr(observer, "kinds", object)):
            observer.observe(fact)
