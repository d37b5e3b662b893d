"""Which folder the workers of one server share, if `server.runtime_folder` names none.

A server is known by the process that starts its workers (`hypercorn -w`, `offhook serve --workers`). Two servers never
have the same, and all workers of one always do, whatever their settings, ports and working directories are. A process
that serves alone is its own.

The folder is made below $XDG_RUNTIME_DIR, or the temporary folder. Those of servers that are gone are removed at the
next start; that of a process that serves alone, at its end.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.process import parent_process
from pathlib import Path

from offhook.engine.host.shared_folder import (
    RealSharedFolder,
    SharedFolder,
    UnusableFolder,
    folder_problems,
    private_folder,
)

_NAME = re.compile(r"server-(\d+)-(\d+)")


@contextmanager
def open_runtime_folder(
    configured: str | None, environment: Mapping[str, str], started_by: int | None = None
) -> Iterator[SharedFolder]:
    """`started_by` is the process that starts the workers, if that is not Hypercorn's. Raises UnusableFolder."""
    starter = started_by or _starter()
    if configured is not None:
        path = Path(configured)
    else:
        below = _base(environment)
        private_folder(below)
        _remove_abandoned(below)
        path = below / _name_of(starter)
    folder = RealSharedFolder(path)
    try:
        yield folder
    finally:
        folder.close()
        if configured is None and starter == os.getpid():
            _remove_unused(path)


def runtime_folder_problems(configured: str | None, environment: Mapping[str, str]) -> list[str]:
    """Why the folder could not be used. Nothing is made or changed."""
    try:
        return folder_problems(configured or str(_base(environment)))
    except UnusableFolder as exc:
        return [f"server.runtime_folder: {exc}"]


def _starter() -> int:
    parent = parent_process()
    return os.getpid() if parent is None or parent.pid is None else parent.pid


def _name_of(process: int) -> str:
    """Process ids are used again; with its start a process has a name that no other one gets until the next boot."""
    return f"server-{process}-{_started_at(process)}"


def _started_at(process: int) -> int:
    """In clock ticks since the machine was started (proc(5), /proc/pid/stat, field 22); 0 if it is gone."""
    try:
        after_its_name = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2]
    except OSError:
        return 0
    return int(after_its_name.split()[19])


def _base(environment: Mapping[str, str]) -> Path:
    """$XDG_RUNTIME_DIR may be that of another user, after `sudo` for example. Raises UnusableFolder."""
    given = environment.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(given) and os.access(given, os.W_OK | os.X_OK) and os.stat(given).st_uid == os.geteuid():
        return Path(given, "offhook")
    try:
        return Path(tempfile.gettempdir(), f"offhook-{os.geteuid()}")
    except FileNotFoundError as exc:
        raise UnusableFolder(
            "no temporary folder can be written; name a folder in server.runtime_folder "
            "(OFFHOOK__SERVER__RUNTIME_FOLDER)"
        ) from exc


def _remove_abandoned(below: Path) -> None:
    """Whoever started that server is gone, so nobody will join it; a worker that still runs holds its lock."""
    for name in sorted(os.listdir(below)):
        found = _NAME.fullmatch(name)
        if found is not None and _started_at(int(found[1])) != int(found[2]):
            _remove_unused(below / name)


def _remove_unused(path: Path) -> None:
    with suppress(OSError):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(folder)
