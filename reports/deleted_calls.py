"""Deletes calls from the records file, even while a server writes to it.

NotDeleted               the file is missing, locked or damaged; the message says how many calls were deleted
"""

import os
import threading

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.record.database import MEMORY, Database
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.journal_folder import JournalFolder
from offhook.engine.record.unwanted import Unwanted

DAY_S = 86_400.0
_AT_ONCE = 20  # holds the lock for a few milliseconds; a server waits for it up to `database.LOCKED_WITHIN_S`
_PAUSE_S = 0.02  # so that the server gets its turn


class NotDeleted(Exception):
    """Not all of the calls were deleted."""


def unwanted_of(sid: str | None, caller: str | None, older_than_days: float | None, now: float) -> Unwanted:
    """The calls that the arguments select. Raises NotDeleted for empty arguments, which might select too much."""
    if sid is None and caller is None and older_than_days is None:
        raise NotDeleted("which calls? name a CallSid or StreamSid, --from NUMBER, or --older-than DAYS")
    for what, text in (("the sid", sid), ("--from", caller)):
        if text is not None and not text.strip():
            raise NotDeleted(f"{what} is empty; nothing is deleted")  # probably a script's variable that was not set
    return Unwanted(sid, caller, None if older_than_days is None else now - older_than_days * DAY_S)


def delete_calls(path: str, unwanted: Unwanted) -> int:
    """Delete them, and return how many there were. Raises NotDeleted."""
    if path == MEMORY:
        raise NotDeleted(f"store.path = {MEMORY!r}: calls are kept in memory only, until the server ends")
    if not os.path.isfile(path):
        raise NotDeleted(f"no records file at store.path = {path!r}; run this where the server runs, with its settings")
    deleted = 0
    try:
        database = Database(path, makes_file=False)
        try:
            while some := database.delete(unwanted, _AT_ONCE):
                deleted += some
                threading.Event().wait(_PAUSE_S)
            JournalFolder(path).delete(unwanted)
            database.put_in_order()
        finally:
            database.close()
    except (DatabaseError, OSError) as exc:
        why = str(exc) if isinstance(exc, DatabaseError) else in_words(exc)
        gone = f"; {in_calls(deleted)} deleted before, run it again for the rest" if deleted else "; nothing is deleted"
        raise NotDeleted(f"{why}{gone}") from exc
    return deleted


def in_calls(number: int) -> str:
    return f"{number} {'call' if number == 1 else 'calls'}"
