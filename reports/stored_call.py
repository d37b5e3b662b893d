"""Reads one call from the store's file, also while a server writes to it.

NoStore                  there is no such file; says which, and what to do
"""

import os

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database import MEMORY, Database


class NoStore(Exception):
    """The records file of the settings does not exist."""


def find_stored(sid: str, path: str) -> CallRecord | None:
    """The newest call with this CallSid or StreamSid. Raises NoStore, and DatabaseError for what cannot be read."""
    if path == MEMORY:
        raise NoStore(f"store.path = {MEMORY!r}: no call is kept in a file; ask the server, GET /calls/SID")
    if not os.path.isfile(path):  # opening it would make it
        raise NoStore(f"no store at store.path = {path!r}; run this where the server runs, with its settings")
    database = Database(path, makes_file=False)
    try:
        return database.find(sid)
    finally:
        database.close()
