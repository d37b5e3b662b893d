"""The journals of a store without a file: in the memory of this process, so that its calls can return to it."""

import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact
from offhook.engine.record.journal import Journal, JournalLines
from offhook.engine.record.journal_folder import last_call, name_of

KEPT_JOURNALS = 1000  # of calls that go on, or whose stream broke; the newest


PACKED_BYTES = 4096
FAST = 1  # of zlib's levels: in half the time, a tenth more


class _InMemory:
    """As an open file. What was written is packed piece by piece: a lively call writes 20 KB a minute, of text that is
    much alike, and it is read once at most."""

    __slots__ = ("_newest", "_packed")

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._newest = b""

    def write(self, data: bytes, /) -> int:
        self._newest += data
        if len(self._newest) >= PACKED_BYTES:
            self._packed.append(zlib.compress(self._newest, FAST))
            self._newest = b""
        return len(data)

    def read(self) -> bytes:
        return b"".join((*map(zlib.decompress, self._packed), self._newest))

    def close(self) -> None: ...


class MemoryJournals:
    """Has the interface of `JournalFolder` as far as calls need it."""

    def __init__(self) -> None:
        self._files: dict[Path, tuple[str, _InMemory]] = {}

    def open(self, begun: CallBegun, wall_time: Callable[[], float], before: Sequence[Path] = ()) -> Journal:
        """The journal of a stream that begins."""

        def open_file(path: Path) -> _InMemory:
            file = _InMemory()
            self._files[path] = begun.call_sid, file
            if len(self._files) > KEPT_JOURNALS:
                del self._files[next(iter(self._files))]
            return file

        return Journal(Path(name_of(begun)), wall_time, open_file, remove=self._remove, before=before)

    def of_call(self, call_sid: str) -> list[tuple[Path, list[Fact]]]:
        """The journals of a call, stream by stream."""
        mine = [(path, file) for path, (call, file) in self._files.items() if call == call_sid]
        return last_call((path, JournalLines().feed(file.read())) for path, file in mine)

    def _remove(self, path: Path) -> None:
        with suppress(KeyError):
            del self._files[path]
