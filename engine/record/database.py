"""Call records in SQLite, through SQLAlchemy Core. Synchronous; one thread at a time.

Errors are raised as `DatabaseError`, in our words (`engine/record/database_error.py`).
"""

import math
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar, assert_never

import msgspec
from sqlalchemy import Connection, Engine, bindparam, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from offhook.engine.host.private_files import make_private, narrow, refuse_strangers
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, RecordPart, TurnRecord, with_dropped
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.database_error import DatabaseError, errors_of, is_of_one_part, why
from offhook.engine.record.outbox import Ending, put
from offhook.engine.record.record_tables import (
    NotOurs,
    are_complete,
    begun_calls,
    called_numbers,
    calls,
    carriers,
    entries,
    has_returned,
    make_missing,
    paths,
    returns,
    traces,
    turns,
)
from offhook.engine.record.sqlite_file import COMPANIONS, engine_of, identity, is_held, switch_to_wal
from offhook.engine.record.stored_call import stored_call
from offhook.engine.record.unwanted import Unwanted, delete_some

T = TypeVar("T")

MEMORY = ":memory:"
LOCKED_WITHIN_S = 0.25  # how long a read, or a batch of writes, waits for it: the batch can be tried again
# Put together once: for each row that took longer than SQLite takes to write it.
_CALL = select(calls).where(calls.c.id == bindparam("number"))
_ENTRY, _TURN, _TRACE = insert(entries), insert(turns), insert(traces)
_leaving = threading.Lock()
_here: "weakref.WeakSet[Database]" = weakref.WeakSet()
"""All of this process."""


class CallParts(msgspec.Struct, frozen=True):
    """What is to be written of one call. `call_id` is the number that its record got when it was begun."""

    begun: CallBegun
    parts: Sequence[RecordPart]
    call_id: int | None = None
    stream_before: str | None = None
    """The stream of the call that broke before this one began; None if this is its first."""
    ending: Ending = Ending()
    """Who is told when its end is written."""


class Written(msgspec.Struct, frozen=True):
    """The result: the number of the record, or None if it has none, and the errors of the parts that failed."""

    call_id: int | None
    failures: tuple[str, ...] = ()
    has_end: bool = False
    """Whether the end of the call was written."""


class Notice(msgspec.Struct, frozen=True):
    """Something about the file that the operator should know."""

    event: str
    path: str
    error: str | None = None


