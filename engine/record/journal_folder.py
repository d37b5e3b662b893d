"""The journals of a store: in a folder beside its file, shared by all workers.

A journal is named after the moment when its stream began, and digests of the call's and the stream's names: those come
from strangers, and may be anything. Most journals are removed when their call ends. One is left if its process was
killed, if its stream broke and the call may return, or if the store could not take the record at that moment.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from offhook.engine.host.private_files import AnotherUsersFile, open_to_append, refuse_strangers
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import CallBegan, Fact
from offhook.engine.record.journal import JOURNAL_BYTES, LINE_BYTES, AppendOnly, Journal, JournalLines
from offhook.engine.record.unwanted import Unwanted

REST_S = 60.0
"""No journal is begun for so long after one was lost to the disk: each would delay all calls once more."""
RETURN_WITHIN_S = 120.0
"""How long after its last fact a call may return. Carriers ask within seconds; later it is another call with an old
name."""
ASKED_AGAIN_WITHIN_S = 480.0
"""How long after its last fact the carrier may ask again about a call that it records: after the longest answer, the
longest recording, and a minute."""
KEPT_DAYS = 30
KEPT_JOURNALS = 2000  # the newest; more than there are live calls on one machine
DAY_S = 86_400.0
_NAME = re.compile(r"(\d{15})-[0-9a-f]{32}-[0-9a-f]{32}\.jsonl")
_FOLDER_MODE = 0o700


class JournalFolder:
    """Synchronous, and used by several processes at once. A folder that does not exist has no journals."""

    def __init__(self, store_path: str, open_file: Callable[[Path], AppendOnly] = open_to_append) -> None:
        # Beside the file itself, where SQLite's own companions are: whatever links lead to it, its journals are there.
        self._folder = Path(f"{os.path.realpath(store_path)}.journals")
        self._open_to_append = open_file
        self._failed_at: float | None = None

    def open(self, begun: CallBegun, wall_time: Callable[[], float], before: Sequence[Path] = ()) -> Journal | None:
        """The journal of a stream that begins; None for `REST_S` after a failure of the disk. Its file is made with the
        first fact. `before` are those of the call's streams before it."""
        if self._failed_at is not None and 0 <= wall_time() - self._failed_at < REST_S:
            return None

        def on_disk_failed() -> None:
            self._failed_at = wall_time()

        path = self._folder / name_of(begun)
        return Journal(path, wall_time, self._open_file, on_disk_failed, before=before)

    def of_call(self, call_sid: str) -> list[tuple[Path, list[Fact]]]:
        """The journals of a call, stream by stream. Raises OSError."""
        paths = [path for path in self.paths() if _digest(call_sid) == path.name.split("-")[1]]
        return last_call((path, _facts_in(path)) for path in paths)

    def paths(self) -> list[Path]:
        """All journals, the oldest first. What has another name is not ours. Raises OSError."""
        refuse_strangers(self._folder)
        try:
            names = os.listdir(self._folder)
        except FileNotFoundError:
            return []
        return [self._folder / name for name in sorted(names) if _NAME.fullmatch(name)]

    def delete(self, unwanted: Unwanted) -> None:
        """Delete what is held of these calls, of all their streams, also of those that go on. Raises OSError."""
        for streams in _by_call(self.paths()):
            if any(_is_wanted_gone(path, unwanted) for path in streams):
                for path in streams:
                    path.unlink(missing_ok=True)

    def remove_complete(self, paths: Sequence[Path], is_complete: Callable[[CallBegun], bool]) -> list[Path]:
        """Remove those of whole records. Returns those that are left. Raises OSError."""
        left = []
        for path in paths:
            begun = begun_in(path)
            if begun is not None and is_complete(begun):
                path.unlink(missing_ok=True)
            else:
                left.append(path)
        return left

    def calls_in(self, paths: Sequence[Path], begun_before: float) -> list[list[Path]]:
        """The journals of these calls whose last stream began before then (in seconds since 1970 UTC), call by call,
        each with its streams in order."""
        return [streams for streams in _by_call(paths) if _began_at(streams[-1]) < begun_before]

    def read(self, streams: Sequence[Path]) -> list[list[Fact]]:
        """What those hold that have a whole fact."""
        return [told for _, told in last_call((path, _facts_in(path)) for path in streams)]

    def remove(self, paths: Sequence[Path]) -> None:
        """Raises OSError."""
        for path in paths:
            path.unlink(missing_ok=True)

    def give_up(self, left: Sequence[Path], now: float) -> int:
        """Remove the journals that nobody asked for, of those that are `left`, the oldest first. Returns how many.

        `now` is in seconds since 1970 UTC. Raises OSError."""
        too_many = len(left) - KEPT_JOURNALS
        given_up = [path for number, path in enumerate(left) if number < too_many or _is_old(path, now)]
        self.remove(given_up)
        return len(given_up)

    def _open_file(self, path: Path) -> AppendOnly:
        refuse_strangers(self._folder)
        try:
            return self._open_to_append(path)
        except FileNotFoundError:
            with suppress(FileExistsError):  # made by another worker at this moment
                os.mkdir(self._folder, _FOLDER_MODE)
            return self._open_to_append(path)


