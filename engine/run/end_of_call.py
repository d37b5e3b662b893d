"""How a call ends. The first decision stands; later ones change nothing."""

import msgspec
import trio

from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.run.reply import Sentence


class Decision(msgspec.Struct, frozen=True):
    """How the call ends. `farewell` is said first, unless the caller is gone."""

    reason: EndReason
    farewell: Sentence | None = None
    transfer_to: str | None = None
    warm: WarmTransfer | None = None


class EndOfCall:
    """Holds the decision how one call ends."""

    __slots__ = ("decided", "decision")

    def __init__(self) -> None:
        self.decision: Decision | None = None
        self.decided = trio.Event()

    def decide(self, decision: Decision) -> bool:
        """False if the end was decided before."""
        if self.decision is not None:
            return False
        self.decision = decision
        self.decided.set()
        return True
