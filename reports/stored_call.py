"""Reads one call from the records file, even while a server writes to it.

NoStore                  there is no such file; the message says which, and what to do
"""

import os

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database import MEMORY, Database


class NoStore(Exception):
    """The records file that the settings name does not exist."""


def find_stored(sid: str, path: str) -> CallRecord | None:
    """The newest call with this CallSid or StreamSid. Raises NoStore, or DatabaseError if it cannot be read."""
    if path == MEMORY:
        raise NoStore(f"store.path = {MEMORY!r}: calls are kept in memory only; ask the server, GET /calls/SID")
    if not os.path.isfile(path):  # opening a file that does not exist would create it
        raise NoStore(f"no records file at store.path = {path!r}; run this where the server runs, with its settings")
    database = Database(path, makes_file=False)
    try:
        return database.find(sid)
    finally:
        database.close()
