"""Deletes records: which ones, and the statements for it. A few calls at a time, each with all its parts."""

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, or_

from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.record_tables import (
    begun_calls,
    called_numbers,
    calls,
    carriers,
    entries,
    outbox,
    paths,
    returns,
    streams_of,
    traces,
    turns,
)


class Unwanted(msgspec.Struct, frozen=True):
    """Selects calls that meet all of these conditions; None is no condition. Times are in seconds since 1970 UTC."""

    sid: str | None = None  # CallSid or StreamSid
    caller: str | None = None
    begun_before: float | None = None

    def __post_init__(self) -> None:
        assert (self.sid, self.caller, self.begun_before) != (None, None, None), "that would be every call"

    def includes(self, begun: CallBegun) -> bool:
        """The same question about a call that is not looked up in the store."""
        return (
            self.sid in (None, begun.call_sid, begun.stream_sid)
            and self.caller in (None, begun.caller)
            and (self.begun_before is None or begun.started_at < self.begun_before)
        )


def delete_some(connection: Connection, unwanted: Unwanted, limit: int) -> int:
    """Delete the oldest `limit` of them in one transaction, each with all its streams. Returns how many calls that
    were; 0 if no more are left.

    They are looked up before the file is locked, because that takes longer the more calls there are."""
    wanted = begun_calls.where(_condition(unwanted)).order_by(calls.c.id).limit(limit)
    found = [streams_of(connection, row) for row in connection.execute(wanted).all()]
    if not found:
        return 0
    numbers = {stream.id for streams in found for stream in streams}
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    for part in (carriers, paths, called_numbers, returns, entries, turns, traces, outbox):
        connection.execute(delete(part).where(part.c.call_id.in_(numbers)))
    connection.execute(delete(calls).where(calls.c.id.in_(numbers)))
    connection.commit()
    return len({streams[0].id for streams in found})


def _condition(unwanted: Unwanted) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = []
    if unwanted.sid is not None:
        asked.append(or_(calls.c.call_sid == unwanted.sid, calls.c.stream_sid == unwanted.sid))
    if unwanted.caller is not None:
        asked.append(calls.c.caller == unwanted.caller)
    if unwanted.begun_before is not None:
        asked.append(calls.c.started_at < unwanted.begun_before)
    return and_(*asked)
