"""What became of one caller: from what was heard on the wire, and from the call's record. Pure."""

import enum
from collections.abc import Mapping, Sequence

import msgspec

from bench.day.call_log import CallLog, Ending

LONGEST_SILENCE_S = 8.0
"""`floor.thinking_s` is 6 s: after it the agent asks the caller to say it again. The rest is the end of the turn, and
the voice's own deadlines."""
LATE_S = 3.0
"""Longer than any single service's deadline lets a caller wait (docs/faults.md); counted, and no broken promise."""
_APOLOGY, _GOODBYE = "sorry", "goodbye"
_LAST_WORDS_UNSAID = ("caller hung up", "agent hung up", "transferred")


class Verdict(enum.Enum):
    """One of these for each call."""

    ANSWERED = "answered"
    APOLOGISED = "answered with an apology, or asked again"
    TRANSFERRED = "put through"
    BUSY = "busy signal"
    FALLBACK = "carrier's fallback"
    LEFT = "hung up before an answer was due"
    SILENCE = "heard nothing for too long"
    CUT_OFF = "cut off"


BROKEN = (Verdict.SILENCE, Verdict.CUT_OFF)
"""Nobody may be left like that."""


class Said(msgspec.Struct, frozen=True):
    """An entry of the transcript."""

    who: str
    text: str = ""


class Record(msgspec.Struct, frozen=True):
    """What is used of a call's record."""

    end_reason: str | None = None
    transcript: Sequence[Said] = ()
    used: Mapping[str, Mapping[str, float]] = {}
    faults: Mapping[str, int] = {}
    returned_s: Sequence[float] = ()


def verdict(log: CallLog, record: Record | None) -> Verdict:
    """`record` is None for a call that never had a stream, and for one that the server does not know."""
    match log.ending:
        case Ending.TRANSFER:
            return Verdict.TRANSFERRED
        case Ending.BUSY:
            return Verdict.BUSY
        case Ending.UNREACHABLE:
            return Verdict.FALLBACK
        case Ending.LOST | None:
            return Verdict.CUT_OFF
        case Ending.SERVER if not _said_goodbye(record):
            return Verdict.CUT_OFF
        case Ending.SERVER | Ending.CALLER:
            pass
    if log.longest_wait_s > LONGEST_SILENCE_S:
        return Verdict.SILENCE
    if record is not None and any(_APOLOGY in each.text.lower() for each in _agent(record)):
        return Verdict.APOLOGISED
    answered = any(wait.heard_at is not None for wait in log.waits[1:])
    return Verdict.ANSWERED if answered or log.ending is Ending.SERVER else Verdict.LEFT


def _agent(record: Record) -> list[Said]:
    return [each for each in record.transcript if each.who == "agent"]


def _said_goodbye(record: Record | None) -> bool:
    """Whether the caller heard why the call ended."""
    if record is None:
        return False
    if record.end_reason in _LAST_WORDS_UNSAID:
        return True
    said = _agent(record)
    last = said[-1].text.lower() if said else ""
    return _GOODBYE in last or _APOLOGY in last
