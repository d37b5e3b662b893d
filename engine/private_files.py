"""Files that hold what callers said: their owner reads and writes them, nobody else (mode 0600, POSIX `chmod`).

The mode goes with the making of a file. A umask would do as well, but it is the whole process's, threads included.
"""

import os
import stat
from pathlib import Path

PRIVATE = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(path: Path) -> None:
    """An empty file where there is none; one that is there is left as it is, unopened. Raises OSError."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE))
    except FileExistsError:
        return  # not even opened: closing it would take SQLite's locks away ("How To Corrupt", section 2.2)


def write_private(path: Path, content: bytes) -> None:
    """A new file with this content. Raises OSError, FileExistsError where there is one of that name."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
        file.write(content)


def narrow(path: Path) -> bool:
    """Take a file away from everybody but its owner; whether others had any right to it. Raises OSError.

    For files that are known to be ours. What is no regular file (a device, say) stays as it is.
    """
    state = os.stat(path)
    if not stat.S_ISREG(state.st_mode) or not state.st_mode & _OTHERS:
        return False
    os.chmod(path, stat.S_IMODE(state.st_mode) & ~_OTHERS)
    return True
