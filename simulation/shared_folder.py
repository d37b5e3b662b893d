"""A folder that several modelled workers share, in memory, and the kernel that gives back what a dead one held."""

import errno
from collections.abc import Callable

from offhook.engine.host.shared_folder import RECORD_BYTES


class SharedMemory:
    """What is in the folder, and who holds what."""

    def __init__(self, before_each: Callable[[], None] = lambda: None) -> None:
        """`before_each` is called before each operation of a worker: another one may go first there."""
        self.before_each = before_each
        self.files: dict[str, bytes] = {}
        self.fails = False
        """The disk is full, or somebody has deleted the folder: no file can be made."""
        self.records: dict[int, bytes] = {}
        self.holders: dict[int, dict[int, bool]] = {}
        """By number, the workers that hold it, and whether each wants to be alone."""
        self._workers = 0

    def open(self) -> "ModelledFolder":
        """The view of one more worker."""
        self._workers += 1
        return ModelledFolder(self, self._workers)


class ModelledFolder:
    """One worker's view; `engine/host/shared_folder.py` has the rules."""

    def __init__(self, memory: SharedMemory, worker: int) -> None:
        self._memory, self._worker = memory, worker

    def close(self) -> None:
        """The worker ends, or is killed."""
        for holders in self._memory.holders.values():
            holders.pop(self._worker, None)

    def hold(self, number: int, *, alone: bool) -> bool:
        self._memory.before_each()
        holders = self._memory.holders.setdefault(number, {})
        if any(alone or theirs for worker, theirs in holders.items() if worker != self._worker):
            return False
        holders[self._worker] = alone
        return True

    def let_go(self, number: int) -> None:
        self._memory.before_each()
        self._memory.holders.get(number, {}).pop(self._worker, None)

    def is_free(self, number: int) -> bool:
        self._memory.before_each()
        return all(worker == self._worker for worker in self._memory.holders.get(number, {}))

    def records(self, count: int) -> bytes:
        self._memory.before_each()
        return b"".join(self._memory.records.get(number, bytes(RECORD_BYTES)) for number in range(count))

    def record(self, number: int) -> bytes:
        self._memory.before_each()
        return self._memory.records.get(number, bytes(RECORD_BYTES))

    def write_record(self, number: int, content: bytes) -> None:
        self._memory.before_each()
        assert self._memory.holders[number] == {self._worker: True}, "only while it is held alone"
        self._memory.records[number] = content.ljust(RECORD_BYTES, b"\0")

    def make_room(self, count: int) -> None:
        self._memory.before_each()

    def make(self, name: str, content: bytes = b"") -> bool:
        self._memory.before_each()
        if self._memory.fails:
            raise OSError(errno.ENOSPC, "No space left on device")
        if name in self._memory.files:
            return False
        self._memory.files[name] = content
        return True

    def put(self, name: str, content: bytes) -> None:
        self._memory.before_each()
        if self._memory.fails:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._memory.files[name] = content

    def read(self, name: str) -> bytes | None:
        self._memory.before_each()
        return self._memory.files.get(name)

    def names(self) -> list[str]:
        self._memory.before_each()
        return sorted(self._memory.files)

    def remove(self, name: str) -> None:
        self._memory.before_each()
        self._memory.files.pop(name, None)
