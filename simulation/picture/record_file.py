"""Where a picture's record comes from: a file that holds the answer of `GET /calls/{sid}`, or the store.

RecordNotFound               nothing there, or nothing that is a record; names what was looked for, where, what to do
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from engine.call_trace import CallTrace
from engine.conversation import Entry
from engine.database import Database, DatabaseError
from engine.record import CallBegun, CallOver, CallRecord, TurnRecord

_LAST_YEAR_S = 253_402_300_799.0  # the end of 9999, the last year of a `datetime`
_LONGEST_S = 14 * 86_400.0  # `limits.call_s` ends calls after a day at most


class RecordNotFound(Exception):
    """There is no call to draw; the text says what to do."""


class _Parts(msgspec.Struct):
    """What the answer holds beside the first and last line of the record, which stand in it field by field."""

    transcript: list[Entry]
    turns: list[TurnRecord]
    ended_at: float | None = None
    trace: CallTrace | None = None


def find_record(name: str, store_path: Callable[[], str]) -> CallRecord:
    """By the name of a file, else by CallSid or StreamSid; only then is the store asked for. Raises RecordNotFound."""
    path = Path(name)
    if path.is_file():
        return read_record(path)
    if path.suffix or len(path.parts) > 1:
        raise RecordNotFound(f"{name}: there is no such file; save the answer of GET /calls/CALLSID, or name a CallSid")
    return _stored_record(name, store_path())


def read_record(path: Path) -> CallRecord:
    """A file as `GET /calls/{sid}` answers. Raises RecordNotFound."""
    try:
        answer = path.read_bytes()
        parts = msgspec.json.decode(answer, type=_Parts)
        begun = msgspec.json.decode(answer, type=CallBegun)
        over = None if parts.ended_at is None else msgspec.json.decode(answer, type=CallOver)
    except OSError as exc:
        raise RecordNotFound(f"{path}: {exc.strerror}; name a file that can be read") from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise RecordNotFound(f"{path}: no record of a call ({exc}); save the answer of GET /calls/CALLSID") from exc
    if not 0 <= begun.started_at <= _LAST_YEAR_S or (parts.trace is not None and parts.trace.seconds > _LONGEST_S):
        raise RecordNotFound(
            f"{path}: no record of a call (it began in no year that is written with four figures, or took weeks); "
            "save the answer of GET /calls/CALLSID"
        )
    return CallRecord(begun, over, parts.transcript, parts.turns, parts.trace)


def _stored_record(sid: str, store_path: str) -> CallRecord:
    if not Path(store_path).is_file():  # opening it would make it
        raise RecordNotFound(
            f"{sid}: no such file, and no store at store.path = {store_path!r} to look for a call of that name; "
            "run this where the server ran, or save the answer of GET /calls/CALLSID and name that file"
        )
    try:
        database = Database(store_path)
        try:
            record = database.find(sid)
        finally:
            database.close()
    except DatabaseError as exc:
        raise RecordNotFound(f"{sid}: {exc}") from exc
    if record is None:
        raise RecordNotFound(
            f"{sid}: no file and no call of that name in {store_path}; GET /calls lists the recent ones"
        )
    return record
