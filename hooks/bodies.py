"""What is sent: a JSON object with `type`, `timestamp` and `data`, as the Standard Webhooks specification has it."""

from datetime import UTC, datetime

import msgspec

from offhook.engine.record.call_record import CallBegun, CallRecord
from offhook.engine.record.facts import Fact
from offhook.engine.record.record_json import in_full

CALL_ENDED, CALL_FACT, TEST = "call.ended", "call.fact", "test"
_LAST = 253_402_300_799.0
"""The end of the year 9999: a damaged record may name a time beyond it."""


def call_ended(record: CallRecord) -> bytes:
    """The record as `GET /calls/{sid}` answers it, without the trace, which is long and only good for pictures."""
    data = in_full(record)
    data.pop("trace")
    return _message(CALL_ENDED, record.begun.started_at if record.over is None else record.over.ended_at, data)


def call_fact(begun: CallBegun, fact: Fact) -> bytes:
    """The fact as the journal has it, and which call it is about."""
    data = {
        "call_sid": begun.call_sid,
        "stream_sid": begun.stream_sid,
        "caller": begun.caller,
        "agent": begun.agent,
        "fact": fact,
    }
    return _message(CALL_FACT, begun.started_at + fact.at_s, data)


def example(now: float) -> bytes:
    """An example: a call that has never taken place."""
    return _message(TEST, now, {"call_sid": "CA00000000000000000000000000000000", "says": "this is only a test"})


def _message(kind: str, at: float, data: object) -> bytes:
    when = datetime.fromtimestamp(min(max(at, 0.0), _LAST), UTC).replace(tzinfo=None)
    return msgspec.json.encode({"type": kind, "timestamp": f"{when.isoformat(timespec='milliseconds')}Z", "data": data})
