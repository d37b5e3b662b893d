"""Reads the resource use of a process and its descendants from /proc (proc(5))."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_NS = 1e-9
_ESTABLISHED = "01"


class Usage(msgspec.Struct, frozen=True):
    """The sum over a tree of processes at one moment."""

    cpu_s: float
    waited_s: float
    """How long main threads, which run event loops, were ready to run while the core was busy with others. Other
    threads wait for their own main thread, too."""
    resident_bytes: int
    processes: int
    threads: int
    descriptors: int


def usage(pid: int) -> Usage:
    """The usage of a process and its descendants. Those that end during the reading are left out."""
    parts = [part for each in _tree(pid) if (part := _usage_of(each)) is not None]
    return Usage(
        cpu_s=sum(part.cpu_s for part in parts),
        waited_s=sum(part.waited_s for part in parts),
        resident_bytes=sum(part.resident_bytes for part in parts),
        processes=len(parts),
        threads=sum(part.threads for part in parts),
        descriptors=sum(part.descriptors for part in parts),
    )


def connections_each(pid: int, port: int) -> list[int]:
    """How many connections of a TCP port each process of a tree has that has any, the fewest first."""
    inodes = {inode for local, state, inode in _sockets() if local == port and state == _ESTABLISHED}
    has = (sum(socket in inodes for socket in _sockets_of(each)) for each in _tree(pid))
    return sorted(number for number in has if number)


def _sockets() -> Iterator[tuple[int, str, str]]:
    """Local port, state and inode number of every TCP socket over IPv4."""
    for line in _read(Path("/proc/net/tcp")).splitlines()[1:]:
        fields = line.split()
        yield int(fields[1].partition(":")[2], 16), fields[3], fields[9]


def _sockets_of(pid: int) -> Iterator[str]:
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            kind, _, inode = os.readlink(descriptor).partition(":")
            if kind == "socket":
                yield inode.strip("[]")


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(listed).split():
            yield from _tree(int(child))


def _usage_of(pid: int) -> Usage | None:
    process = Path(f"/proc/{pid}")
    try:
        # The name in the second field may hold spaces and brackets, so fields are counted from its end.
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        waited_ns = int((process / "schedstat").read_text().split()[1])  # of the main thread
        threads = len(os.listdir(process / "task"))
        descriptors = len(os.listdir(process / "fd"))
    except (FileNotFoundError, ProcessLookupError):
        return None
    user, system, resident = int(fields[11]), int(fields[12]), int(fields[21])
    return Usage(
        cpu_s=(user + system) / _TICKS_PER_S,
        waited_s=waited_ns * _NS,
        resident_bytes=resident * _PAGE_BYTES,
        processes=1,
        threads=threads,
        descriptors=descriptors,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
