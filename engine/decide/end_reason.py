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
