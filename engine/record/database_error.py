"""Errors of SQLite and SQLAlchemy, in our words.

Their own messages are never passed on: SQLAlchemy's contain the statement and its parameters, which are a caller's
number, keys and sentences. SQLite's error name (sqlite.org/rescode.html) says enough, and holds none of that.

    DatabaseError            the records' file cannot be opened, read or written; names the file and what to do
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from offhook.engine.host.errors_in_words import in_words

HELD = ("SQLITE_BUSY", "SQLITE_LOCKED")
_OF_A_PART = ("SQLITE_CONSTRAINT", "SQLITE_MISMATCH", "SQLITE_TOOBIG")
_MEANINGS = {
    "SQLITE_BUSY": "another program holds the file; let it finish, or end it",
    "SQLITE_CANTOPEN": "the file cannot be opened; name a file that can be written",
    "SQLITE_CONSTRAINT": "it conflicts with what is already stored",
    "SQLITE_CORRUPT": "the file is damaged; restore it, or name another one",
    "SQLITE_ERROR": "a table or a column is missing or has been changed; restore the file, or name another one",
    "SQLITE_FULL": "the disk is full; make room",
    "SQLITE_IOERR": "the disk cannot be read or written; check it, or name a file on another disk",
    "SQLITE_LOCKED": "another connection holds the file; let it finish, or end it",
    "SQLITE_MISMATCH": "it has the wrong type",
    "SQLITE_NOMEM": "out of memory",
    "SQLITE_NOTADB": "the file is not an SQLite database; name another one",
    "SQLITE_PERM": "access to the file is not permitted; name a file that can be written",
    "SQLITE_PROTOCOL": "other programs hold the file; let them finish, or end them",
    "SQLITE_READONLY": "the file or its folder cannot be written; name a file that can be written",
    "SQLITE_SCHEMA": "the tables were changed at this moment",
    "SQLITE_TOOBIG": "it is too long",
}


class DatabaseError(Exception):
    """The records file cannot be used. The same reason always has the same `kind`."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(text)
        self.kind = kind

    @property
    def is_held(self) -> bool:
        """Whether the file is locked by another program, and otherwise fine."""
        return self.kind.startswith(HELD)


@contextmanager
def errors_of(path: str) -> Iterator[None]:
    """Turns every error of the block into a DatabaseError that names the setting and the file."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as exc:
        kind = _name(exc) or type(exc).__name__
        way_out = "" if _name(exc) else "; name a file that can be written"
        raise DatabaseError(f"store.path = {path!r}: {why(exc)}{way_out}", kind) from exc


def why(exc: BaseException) -> str:
    """`SQLITE_FULL: the disk is full; make room`; for an error that is not SQLite's, `in_words`."""
    name = _name(exc)
    if not name:
        return in_words(exc)
    known = max((known for known in _MEANINGS if name.startswith(known)), key=len, default=None)
    return name if known is None else f"{name}: {_MEANINGS[known]}"


def is_of_one_part(exc: BaseException) -> bool:
    """Whether the data that was to be written is wrong, and not the file."""
    if name := _name(exc):
        return name.startswith(_OF_A_PART)
    return isinstance(exc, StatementError) or not isinstance(exc, (SQLAlchemyError, sqlite3.Error, OSError))


def _name(exc: BaseException) -> str:
    """SQLite's name of the error; empty if it has none."""
    cause = exc.orig if isinstance(exc, DBAPIError) else exc
    return getattr(cause, "sqlite_errorname", None) or "" if isinstance(cause, sqlite3.Error) else ""
