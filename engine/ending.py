"""Why and how a call ends. The first decision stands; whatever follows it changes nothing."""

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
    """How the call ends. `farewell` is said first, where there is still someone to hear it."""

    reason: EndReason
    farewell: str | None = None
    transfer_to: str | None = None


class Ending:
    """One call's end."""

    def __init__(self) -> None:
        self.decision: Decision | None = None
        self.decided = trio.Event()

    def decide(self, decision: Decision) -> bool:
        """False when it had been decided before."""
        if self.decision is not None:
            return False
        self.decision = decision
        self.decided.set()
        return True
