"""A private folder that all workers of one server share, and the numbers that they hold there.

A number is held by a lock on one byte of the file `held` (fcntl(2), "Open file description locks"). The kernel gives
back what a worker held as soon as the worker is dead, whatever killed it. Each number has a record of a few bytes in
the same file, and small files beside it outlive every worker. All of it is synchronous and waits for nobody.

UnusableFolder           the folder cannot be used; the text says which, why, and what to do
"""

import fcntl
import os
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from offhook.engine.host.private_files import PRIVATE

RECORD_BYTES = 64
FOLDER_MODE = 0o700
_HELD = "held"
_FLOCK = struct.Struct("hhqqi4x")  # struct flock of 64-bit Linux: type, whence, start, length, pid


class UnusableFolder(Exception):
    """Calls cannot be counted over all workers."""


class SharedFolder(Protocol):
    """One worker's view of it."""

    def hold(self, number: int, *, alone: bool) -> bool:
        """Hold a number, together with other workers or alone; also changes one into the other, with no moment between
        them. False, and nothing changes, if what others hold does not allow it."""

    def let_go(self, number: int) -> None: ...

    def is_free(self, number: int) -> bool:
        """Whether no other worker holds it."""

    def records(self, count: int) -> bytes:
        """The records of the numbers from 0 on, `RECORD_BYTES` each; what was never written is zero bytes."""

    def record(self, number: int) -> bytes: ...

    def write_record(self, number: int, content: bytes) -> None:
        """Only while the number is held alone. Raises OSError."""

    def make_room(self, count: int) -> None:
        """Make sure that so many records can be written though the disk is full by then. Raises
        UnusableFolder."""

    def make(self, name: str, content: bytes = b"") -> bool:
        """Make a file, whole or not at all. False if there is one of that name. Raises OSError."""

    def put(self, name: str, content: bytes) -> None:
        """Make a file, whole or not at all, in the place of one that may have its name. Raises OSError."""

    def read(self, name: str) -> bytes | None:
        """None if there is no such file. Raises OSError."""

    def names(self) -> list[str]:
        """Of all files, in order. Raises OSError."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there. Raises OSError."""


class RealSharedFolder:
    """A folder on the disk."""

    def __init__(self, path: Path) -> None:
        """Make the folder if there is none. Raises UnusableFolder."""
        self.path = path
        try:
            self._folder = _open_folder(path)
            try:
                # A folder with this lock is not cleaned up while the server runs: systemd-tmpfiles(8) looks for it, and
                # so do we.
                fcntl.flock(self._folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
                self._held = os.open(_HELD, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE, dir_fd=self._folder)
            except OSError:
                os.close(self._folder)
                raise
        except OSError as exc:
            raise _unusable(path, exc) from exc

    def close(self) -> None:
        """Give everything back, as the kernel does for a worker that has died."""
        os.close(self._held)
        os.close(self._folder)

    def hold(self, number: int, *, alone: bool) -> bool:
        try:
            fcntl.fcntl(self._held, fcntl.F_OFD_SETLK, _lock(fcntl.F_WRLCK if alone else fcntl.F_RDLCK, number))
        except BlockingIOError:
            return False
        return True

    def let_go(self, number: int) -> None:
        fcntl.fcntl(self._held, fcntl.F_OFD_SETLK, _lock(fcntl.F_UNLCK, number))

    def is_free(self, number: int) -> bool:
        found = fcntl.fcntl(self._held, fcntl.F_OFD_GETLK, _lock(fcntl.F_WRLCK, number))
        return bool(_FLOCK.unpack(found)[0] == fcntl.F_UNLCK)

    def records(self, count: int) -> bytes:
        size = count * RECORD_BYTES
        return os.pread(self._held, size, 0).ljust(size, b"\0")

    def record(self, number: int) -> bytes:
        return os.pread(self._held, RECORD_BYTES, number * RECORD_BYTES).ljust(RECORD_BYTES, b"\0")

    def write_record(self, number: int, content: bytes) -> None:
        os.pwrite(self._held, content.ljust(RECORD_BYTES, b"\0"), number * RECORD_BYTES)

    def make_room(self, count: int) -> None:
        try:
            os.posix_fallocate(self._held, 0, count * RECORD_BYTES)
        except OSError as exc:
            raise _unusable(self.path, exc) from exc

    def make(self, name: str, content: bytes = b"") -> bool:
        new = name if not content else f"{name}.{os.getpid()}"
        try:
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE, dir_fd=self._folder)
        except FileExistsError:
            if not content:
                return False
            self.remove(new)  # left by a dead worker that had our process id
            return self.make(name, content)
        try:
            with os.fdopen(file, "wb") as opened:
                opened.write(content)
        except OSError:
            self.remove(new)  # half of it would take room on a full disk until its name is used again
            raise
        if new == name:
            return True
        try:
            os.link(new, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        except FileExistsError:
            return False
        finally:
            self.remove(new)
        return True

    def put(self, name: str, content: bytes) -> None:
        new = f"{name}.{os.getpid()}"
        self.remove(new)  # left by a dead worker that had our process id
        if self.make(new, b""):
            try:
                file = os.open(new, os.O_WRONLY | os.O_NOFOLLOW, dir_fd=self._folder)
                with os.fdopen(file, "wb") as opened:
                    opened.write(content)
                os.replace(new, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
            except OSError:
                self.remove(new)
                raise

    def read(self, name: str) -> bytes | None:
        try:
            file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._folder)
        except FileNotFoundError:
            return None
        with os.fdopen(file, "rb") as opened:
            return opened.read()

    def names(self) -> list[str]:
        return sorted(set(os.listdir(self._folder)) - {_HELD})

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._folder)


