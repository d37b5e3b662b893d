"""Checks whether the store's file could be opened, without making or changing anything."""

import os
import sqlite3
import stat
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from offhook.engine.host.private_files import AnotherUsersFile, refuse_strangers
from offhook.engine.record.database import LOCKED_WITHIN_S, MEMORY
from offhook.engine.record.database_error import DatabaseError, errors_of
from offhook.engine.record.record_tables import NotOurs, are_complete

_FIX = "name a file that can be written"


def store_problems(path: str) -> list[str]:
    """The problems that would keep an SQLite file at `path` from being made or written."""
    if path == MEMORY:
        return []
    real = Path(os.path.realpath(path))  # a link may point to a file that does not exist yet
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        if path.endswith(os.sep):
            return [f"store.path = {path!r}: is the name of a directory; {_FIX}"]
        if not real.parent.is_dir():
            return [f"store.path = {path!r}: there is no directory {str(real.parent)!r}; make it, or {_FIX}"]
        return _closed_folder(path, real.parent)
    except OSError as exc:  # a name too long, a file where a directory should be, links in a circle
        return [f"store.path = {path!r}: {os.strerror(exc.errno or 0)}; {_FIX}"]
    if not stat.S_ISREG(mode):
        return [f"store.path = {path!r}: is not a regular file; {_FIX}"]
    try:
        refuse_strangers(Path(path))
    except AnotherUsersFile as exc:
        return [f"store.path = {path!r}: {exc}; {_FIX}"]
    if not os.access(path, os.R_OK | os.W_OK):
        return [f"store.path = {path!r}: this user may not read and write it; {_FIX}"]
    return _closed_folder(path, real.parent) or _not_ours(path, real)


def _closed_folder(path: str, folder: Path) -> list[str]:
    if os.access(folder, os.W_OK | os.X_OK):  # SQLite makes files beside it
        return []
    return [f"store.path = {path!r}: this user may not write to the directory {str(folder)!r}; {_FIX}"]


def _not_ours(path: str, real: Path) -> list[str]:
    """Whether the file is another program's, by the same rule as when the server opens it (`record_tables.py`)."""
    # A file that nobody has open is read as it lies there, alone (SQLite, "Uniform Resource Identifiers").
    alone = "" if os.path.exists(f"{real}-wal") else "&immutable=1"
    address = f"file:{quote(str(real))}?mode=ro{alone}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=LOCKED_WITHIN_S, isolation_level=None)

    try:
        with errors_of(path), create_engine("sqlite://", creator=connect, poolclass=NullPool).connect() as connection:
            are_complete(connection)
    except NotOurs as exc:
        return [f"store.path = {path!r}: {exc}"]
    except DatabaseError as exc:
        return [] if exc.is_held else [str(exc)]
    return []
