"""Reads the record for a picture from a file with the answer of `GET /calls/{sid}`, or from the store.

RecordNotFound               there is no such file or call, or it is not a record; the message says what to do
"""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from offhook.engine.host.text_file import UnreadableFile, decoded
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TurnRecord
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.conversation import Entry
from offhook.engine.record.database_error import DatabaseError
from offhook.reports.stored_call import NoStore, find_stored

LONGEST_CALL_S = 100_000.0  # limits.call_s is a day at most
LAST_DAY_S = 253_402_300_799.0  # 31 December 9999, the last day of Python's calendar


class RecordNotFound(Exception):
    """There is no call to draw; the message says what to do."""


class _Parts(msgspec.Struct):
    """The rest of the answer, which also has all fields of CallBegun and CallOver."""

    transcript: list[Entry]
    turns: list[TurnRecord]
    ended_at: float | None = None
    trace: CallTrace | None = None


def find_record(name: str, store_path: Callable[[], str]) -> CallRecord:
    """Find it as a file or, if there is none, by CallSid or StreamSid in the store. Raises RecordNotFound."""
    path = Path(name)
    if os.path.isfile(name):
        return read_record(path)
    if path.suffix or len(path.parts) > 1:
        raise RecordNotFound(f"{name}: there is no such file; save the answer of GET /calls/CALLSID, or name a CallSid")
    return _checked(name, _stored_record(name, store_path()))


def read_record(path: Path) -> CallRecord:
    """Read a file with the answer of `GET /calls/{sid}`. Raises RecordNotFound."""
    try:
        answer = decoded(path.read_bytes())
        parts = msgspec.json.decode(answer, type=_Parts)
        begun = msgspec.json.decode(answer, type=CallBegun)
        over = None if parts.ended_at is None else msgspec.json.decode(answer, type=CallOver)
    except OSError as exc:
        raise RecordNotFound(f"{path}: {exc.strerror}; name a file that can be read") from exc
    except (msgspec.DecodeError, UnreadableFile) as exc:
        raise RecordNotFound(f"{path}: not a record of a call ({exc}); save the answer of GET /calls/CALLSID") from exc
    return _checked(str(path), CallRecord(begun, over, parts.transcript, parts.turns, parts.trace))


def _checked(name: str, record: CallRecord) -> CallRecord:
    """The record, if its times are possible: others cannot be drawn. Raises RecordNotFound."""
    begun, over, trace = record.begun, record.over, record.trace
    lasted = over.ended_at - begun.started_at if over is not None else 0.0  # below zero if the clock was set back
    for what, value, least, most in (
        ("started_at", begun.started_at, 0.0, LAST_DAY_S),
        ("ended_at - started_at", lasted, -LAST_DAY_S, LONGEST_CALL_S),
        ("trace.seconds", trace.seconds if trace is not None else 0.0, -LONGEST_CALL_S, LONGEST_CALL_S),
    ):
        if not least <= value <= most:
            raise RecordNotFound(f"{name}: not a record of a call: {what} = {value:g} is impossible; name another file")
    return record


def _stored_record(sid: str, store_path: str) -> CallRecord:
    try:
        record = find_stored(sid, store_path)
    except NoStore as exc:
        raise RecordNotFound(
            f"{sid}: no such file, and {exc}; or save the answer of GET /calls/CALLSID and name that file"
        ) from exc
    except DatabaseError as exc:
        raise RecordNotFound(f"{sid}: {exc}") from exc
    if record is None:
        raise RecordNotFound(
            f"{sid}: no file and no call with that SID in {store_path}; GET /calls lists the recent ones"
        )
    return record