_FIX = "name another folder in server.runtime_folder (OFFHOOK__SERVER__RUNTIME_FOLDER)"


def private_folder(path: Path) -> None:
    """Make a folder that only this user may enter, or check that it is one. Raises UnusableFolder."""
    try:
        os.close(_open_folder(path))
    except OSError as exc:
        raise _unusable(path, exc) from exc


def folder_problems(path: str) -> list[str]:
    """Why this could not be the `server.runtime_folder`. Nothing is made or changed."""
    try:
        if os.path.lexists(path):
            os.close(_open_own(Path(path)))
        elif not os.access(Path(path).parent, os.W_OK | os.X_OK):
            return [f"server.runtime_folder = {path!r}: cannot be made there by this user; {_FIX}"]
    except UnusableFolder as exc:
        return [f"server.runtime_folder = {exc}"]
    except OSError as exc:
        return [f"server.runtime_folder = {_unusable(Path(path), exc)}"]
    return []


def _unusable(path: Path, exc: OSError) -> UnusableFolder:
    return UnusableFolder(f"{str(path)!r}: {exc.strerror or exc}; {_FIX}")


def _open_folder(path: Path) -> int:
    """Raises UnusableFolder and OSError."""
    with suppress(FileExistsError):
        os.mkdir(path, FOLDER_MODE)
    folder = _open_own(path)
    try:
        if stat.S_IMODE(os.fstat(folder).st_mode) != FOLDER_MODE:
            os.fchmod(folder, FOLDER_MODE)
    except OSError:
        os.close(folder)
        raise
    return folder


def _open_own(path: Path) -> int:
    """Raises UnusableFolder and OSError."""
    if path.is_symlink():  # told apart for the message alone: O_NOFOLLOW is what refuses it
        raise UnusableFolder(f"{str(path)!r}: is a symbolic link, which may lead anywhere; {_FIX}")
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    owner = os.fstat(folder).st_uid
    if owner != os.geteuid():
        os.close(folder)
        raise UnusableFolder(f"{str(path)!r}: belongs to another user ({owner}); {_FIX}")
    return folder


def _lock(kind: int, number: int) -> bytes:
    return _FLOCK.pack(kind, os.SEEK_SET, number, 1, 0)
