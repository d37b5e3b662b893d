"""Reads one call from the records file, even while a server writes to it.

NoStore                  there is no such file; the message says which, and what to do
"""

import os

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database import MEMORY, Database


class NoStore(Exception):
    """The records file that the settings name does not exist."""


def newest_stored(path: str, last: int) -> list[CallRecord]:
    """The newest calls that are over, with all their parts. Raises NoStore, or DatabaseError if they cannot be read."""
    database = _opened(path)
    try:
        sids = [record.begun.stream_sid for record in database.recent(last) if record.over is not None]
        return [record for sid in sids if (record := database.find(sid)) is not None]
    finally:
        database.close()


def stored_since(path: str, began: float, agent: str, most: int) -> list[CallRecord]:
    """The calls that are over and began then or later, in seconds since 1970 UTC, with all their parts; those of one
    agent if it is named. At most so many, the newest. Raises NoStore, or DatabaseError if they cannot be read."""
    database = _opened(path)
    try:
        begun = [record.begun for record in database.recent(most) if record.over is not None]
        sids = [each.stream_sid for each in begun if each.started_at >= began and agent in ("", each.agent)]
        return [record for sid in sids if (record := database.find(sid)) is not None]
    finally:
        database.close()


def find_stored(sid: str, path: str) -> CallRecord | None:
    """The newest call with this CallSid or StreamSid. Raises NoStore, or DatabaseError if it cannot be read."""
    database = _opened(path)
    try:
        return database.find(sid)
    finally:
        database.close()


def _opened(path: str) -> Database:
    """Raises NoStore."""
    if path == MEMORY:
        raise NoStore(f"store.path = {MEMORY!r}: calls are kept in memory only; ask the server, GET /calls/SID")
    if not os.path.isfile(path):  # opening a file that does not exist would create it
        raise NoStore(f"no records file at store.path = {path!r}; run this where the server runs, with its settings")
    return Database(path, makes_file=False)
