"""What remains of a call: who, when, how it ended, what was said, how long each step took, what it sounded like."""

import msgspec

from engine.call_trace import CallTrace
from engine.conversation import Entry


class CallBegun(msgspec.Struct, frozen=True):
    """The first line of a record. `started_at` is in seconds since 1970 UTC."""

    call_sid: str
    stream_sid: str
    caller: str
    agent: str
    started_at: float


class CallOver(msgspec.Struct, frozen=True):
    """The last line of a record."""

    ended_at: float
    end_reason: str
    transferred_to: str | None
    faults: dict[str, int]  # what was counted: restarts, bad messages, drops by name
    discarded: dict[str, int] = {}  # drafts that were in vain, and the characters thought of in them


class TurnRecord(msgspec.Struct, frozen=True):
    """The instants of one turn, in seconds since the call began."""

    turn: int
    times: dict[str, float]


class CallRecord(msgspec.Struct, frozen=True):
    """A whole call, as `GET /calls/{sid}` answers it."""

    begun: CallBegun
    over: CallOver | None  # None while the call goes on
    transcript: list[Entry]
    turns: list[TurnRecord]
    trace: CallTrace | None = None  # None while the call goes on, and of calls that an older version recorded
