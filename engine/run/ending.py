"""Why and how a call ends. The first decision stands; later ones change nothing."""

import enum

import msgspec
import trio


class EndReason(enum.Enum):
    CALLER_HUNG_UP = "caller hung up"
    AGENT_HUNG_UP = "agent hung up"
    TRANSFERRED = "transferred"
    CALL_LIMIT = "call limit reached"
    CALLER_SILENT = "caller silent"
    CARRIER_SILENT = "carrier silent"
    CARRIER_STALLED = "carrier does not read"
    BAD_MESSAGES = "too many bad messages"
    FLOODED = "carrier sends too much"
    RESTARTS_SPENT = "restart budget spent"
    OVERFLOW = "an actor stopped reading"
    SHUTDOWN = "server stopping"
    CANCELLED = "cancelled"
    CRASHED = "crashed"


class Decision(msgspec.Struct, frozen=True):
    """How the call ends. `farewell` is said first, unless the caller is gone."""

    reason: EndReason
    farewell: str | None = None
    transfer_to: str | None = None


class Ending:
    """The decision of one call."""

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
