"""How a carrier echoes marks: carriers differ from the documentation, and from each other."""

import msgspec


class MarkHabits(msgspec.Struct, frozen=True):
    """The ones that every peer should have, unless said otherwise. Where marks are late they overtake one another."""

    late_s: float = 0.0
    """Each mark is echoed up to so much later, by chance."""
    lost: float = 0.0
    """This share of them is never echoed."""
    twice: float = 0.0
    """This share is echoed again, a little later."""
    echoes_cleared: bool = True
    """Whether a clear echoes the marks of what it dropped (Twilio does) or drops them too."""
