"""How a simulated carrier echoes marks. Real carriers differ from the documentation and from each other."""

import msgspec


class MarkHabits(msgspec.Struct, frozen=True):
    """By default marks are echoed as documented. Late marks may overtake one another."""

    late_s: float = 0.0
    """Each mark is echoed up to so much later, by chance."""
    lost: float = 0.0
    """This share of them is never echoed."""
    twice: float = 0.0
    """This share is echoed again, a little later."""
    echoes_cleared: bool = True
    """Whether a clear echoes the marks of what it dropped, if the carrier is one that does, or drops them too."""
