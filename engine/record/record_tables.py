"""The tables of call records, and the check that a file has them.

A file is ours if it is empty or holds our tables. Nothing is changed before that is known: not its journal mode, not
its permissions, and not what another program keeps in it.

    NotOurs              the file belongs to another program; says how that was recognised, and what to do
"""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    exists,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

APPLICATION_ID = 0x4F66686B  # "Ofhk", in bytes 68 to 71 of the file (sqlite.org/fileformat2.html, 1.3)

metadata = MetaData()
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),  # our own: a carrier may name the same call in two streams
    Column("call_sid", String, index=True, nullable=False),
    Column("stream_sid", String, index=True, nullable=False),
    Column("caller", String, nullable=False),
    Column("agent", String, nullable=False),
    Column("started_at", Float, nullable=False),
    Column("ended_at", Float),
    Column("end_reason", String),
    Column("over", String),
)
entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), index=True, nullable=False),
    Column("entry", String, nullable=False),
)
turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), index=True, nullable=False),
    Column("times", String, nullable=False),
)
# Tables of their own, not columns of `calls`: so a file of an older version gets them when it is opened.
carriers = Table(
    "carriers",
    metadata,
    # An older version, which does not know this table, may delete the call.
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("carrier", String, nullable=False),
    Column("carrier_call_id", String, nullable=False),
)
paths = Table(
    "paths",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("path", String, nullable=False),
)
"""Of calls that were recorded turn by turn."""
called_numbers = Table(
    "called_numbers",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("called", String, nullable=False),
)
"""What callers have dialled. Calls that an older version has written are not in it."""
traces = Table(
    "traces",
    metadata,
    Column("call_id", ForeignKey("calls.id"), primary_key=True),
    Column("trace", String, nullable=False),
)


# The streams of calls that have returned, except the first of each.
returns = Table(
    "returns",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("stream_before", String, index=True, nullable=False),
)
# Messages about the ends of calls; engine/record/outbox.py.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), index=True, nullable=False),
    Column("hook", String, index=True, nullable=False),
    Column("message_id", String, nullable=False),
    Column("next_at", Float),
    Column("tries", Integer, nullable=False, default=0),
    Column("error", String, nullable=False, default=""),
    Column("lease", String, nullable=False, default=""),
    Column("leased_until", Float, nullable=False, default=0.0),
)
MOST_STREAMS = 1000  # or requests of a recorded call
begun_calls = (
    select(calls, carriers.c.carrier, carriers.c.carrier_call_id, paths.c.path, called_numbers.c.called)
    .join_from(calls, carriers, isouter=True)
    .join_from(calls, paths, isouter=True)
    .join_from(calls, called_numbers, isouter=True)
)
"""How calls began. Those that an older version has written have no carrier."""


class NotOurs(Exception):
    """The file belongs to another program."""


def has_returned() -> ColumnElement[bool]:
    """Whether a row of `calls` is a stream after which the call has returned in another one."""
    later = calls.alias()
    return exists(
        select(returns.c.call_id).where(
            returns.c.stream_before == calls.c.stream_sid,
            returns.c.call_id == later.c.id,
            later.c.call_sid == calls.c.call_sid,
            later.c.id > calls.c.id,
        )
    )


def streams_of(connection: Connection, row: Row[tuple[object, ...]]) -> list[Row[tuple[object, ...]]]:
    """The rows of all streams of a call of which this is one, in order."""
    streams = [row]
    while len(streams) < MOST_STREAMS and (after := _stream_after(connection, streams[-1])) is not None:
        streams.append(after)
    while len(streams) < MOST_STREAMS and (before := _stream_before(connection, streams[0])) is not None:
        streams.insert(0, before)
    return streams


def _stream_after(connection: Connection, row: Row[tuple[object, ...]]) -> Row[tuple[object, ...]] | None:
    returned = begun_calls.join(returns, returns.c.call_id == calls.c.id)
    after = (returns.c.stream_before == row.stream_sid) & (calls.c.call_sid == row.call_sid) & (calls.c.id > row.id)
    return connection.execute(returned.where(after).order_by(calls.c.id.desc()).limit(1)).first()


def _stream_before(connection: Connection, row: Row[tuple[object, ...]]) -> Row[tuple[object, ...]] | None:
    stream = select(returns.c.stream_before).where(returns.c.call_id == row.id).scalar_subquery()
    before = (calls.c.stream_sid == stream) & (calls.c.call_sid == row.call_sid) & (calls.c.id < row.id)
    return connection.execute(begun_calls.where(before).order_by(calls.c.id.desc()).limit(1)).first()


def are_complete(connection: Connection) -> bool:
    """Whether all tables exist; files of older versions lack one, new files lack all. Raises NotOurs."""
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if owner not in (0, APPLICATION_ID):
        raise NotOurs(f"it is marked as another program's (application_id {owner}); name another file")
    found = _found(connection)
    ours = [name for name in metadata.tables if name in found]
    if found and not ours:
        named = ", ".join(sorted(found)[:3])
        raise NotOurs(f"it has tables of another program ({named}) and none of ours; name another file")
    for name in ours:
        _check_columns(connection, name, found)
    return len(ours) == len(metadata.tables)


def make_missing(connection: Connection) -> None:
    """Make missing tables, under a lock: two workers may open a new file at the same moment."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    found = _found(connection)
    for name, statements in _statements().items():
        for statement in statements if name not in found else ():
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.commit()


@cache
def _statements() -> Mapping[str, Sequence[str]]:
    """What makes each table with its indexes, in words of SQLite: putting it into words takes longer than making it."""
    made: dict[str, Sequence[str]] = {}
    for table in metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        wanted: list[ExecutableDDLElement] = [CreateTable(table), *map(CreateIndex, indexes)]
        made[table.name] = [str(each.compile(dialect=sqlite.dialect())) for each in wanted]
    return made


def _found(connection: Connection) -> Mapping[str, str]:
    """The tables and views in the file, and which of the two each is."""
    rows = connection.exec_driver_sql(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"
    )
    return {str(name): str(kind) for name, kind in rows}


def _check_columns(connection: Connection, name: str, found: Mapping[str, str]) -> None:
    wanted = [column.name for column in metadata.tables[name].columns]
    has = {row.name: row for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")}
    lacking = [column for column in wanted if column not in has]
    if found[name] != "table" or lacking:
        what = f"no column {', '.join(lacking)}" if lacking else "what is not a table"
        raise NotOurs(f"its table {name!r} is not ours, it has {what}; name another file")
    needed = [row.name for row in has.values() if row.name not in wanted and row.notnull and row.dflt_value is None]
    if needed:
        raise NotOurs(f"its table {name!r} is not ours, it must have a value in {', '.join(needed)}; name another file")
