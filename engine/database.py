"""Call records in SQLite, through SQLAlchemy Core. Synchronous; one thread at a time.

DatabaseError                the file cannot be opened or written; names the path
"""

import sqlite3
import threading
from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from engine.call_trace import CallTrace
from engine.conversation import Entry
from engine.record import CallBegun, CallOver, CallRecord, TurnRecord

_WAL_TRIES, _WAL_PAUSE_S = 50, 0.02
LOCKED_WITHIN_S = 1.0  # how long a write waits for another process that holds the file

_metadata = MetaData()
_calls = Table(
    "calls",
    _metadata,
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
_entries = Table(
    "entries",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), index=True, nullable=False),
    Column("entry", String, nullable=False),
)
_turns = Table(
    "turns",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), index=True, nullable=False),
    Column("times", String, nullable=False),
)
# A table of its own, not a column of the calls: a file that an older version made gets it when it is opened.
_traces = Table(
    "traces",
    _metadata,
    Column("call_id", ForeignKey("calls.id"), primary_key=True),
    Column("trace", String, nullable=False),
)


class DatabaseError(Exception):
    """The store's file failed us."""


class Database:
    """One open SQLite file."""

    def __init__(self, path: str) -> None:
        # One connection, used by one thread at a time: opened now, so that no call ever waits for a file to open.
        self._engine: Engine = create_engine(
            f"sqlite:///{path}",
            poolclass=StaticPool,
            connect_args={"check_same_thread": False, "timeout": LOCKED_WITHIN_S},
        )
        event.listen(self._engine, "connect", _prepare)
        try:
            self._make_tables()
        except SQLAlchemyError as exc:
            raise DatabaseError(
                f"store.path = {path!r}: {exc.__cause__ or exc}; name a file that can be written"
            ) from exc

    def _make_tables(self) -> None:
        """What is missing. Two workers may start on a new file at the same moment: one makes them, the other waits."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _metadata.create_all(connection)
            connection.commit()

    def begin_call(self, begun: CallBegun) -> int:
        with self._engine.begin() as connection:
            key = connection.execute(insert(_calls).values(**msgspec.structs.asdict(begun))).inserted_primary_key
            assert key is not None
            return int(key[0])

    def add_entry(self, call_id: int, entry: Entry) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(_entries).values(call_id=call_id, entry=msgspec.json.encode(entry).decode()))

    def add_turn(self, call_id: int, turn: TurnRecord) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(_turns).values(call_id=call_id, times=msgspec.json.encode(turn).decode()))

    def add_trace(self, call_id: int, trace: CallTrace) -> None:
        """The one trace of a call, in one row."""
        with self._engine.begin() as connection:
            connection.execute(insert(_traces).values(call_id=call_id, trace=msgspec.json.encode(trace).decode()))

    def end_call(self, call_id: int, over: CallOver) -> None:
        values = {
            "ended_at": over.ended_at,
            "end_reason": over.end_reason,
            "over": msgspec.json.encode(over).decode(),
        }
        with self._engine.begin() as connection:
            connection.execute(update(_calls).where(_calls.c.id == call_id).values(**values))

    def recent(self, limit: int) -> list[CallRecord]:
        """The newest calls, without transcripts, timings and traces."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_calls).order_by(_calls.c.id.desc()).limit(limit)).all()
            return [_record(row, [], [], None) for row in rows]

    def find(self, sid: str) -> CallRecord | None:
        """The newest call with this CallSid or StreamSid."""
        matches = (_calls.c.call_sid == sid) | (_calls.c.stream_sid == sid)
        with self._engine.connect() as connection:
            row = connection.execute(select(_calls).where(matches).order_by(_calls.c.id.desc()).limit(1)).first()
            return None if row is None else _record(row, *_parts(connection, row.id))

    def close(self) -> None:
        self._engine.dispose()


def _parts(connection: Connection, call_id: int) -> tuple[list[str], list[str], str | None]:
    entries = connection.execute(select(_entries.c.entry).where(_entries.c.call_id == call_id).order_by(_entries.c.id))
    turns = connection.execute(select(_turns.c.times).where(_turns.c.call_id == call_id).order_by(_turns.c.id))
    trace = connection.execute(select(_traces.c.trace).where(_traces.c.call_id == call_id))
    return list(entries.scalars()), list(turns.scalars()), trace.scalar()


def _record(
    row: Row[tuple[object, ...]], entries: Sequence[str], turns: Sequence[str], trace: str | None
) -> CallRecord:
    return CallRecord(
        begun=CallBegun(row.call_sid, row.stream_sid, row.caller, row.agent, row.started_at),
        over=None if row.over is None else msgspec.json.decode(row.over, type=CallOver),
        transcript=[msgspec.json.decode(entry, type=Entry) for entry in entries],
        turns=[msgspec.json.decode(turn, type=TurnRecord) for turn in turns],
        trace=None if trace is None else msgspec.json.decode(trace, type=CallTrace),
    )


def _prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    cursor = connection.cursor()
    # WAL: a reader elsewhere never blocks a call's record; NORMAL: a power cut may lose the last moments, no more.
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _switch_to_wal(cursor: DBAPICursor) -> None:
    """The one statement that SQLite's own patience does not cover: another worker may be making it at this moment."""
    for tries_left in reversed(range(_WAL_TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            threading.Event().wait(_WAL_PAUSE_S)
