"""Facts of a made-up call, for observers."""

from offhook.engine.record.facts import AnyWhat, Fact


def told(what: AnyWhat, at_s: float = 0.0, *, turn: int = 0) -> Fact:
    """Something that happened at a time that the test chooses."""
    return Fact("CA1", at_s, turn, 0, what)