def name_of(begun: CallBegun) -> str:
    """The name of a stream's journal."""
    return f"{begun.started_at * 1000:015.0f}-{_digest(begun.call_sid)}-{_digest(begun.stream_sid)}.jsonl"


def last_call(journals: Iterable[tuple[Path, list[Fact]]]) -> list[tuple[Path, list[Fact]]]:
    """The journals of the last call among those of one CallSid: a stream that has not returned begins another call.

    One without a whole fact is left out: its process was killed as it began, or the file is gone meanwhile."""
    streams: list[tuple[Path, list[Fact]]] = []
    for path, told in journals:
        if not told:
            continue
        if isinstance(told[0].what, CallBegan) and not told[0].what.stream_before:
            streams.clear()
        streams.append((path, told))
    return streams


def _facts_in(path: Path) -> list[Fact]:
    """Those of a file that is gone meanwhile, or was never complete, are none."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            return JournalLines().feed(file.read(JOURNAL_BYTES))
    except OSError:
        return []


def journal_warnings(store_path: str) -> list[str]:
    """Why the calls of a store would have no journals. Nothing is made."""
    folder = f"{os.path.realpath(store_path)}.journals"
    what = _why_unusable(folder) if os.path.lexists(folder) else ""
    if not what:
        return []
    return [f"store.path = {store_path!r}: {folder!r} {what}; calls have no journals until that is changed"]


def _why_unusable(folder: str) -> str:
    try:
        refuse_strangers(Path(folder))
    except AnotherUsersFile as exc:
        return f"belongs to another user ({exc.owner})"
    if not os.path.isdir(folder):
        return "is not a folder"
    return "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "cannot be written by this user"


def begun_in(path: Path) -> CallBegun | None:
    """The call that a journal is of; None if its first line is not complete, or the file is gone."""
    return None if (first := _first_line(path)) is None else _begun(*first)


def _first_line(path: Path) -> tuple[str, CallBegan] | None:
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            (fact,) = JournalLines().feed(file.readline(LINE_BYTES))
    except (OSError, ValueError):
        return None
    return (fact.call, fact.what) if isinstance(fact.what, CallBegan) else None


def _begun(call: str, began: CallBegan) -> CallBegun:
    return CallBegun(
        call_sid=call,
        stream_sid=began.stream_sid,
        caller=began.caller,
        agent=began.agent,
        started_at=began.started_at,
        carrier=began.carrier,
        carrier_call_id=began.carrier_call_id,
        path=began.path,
        called=began.called,
    )


def _by_call(paths: Iterable[Path]) -> list[list[Path]]:
    """The journals of each call, which are its streams."""
    calls: list[list[Path]] = []
    newest: dict[str, list[Path]] = {}
    for path in paths:
        first = _first_line(path)
        if first is not None and first[1].stream_before and first[0] in newest:
            newest[first[0]].append(path)
            continue
        calls.append([path])
        if first is not None:
            newest[first[0]] = calls[-1]
    return calls


def _without_waiting(path: str, flags: int) -> int:
    """Somebody may have put a fifo there, whose opening would wait for a writer, and all reads of records with it."""
    return os.open(path, flags | os.O_NONBLOCK)


def _is_wanted_gone(path: Path, unwanted: Unwanted) -> bool:
    """If the journal does not say whose it is, it may be anybody's of that time."""
    begun = begun_in(path)
    if begun is not None:
        return unwanted.includes(begun)
    return unwanted.begun_before is None or _began_at(path) < unwanted.begun_before


def _is_old(path: Path, now: float) -> bool:
    return _began_at(path) < now - KEPT_DAYS * DAY_S


def _began_at(path: Path) -> float:
    return int(path.name.partition("-")[0]) / 1000


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:32]
