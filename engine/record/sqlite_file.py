"""How a SQLite file is opened and told from another one. Synchronous, and without any knowledge of what is in it."""

import os
import sqlite3
import threading

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from offhook.engine.record.database_error import why

_WAL_TRIES, _WAL_PAUSE_S = 50, 0.02
OPENED_WITHIN_S = 1.0  # how long opening waits for another program's lock: the server's start waits for it
COMPANIONS = ("-wal", "-shm")  # what SQLite writes beside the file (sqlite.org/tempfiles.html)


def engine_of(path: str) -> Engine:
    def connect() -> sqlite3.Connection:
        # Without an isolation level sqlite3 begins no transaction by itself: each one is begun explicitly.
        connection = sqlite3.connect(path, timeout=OPENED_WITHIN_S, isolation_level=None, check_same_thread=False)
        connection.text_factory = lambda stored: stored.decode(errors="replace")  # damage costs letters, not the list
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)


def identity(path: str) -> tuple[int, int] | None:
    """Device and inode of the file with this name. The inode is not reused while we have the file open."""
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


def is_held(exc: BaseException) -> bool:
    return why(exc).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def switch_to_wal(connection: Connection) -> None:
    """The one statement that SQLite's busy_timeout does not cover: another worker may be running it at this moment."""
    for tries_left in reversed(range(_WAL_TRIES)):
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except SQLAlchemyError:
            if not tries_left:
                raise
            threading.Event().wait(_WAL_PAUSE_S)