class Database:
    """One open SQLite file, with one connection. It is opened at once, so that no call waits for it.

    The file may be moved, deleted or replaced while it is open. That is checked before each use, because SQLite goes on
    writing to a deleted file as if nothing had happened. A database that `makes_file` reports it in `notices`.
    """

    def __init__(self, path: str, *, makes_file: bool = True) -> None:
        self.path = path
        self.in_memory = path == MEMORY
        self.notices: list[Notice] = []
        self._makes_file = makes_file
        self._file: tuple[int, int] | None = None
        self._beside: list[tuple[int, int] | None] = []
        self._engine: Engine | None = None
        self._in_use = threading.Lock()
        if not path:
            raise DatabaseError(f"store.path = '': name a file, or {MEMORY!r} to keep nothing", "no name")
        if path.endswith(os.sep):  # a file without the slash would be made, and then not opened
            text = f"store.path = {path!r}: is the name of a directory; name a file that can be written"
            raise DatabaseError(text, "a directory")
        with errors_of(path):
            self._open()
        with _leaving:
            _here.add(self)

    def write(self, batch: Sequence[CallParts]) -> list[Written]:
        """Write in one transaction. It waits at most `LOCKED_WITHIN_S` for another program's lock.

        A part that cannot be stored does not affect the others. Raises DatabaseError if nothing was written.
        """
        with self._connected() as connection:
            assert connection is not None
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            written = [_write_call(connection, call) for call in batch]
            connection.commit()
            return written

    def write_end(self, end: CallParts) -> bool:
        """Write the end of a call as that of one more stream, unless its last stream has one by now, or the call has
        returned. Returns whether it was written. Raises DatabaseError."""
        last = (calls.c.stream_sid == end.stream_before) & or_(calls.c.over.is_not(None), has_returned())
        known = last | (calls.c.stream_sid == end.begun.stream_sid)
        with self._connected() as connection:
            assert connection is not None
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            asked = select(calls.c.id).where(calls.c.call_sid == end.begun.call_sid, known)
            if connection.execute(asked).first() is not None:
                connection.rollback()
                return False
            written = _write_call(connection, end)
            connection.commit()
            return written.has_end

    def recent(self, limit: int) -> list[CallRecord]:
        """The newest calls, without transcripts, timings and traces. Raises DatabaseError."""
        with self._connected() as connection:
            if connection is None:
                return []
            last_streams = begun_calls.where(~has_returned()).order_by(calls.c.id.desc()).limit(limit)
            rows = connection.execute(last_streams).all()
            return [stored_call(connection, row, whole=False) for row in rows]

    def find(self, sid: str, *, whole: bool = True) -> CallRecord | None:
        """The newest call with this CallSid or StreamSid; `whole`: with all its parts. Raises DatabaseError."""
        matches = (calls.c.call_sid == sid) | (calls.c.stream_sid == sid)
        with self._connected() as connection:
            if connection is None:
                return None
            connection.exec_driver_sql("BEGIN")  # so that all parts are read in the same state of the file
            row = connection.execute(begun_calls.where(matches).order_by(calls.c.id.desc()).limit(1)).first()
            if row is None:
                return None
            return stored_call(connection, row, whole=whole)

    def is_complete(self, begun: CallBegun, *, before: float = math.inf) -> bool:
        """Whether the record of this stream has its end, and that is before this time (in seconds since 1970 UTC).
        Raises DatabaseError."""
        call = (
            (calls.c.call_sid == begun.call_sid)
            & (calls.c.stream_sid == begun.stream_sid)
            & (calls.c.started_at == begun.started_at)
        )
        with self._connected() as connection:
            if connection is None:
                return False
            ended = select(calls.c.id).where(call, calls.c.over.is_not(None), calls.c.ended_at < before)
            return connection.execute(ended).first() is not None

    def delete(self, unwanted: Unwanted, limit: int) -> int:
        """Delete the oldest `limit` of these calls; returns how many. Raises DatabaseError if none was deleted."""
        with self._connected() as connection:
            return 0 if connection is None else delete_some(connection, unwanted, limit)

    def with_outbox(self, work: Callable[[Connection], T]) -> T:
        """Carry out one of `engine/record/outbox.py`. Raises DatabaseError."""
        with self._connected() as connection:
            if connection is None:
                raise DatabaseError(f"store.path = {self.path!r}: there is no such file", "no file")
            return work(connection)

    def put_in_order(self) -> None:
        """Empty the -wal file, which may still hold deleted data, unless another connection reads it: then SQLite
        overwrites the data later. Raises DatabaseError."""
        with self._connected() as connection:
            if connection is not None:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    # Which file.

    @contextmanager
    def _connected(self) -> Iterator[Connection | None]:
        """A connection to the file that has this name now; None if there is none and this database makes no file."""
        with errors_of(self.path), self._in_use:
            if self._engine is not None and not self.in_memory and self._is_lost():
                with _leaving:
                    self._leave_lost_file()
            if self._engine is None:
                self._open()
            if self._engine is None:
                yield None
                return
            try:
                with self._engine.connect() as connection:
                    yield connection
            except (SQLAlchemyError, sqlite3.Error) as exc:
                if not self.in_memory and not is_held(exc):
                    self.close()  # the next use opens the file anew, and checks all its tables
                raise

    def _is_lost(self) -> bool:
        """Whether another file has the name now; or the file was gone for a while, and another connection then removed
        the -wal file that this one writes to."""
        if identity(self.path) != self._file:
            return True
        return any(was not in (None, now) for was, now in zip(self._beside, self._companions(), strict=True))

    def _companions(self) -> list[tuple[int, int] | None]:
        return [identity(f"{self.path}{companion}") for companion in COMPANIONS]

    def _leave_lost_file(self) -> None:
        """Close all connections of this process together: SQLite would let a new one share the memory of one that is
        still open, which other processes do not see. Raises DatabaseError if one of them is busy."""
        with ExitStack() as stack:
            here = [other for other in _here if other is not self and other._file == self._file]
            for other in here:
                if not other._in_use.acquire(timeout=LOCKED_WITHIN_S):
                    raise DatabaseError(f"store.path = {self.path!r}: the file was replaced meanwhile", "SQLITE_BUSY")
                stack.callback(other._in_use.release)
            self._remove_companions()
            for one in (self, *here):
                if one._makes_file and one._engine is not None:
                    event = "records file was moved, deleted or replaced: another one is opened"
                    one.notices.append(Notice(event, self.path))
                one.close()

    def _remove_companions(self) -> None:
        assert self._engine is not None
        with suppress(SQLAlchemyError), self._engine.connect() as connection:
            # If somebody moved the file to keep it, it then holds everything, also what was only in the -wal file.
            connection.exec_driver_sql("PRAGMA wal_checkpoint")
        # A -wal file that is left belongs to the old file, and SQLite would write it into the new one ("How To
        # Corrupt", section 1.4). But another worker may have opened the new file already, and then it belongs to
        # that. It is checked before closing, because a free inode number may be given to another file.
        for was, now, companion in zip(self._beside, self._companions(), COMPANIONS, strict=True):
            if was is not None and now == was:
                os.unlink(f"{self.path}{companion}")

    def _open(self) -> None:
        """Raises DatabaseError for a file that is not ours, and whatever SQLite raises."""
        if not self.in_memory:
            if self._makes_file:
                # SQLite takes what lies beside the file for its own, so that counts too.
                for companion in ("", *COMPANIONS):
                    refuse_strangers(Path(f"{self.path}{companion}"))
                make_private(Path(os.path.realpath(self.path)))  # a link may point to a file that does not exist yet
            self._file = identity(self.path)  # before opening, so that a replacement meanwhile is noticed
            if self._file is None and not self._makes_file:
                return
        engine = engine_of(self.path)
        try:
            with engine.connect() as connection:
                self._prepare(connection)
        except Exception:  # it is raised again, after the connection is closed
            engine.dispose()
            raise
        self._engine = engine
        self._beside = self._companions()

    def _prepare(self, connection: Connection) -> None:
        try:
            complete = are_complete(connection)
        except NotOurs as exc:
            raise DatabaseError(f"store.path = {self.path!r}: {exc}", "not ours") from exc
        # WAL: a reader never blocks writing a record. NORMAL: a power cut loses at most the last moments.
        switch_to_wal(connection)
        connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only given up
        if not complete:
            make_missing(connection)
        connection.exec_driver_sql(f"PRAGMA busy_timeout={LOCKED_WITHIN_S * 1000:.0f}")
        if not self.in_memory and self._makes_file:
            self._keep_private()

    def _keep_private(self) -> None:
        """Set the mode to 0600: older versions made files, and SQLite its -wal and -shm, that everybody could read."""
        for name in (f"{self.path}{companion}" for companion in ("", *COMPANIONS)):
            try:
                if narrow(Path(name)):
                    self.notices.append(Notice("records file could be read by others: now by its owner only", name))
            except FileNotFoundError:
                continue
            except OSError as exc:
                self.notices.append(Notice("records file can be read by others: set its mode to 0600", name, why(exc)))


