"""A call's record as JSON, for `GET /calls/{sid}` and `offhook calls show --json`."""

import msgspec

from offhook.engine.record.call_record import CallRecord


def in_short(record: CallRecord) -> dict[str, object]:
    """Who called, when, and how it ended, for the list of calls. What was said and collected is left out there."""
    summary = _ends_of(record)
    summary.pop("collected", None)
    return summary


def in_full(record: CallRecord) -> dict[str, object]:
    """The whole record."""
    parts = {"transcript": record.transcript, "turns": record.turns, "trace": record.trace}
    return _ends_of(record) | parts


def _ends_of(record: CallRecord) -> dict[str, object]:
    summary: dict[str, object] = msgspec.to_builtins(record.begun)
    over = msgspec.to_builtins(record.over) if record.over is not None else {"ended_at": None, "end_reason": None}
    if record.unreadable:
        over["error"] = f"damaged in the store and left out here: {', '.join(record.unreadable)}"
    returned = {"returned_s": record.returned_s} if record.returned_s else {}
    return summary | returned | over
