"""Makes a call's record from its rows. A damaged part is left out, and named in `unreadable`."""

import math
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from sqlalchemy.engine import Row

from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TurnRecord
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.conversation import Entry, first_sound

T = TypeVar("T")


def record_of(
    row: Row[tuple[object, ...]],
    entries: Sequence[object] = (),
    turns: Sequence[object] = (),
    trace: object = None,
) -> CallRecord:
    """The record of a stream as far as it can be read; `unreadable` names the rest."""
    reading = _Reading()
    begun = CallBegun(
        call_sid=reading.text("call_sid", row.call_sid),
        stream_sid=reading.text("stream_sid", row.stream_sid),
        caller=reading.text("caller", row.caller),
        agent=reading.text("agent", row.agent),
        started_at=reading.number("started_at", row.started_at),
        carrier=reading.text("carrier", row.carrier or ""),
        carrier_call_id=reading.text("carrier_call_id", row.carrier_call_id or ""),
        path="stream" if row.path is None else "recordings",
        called=reading.text("called", row.called or ""),
    )
    return CallRecord(
        begun=begun,
        over=None if row.over is None else reading.decode("the end", row.over, CallOver),
        # Entries were written as they became known. In older records `at_s` is that time, so the order stays.
        transcript=sorted(reading.decode_all("transcript", entries, Entry), key=first_sound),  # type: ignore[arg-type]  # a union of types
        turns=reading.decode_all("turns", turns, TurnRecord),
        trace=None if trace is None else reading.decode("the trace", trace, CallTrace),
        unreadable=tuple(reading.unreadable),
    )


class _Reading:
    """Reads one record, and notes what is unreadable."""

    def __init__(self) -> None:
        self.unreadable: list[str] = []

    def text(self, column: str, value: object) -> str:
        if isinstance(value, str):
            return value
        self.unreadable.append(column)
        return ""

    def number(self, column: str, value: object) -> float:
        if isinstance(value, (int, float)) and math.isfinite(value):
            return float(value)
        self.unreadable.append(column)
        return 0.0

    def decode(self, what: str, stored: object, kind: type[T]) -> T | None:
        decoded = _decoded(stored, kind)
        if decoded is None:
            self.unreadable.append(what)
        return decoded

    def decode_all(self, what: str, stored: Sequence[object], kind: type[T]) -> list[T]:
        decoded = [one for one in (_decoded(each, kind) for each in stored) if one is not None]
        if len(decoded) < len(stored):
            self.unreadable.append(f"{len(stored) - len(decoded)} of {len(stored)} in the {what}")
        return decoded


def _decoded(stored: object, kind: type[T]) -> T | None:
    if not isinstance(stored, (str, bytes)):
        return None
    try:
        return msgspec.json.decode(stored, type=kind)
    except (ValueError, RecursionError):  # of which msgspec's own are the first
        return None
