"""Why a call ends."""

import enum


class EndReason(enum.Enum):
    CALLER_HUNG_UP = "caller hung up"
    AGENT_HUNG_UP = "agent hung up"
    TRANSFERRED = "transferred"
    CALL_LIMIT = "call limit reached"
    COST_LIMIT = "cost limit reached"
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

    def leaves_caller(self, *, stream_broke: bool) -> bool:
        """Whether the caller may still be on the line, with nobody who has decided that the call is over."""
        if self is EndReason.CALLER_HUNG_UP:
            return stream_broke
        return self in (
            EndReason.CARRIER_SILENT,
            EndReason.CARRIER_STALLED,
            EndReason.CANCELLED,
            EndReason.CRASHED,
        )
