"""Files that hold what callers said: only their owner may read and write them (mode 0600, POSIX `chmod`).

The mode is set when a file is made. A umask would do the same, but it applies to the whole process, threads included.
"""

import os
import stat
from io import FileIO
from pathlib import Path

PRIVATE = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class AnotherUsersFile(PermissionError):
    """Its owner may have put it there to read what we write, or to have us read it."""

    def __init__(self, path: Path, owner: int) -> None:
        super().__init__(f"{path.name!r} belongs to another user ({owner})")
        self.owner = owner


def make_private(path: Path) -> None:
    """Make an empty file if there is none; an existing one is left as it is, unopened. Raises OSError."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE))
    except FileExistsError:
        return  # not even opened: closing it would take SQLite's locks away ("How To Corrupt", section 2.2)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file. Raises OSError; FileExistsError if there is a file of that name."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
        file.write(content)


def open_to_append(path: Path) -> FileIO:
    """Make a new file and open it: each `write` is one system call, to its end. Raises OSError; FileExistsError if
    there is a file of that name."""
    return FileIO(str(path), "xb", opener=lambda name, flags: os.open(name, flags | os.O_APPEND, PRIVATE))


def refuse_strangers(path: Path) -> None:
    """Raise AnotherUsersFile if a file or folder, or the link that has its name, belongs to a user who is neither us
    nor root. If nothing is there, nothing is wrong."""
    for look in (os.lstat, os.stat):
        try:
            owner = look(path).st_uid
        except OSError:  # whoever opens it is told
            continue
        if owner not in (os.geteuid(), 0):
            raise AnotherUsersFile(path, owner)


def is_open_to_all(path: Path) -> bool:
    """Whether every user of the machine may read a file; its group may be of those who are to."""
    try:
        return bool(os.stat(path).st_mode & stat.S_IROTH)
    except OSError:  # it is gone
        return False


def narrow(path: Path) -> bool:
    """Set a file's mode to 0600; returns whether others had any right to it. Raises OSError.

    For files that are known to be ours. What is not a regular file (a device, for example) is left as it is.
    """
    state = os.stat(path)
    if not stat.S_ISREG(state.st_mode) or not state.st_mode & _OTHERS:
        return False
    os.chmod(path, stat.S_IMODE(state.st_mode) & ~_OTHERS)
    return True
