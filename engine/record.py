"""What remains of a call: who, when, how it ended, what was said, how long each step took, what it sounded like."""

import msgspec

from offhook.engine.call_trace import CallTrace
from offhook.engine.collected import Collected
from offhook.engine.conversation import Entry

DROPPED_ENTRIES = "record entries dropped"
"""Under this name a record counts what of it was not stored."""


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
    collected: Collected | None = None  # None where the agent collects nothing, and in records of older versions


def with_dropped(over: CallOver, entries: int) -> CallOver:
    """The same, and so many entries of the record were dropped: more came than could be stored."""
    if not entries:
        return over
    faults = over.faults | {DROPPED_ENTRIES: over.faults.get(DROPPED_ENTRIES, 0) + entries}
    return msgspec.structs.replace(over, faults=dict(sorted(faults.items())))


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
    unreadable: tuple[str, ...] = ()
    """The parts that are stored and cannot be read: somebody has changed or damaged the file."""


RecordPart = CallBegun | Entry | TurnRecord | CallTrace | CallOver
"""What a record is made of, in the order in which it is written."""
