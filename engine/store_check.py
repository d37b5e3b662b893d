"""Whether the store's file could be opened, found out without making one."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

MEMORY = ":memory:"


def store_problems(path: str) -> list[str]:
    """What would keep an SQLite file at `path` from being made or written; each problem in words."""
    if path == MEMORY:
        return []
    file, fix = Path(path), "name a file that can be written"
    folder = file.parent
    if os.path.lexists(file):
        if not file.is_file():
            return [f"store.path = {path!r}: is no plain file; {fix}"]
        if not os.access(file, os.R_OK | os.W_OK):
            return [f"store.path = {path!r}: this user may not read and write it; {fix}"]
    elif not folder.is_dir():
        return [f"store.path = {path!r}: there is no directory {str(folder)!r}; make it, or {fix}"]
    if not os.access(folder, os.W_OK | os.X_OK):  # a journal is made beside the file
        return [f"store.path = {path!r}: this user may not write to the directory {str(folder)!r}; {fix}"]
    return []


def store_to_rehearse(path: str) -> str:
    """The file itself where it holds our tables, for then opening it changes nothing; else a store in memory: a file
    that is not there, or is somebody else's, is left as it is."""
    if path == MEMORY or not Path(path).is_file():
        return MEMORY
    # immutable: no journal is made, none is looked for (SQLite, "Uniform Resource Identifiers").
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as file:
            tables = file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'calls'").fetchone()[0]
    except sqlite3.DatabaseError:
        return path  # it is no database at all: opening it says so
    return path if tables else MEMORY
