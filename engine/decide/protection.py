"""Whether nothing that the caller does interrupts the agent's speech now: it is protected. Pure.

A protected sentence is said to its end, such as a legal notice; with `barge_in.mode = "off"` every reply is. What the
caller says or presses meanwhile is answered afterwards.
"""

import math

from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.ledger import Ledger


class Protection:
    """Protects the speech of one call. What has been sent of it is in the ledger."""

    __slots__ = ("_every_reply", "_ledger")

    def __init__(self, ledger: Ledger, *, every_reply: bool) -> None:
        self._ledger, self._every_reply = ledger, every_reply

    def until(self, state: FloorState) -> float:
        """When the protected speech will have played; infinity while more of it is to come, also if its voice is late.
        A time that has passed means that nothing is protected."""
        if state.agent_speaks and (self._every_reply or self._ledger.amid_protected):
            return math.inf
        return self._ledger.protected_until

    def holds(self, state: FloorState, now: float) -> bool:
        """Whether protected speech is playing."""
        return self.until(state) > now

    def gives_way(self, turn: int, answering: int, *, protected: bool) -> bool:
        """Whether a sentence of this turn is left out, because an answer to words over a protected one waits behind it.
        Only the protected sentences are still said then."""
        return turn < answering and not (protected or self._every_reply)
