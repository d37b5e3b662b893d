"""This worker's share of the calls: it takes the next connection, or leaves that to a worker that has fewer calls.

All workers of a server accept from one socket, and the kernel wakes all of them. Whoever is awake first takes the
connection: by that alone one of two workers had 36 of 42 calls (measured). So each worker writes into the folder that
they share how many calls it has, and one that has more than another waits a moment before it accepts. Meanwhile the
connection stays in the kernel, where the other worker finds it. `PATIENCE_S` bounds all such waiting: if the other one
does not come, because it is busy, hangs or was stopped, the connection is taken after that.

What may become a call counts as one: a connection that has not asked for anything yet, and every WebSocket. A webhook's
connection does not count once it has asked.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.shared_folder import SharedFolder

PATIENCE_S = 0.01
"""How long connections that wait are left to others at most, but for the little that is regained meanwhile."""
REGAINED = 0.2
"""The patience that is regained in each second, as a share of it."""
STEP_S = 0.0005
"""How soon to look again. Another worker that is idle has taken a connection after a fifth of a millisecond."""
LOOK_AROUND_S = 1.0
"""How soon a worker that is new counts. One that has died does not count from that moment on."""
MORE = 0.1
"""So much more than another worker's a share may be: of many calls one or two do not matter."""
_FIRST, _MOST = 1 << 16, 100
"""The numbers in the folder that workers hold, one each; those of places for calls are far below."""
_RECORD = struct.Struct(">QIII")


class WorkerShare(msgspec.Struct, frozen=True):
    """What one worker of the server has."""

    process: int
    calls: int
    draining: bool


class FairShare:
    """One worker's view. Synchronous."""

    def __init__(self, folder: SharedFolder, log: FilteringBoundLogger) -> None:
        self._folder, self._log = folder, log
        self._counted: dict[object, None] = {}
        self._socket = 0
        self._number: int | None = None
        self._draining = False
        self._others: list[int] = []
        self._looked_around_at = -float("inf")
        self._patience = Patience()

    def join(self, socket: int) -> None:
        """From now on share the connections of this socket, whose inode number is known to all that accept from it."""
        self._socket = socket
        numbers = range(_FIRST, _FIRST + _MOST)
        # Without a number this worker takes connections as they come.
        self._number = next((number for number in numbers if self._folder.hold(number, alone=True)), None)
        self._publish()

    def stop(self) -> None:
        """Leave all connections to others: this worker drains. May be called twice."""
        self._draining = True
        self._publish()

    @contextmanager
    def count(self, connection: object) -> Iterator[None]:
        """As long as it is open and nothing else is known of it."""
        self.add(connection)
        try:
            yield
        finally:
            self.remove(connection)

    def add(self, connection: object) -> None:
        """It carries a call, or may soon. May be called twice."""
        self._counted[connection] = None
        self._publish()

    def remove(self, connection: object) -> None:
        """It carries none. May be called twice."""
        if connection in self._counted:
            del self._counted[connection]
            self._publish()

    def is_alone(self, now: float) -> bool:
        """Whether there was no other worker a moment ago."""
        if now >= self._looked_around_at + LOOK_AROUND_S:
            self._looked_around_at = now
            self._others = [number for number, _ in self._read(range(_FIRST, _FIRST + _MOST))]
        return not self._others

    def leaves_next(self, now: float) -> bool:
        """Whether a worker that has fewer calls is to take the connection that waits. If so, look again after STEP_S,
        and tell `waited` if one still waits."""
        if self._number is None or self.is_alone(now) or not self._patience.is_left(now):
            return False
        return any(
            not share.draining and len(self._counted) > share.calls * (1 + MORE)
            for _, share in self._read(self._others)
        )

    def waited(self, seconds: float) -> None:
        """So long connections were left to others, and still are."""
        self._patience.spend(seconds)

    @property
    def of_all(self) -> list[WorkerShare]:
        """What each worker has that accepts from this socket, this one first. Empty before it does."""
        if self._number is None:
            return []
        own = WorkerShare(os.getpid(), len(self._counted), self._draining)
        return [own, *(share for _, share in self._read(range(_FIRST, _FIRST + _MOST)))]

    def _publish(self) -> None:
        if self._number is None:
            return
        content = _RECORD.pack(self._socket, os.getpid(), len(self._counted), self._draining)
        try:
            self._folder.write_record(self._number, content)
        except OSError as exc:  # its first record is what needs room on the disk
            self._folder.let_go(self._number)
            self._number = None
            self._log.error("runtime folder cannot be used", error=exc.strerror or str(exc))

    def _read(self, numbers: Iterable[int]) -> Iterator[tuple[int, WorkerShare]]:
        """Of other workers that live and accept from this socket."""
        for number in numbers:
            if number == self._number or self._folder.is_free(number):
                continue
            socket, process, calls, draining = _RECORD.unpack_from(self._folder.record(number))
            if socket == self._socket:
                yield number, WorkerShare(process, calls, bool(draining))


class Patience:
    """How long connections may still be left to others. Pure."""

    def __init__(self) -> None:
        self._left_s, self._at = PATIENCE_S, 0.0

    def is_left(self, now: float) -> bool:
        self._left_s = min(PATIENCE_S, self._left_s + (now - self._at) * REGAINED)
        self._at = now
        return self._left_s > 0

    def spend(self, seconds: float) -> None:
        self._left_s -= seconds
