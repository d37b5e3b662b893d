"""Reads whole calls from the tables: all streams of a call, each with all its parts."""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, select

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.record_tables import entries, streams_of, traces, turns
from offhook.engine.record.stored_record import record_of
from offhook.engine.record.whole_record import whole_record


def stored_call(connection: Connection, row: Row[tuple[object, ...]], *, whole: bool = True) -> CallRecord:
    """The record of the call of which this row is a stream; `whole`: with all its parts."""
    streams = streams_of(connection, row)
    return whole_record([record_of(each, *(_parts(connection, each.id) if whole else ())) for each in streams])


def _parts(connection: Connection, call_id: int) -> tuple[Sequence[object], Sequence[object], object]:
    said = connection.execute(select(entries.c.entry).where(entries.c.call_id == call_id).order_by(entries.c.id))
    timed = connection.execute(select(turns.c.times).where(turns.c.call_id == call_id).order_by(turns.c.id))
    trace = connection.execute(select(traces.c.trace).where(traces.c.call_id == call_id))
    return list(said.scalars()), list(timed.scalars()), trace.scalar()
