"""The record of a call: who called, when, how it ended, what was said, how long each step took, and the trace."""

from typing import Literal

import msgspec

from offhook.engine.decide.costs import Cost, Used
from offhook.engine.record.answered import AnsweredTurn
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import Entry
from offhook.engine.record.facts.fault import Fault
from offhook.engine.record.tools_used import ToolRecord

DROPPED_ENTRIES = Fault.ENTRIES_DROPPED.value
"""The fault that counts the entries that a record lacks."""


class CallBegun(msgspec.Struct, frozen=True):
    """The beginning of a record. `started_at` is in seconds since 1970 UTC."""

    call_sid: str
    stream_sid: str
    caller: str
    agent: str
    started_at: float
    carrier: str = ""  # its name; empty in records of older versions, as is the next
    carrier_call_id: str = ""
    path: Literal["stream", "recordings"] = "stream"
    """Whether the caller's audio comes as a stream, or one recording for each turn."""
    called: str = ""  # what the caller has dialled; empty in records of older versions


class TakenUp(msgspec.Struct, frozen=True):
    """What was used and answered in a stream whose process had not ended it when the call returned. It counts if that
    stream has no end of its own: the process may have been killed, or not have noticed by then that it broke."""

    stream_sid: str
    used: dict[str, Used]
    cost: Cost | None
    tools: tuple[ToolRecord, ...] = ()
    notes: tuple[str, ...] = ()
    answered: tuple[AnsweredTurn, ...] = ()


class CallOver(msgspec.Struct, frozen=True):
    """The end of a record."""

    ended_at: float
    end_reason: str
    transferred_to: str | None
    faults: dict[str, int]  # what was counted: restarts, bad messages, drops by name
    discarded: dict[
        str, int
    ] = {}  # drafts, the characters generated in them, and hedges: of the two that were asked, one
    collected: Collected | None = None  # None if the agent collects nothing, and in records of older versions
    used: dict[str, Used] = {}  # by service, such as "speaker.openai"; empty in records of older versions
    cost: Cost | None = None  # None without prices, and in records of older versions
    taken_up: tuple[TakenUp, ...] | msgspec.UnsetType = msgspec.UNSET  # only in what is stored of one stream
    tools: tuple[ToolRecord, ...] = ()  # what was decided, and what came of it
    notes: tuple[str, ...] = ()  # that the agent has taken
    language: str = ""  # the tag of the one that was set last; empty: the call was in the agent's own
    answered: tuple[AnsweredTurn, ...] = ()  # by the agent file; empty in records of older versions


def with_dropped(over: CallOver, entries: int) -> CallOver:
    """The same, with the number of dropped entries added to its faults."""
    if not entries:
        return over
    faults = over.faults | {DROPPED_ENTRIES: over.faults.get(DROPPED_ENTRIES, 0) + entries}
    return msgspec.structs.replace(over, faults=dict(sorted(faults.items())))


class TurnRecord(msgspec.Struct, frozen=True):
    """The instants of one turn, in seconds since the call began."""

    turn: int
    times: dict[str, float]


class CallRecord(msgspec.Struct, frozen=True):
    """A whole call, or one stream of it; as `GET /calls/{sid}` answers it."""

    begun: CallBegun
    over: CallOver | None  # None while the call goes on
    transcript: list[Entry]
    turns: list[TurnRecord]
    trace: CallTrace | None = None  # None while the call goes on, and in records of older versions
    returned_s: tuple[float, ...] = ()
    """When the call returned in another stream, in seconds since it began."""
    unreadable: tuple[str, ...] = ()
    """The stored parts that cannot be read, because the file was changed or damaged."""


RecordPart = CallBegun | Entry | TurnRecord | CallTrace | CallOver
"""The parts of a record, in the order in which they are written."""