def _write_call(connection: Connection, call: CallParts) -> Written:
    failures: list[str] = []
    call_id = call.call_id if _is_there(connection, call) else None
    if call_id is None:
        with _may_fail(failures):
            call_id = _begin(connection, call)
    if call_id is None:
        return Written(None, tuple(failures) * (1 + len(call.parts)))  # without its beginning, no part can be stored
    has_end = False
    for part in call.parts:
        with _may_fail(failures):
            _add(connection, call_id, with_dropped(part, len(failures)) if isinstance(part, CallOver) else part)
            if isinstance(part, CallOver):
                put(connection, call_id, call.begun, call.ending, part.ended_at)
            has_end = has_end or isinstance(part, CallOver)
    return Written(call_id, tuple(failures), has_end)


@contextmanager
def _may_fail(failures: list[str]) -> Iterator[None]:
    """SQLite undoes the one statement that failed, and the transaction goes on (sqlite.org/lang_conflict.html)."""
    try:
        yield
    except Exception as exc:
        if not is_of_one_part(exc):
            raise
        failures.append(why(exc))


def _is_there(connection: Connection, call: CallParts) -> bool:
    """Whether the record is in the file. In a file that replaced ours the number may be another call's, or unused."""
    if call.call_id is None:
        return False
    begun = call.begun
    row = connection.execute(_CALL, {"number": call.call_id}).first()
    return row is not None and (row.call_sid, row.stream_sid, row.started_at) == (
        begun.call_sid,
        begun.stream_sid,
        begun.started_at,
    )


def _begin(connection: Connection, call: CallParts) -> int:
    values = msgspec.structs.asdict(call.begun)
    path, called = values.pop("path"), values.pop("called")
    of_carrier = {column.name: values.pop(column.name) for column in carriers.c if column.name in values}
    key = connection.execute(insert(calls).values(**values)).inserted_primary_key
    assert key is not None
    # What is left of another call with this number, in a file whose tables were dropped, must not lose this one.
    connection.execute(insert(carriers).prefix_with("OR REPLACE").values(call_id=key[0], **of_carrier))
    if path != "stream":
        connection.execute(insert(paths).prefix_with("OR REPLACE").values(call_id=key[0], path=path))
    if called:
        connection.execute(insert(called_numbers).prefix_with("OR REPLACE").values(call_id=key[0], called=called))
    if call.stream_before is not None:
        of_return = insert(returns).prefix_with("OR REPLACE")
        connection.execute(of_return.values(call_id=key[0], stream_before=call.stream_before))
    return int(key[0])


def _add(connection: Connection, call_id: int, part: RecordPart) -> None:
    stored = msgspec.json.encode(part).decode()
    match part:
        case CallerSaid() | AgentSaid():
            connection.execute(_ENTRY, {"call_id": call_id, "entry": stored})
        case TurnRecord():
            connection.execute(_TURN, {"call_id": call_id, "times": stored})
        case CallTrace():
            connection.execute(_TRACE, {"call_id": call_id, "trace": stored})
        case CallOver():
            last = {"ended_at": part.ended_at, "end_reason": part.end_reason, "over": stored}
            connection.execute(update(calls).where(calls.c.id == call_id).values(**last))
        case CallBegun():
            raise AssertionError("a call begins once, with its record")
        case _:
            assert_never(part)
