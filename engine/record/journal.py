"""The journal of a call: its facts in a file, for whoever goes on with a call whose process was killed.

One line of JSON a fact, each by one `write` to the end of the file, which every process may read meanwhile. It holds
the facts that the rest of a call depends on: what was heard, said, answered and decided. Sound, marks and times of
stages are not among them. A call has a journal for each of its streams. What is written survives the end of the
process, but not that of the machine: nothing is synchronised with the disk, because a call would have to wait for that.

A journal is whole, or it is not there: one that could not be written to the end is removed, and the call goes on.

    JournalLost              a fact could not be written; the journal is removed
      DiskFailed             because the disk is full or slow, or the folder cannot be used
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.private_files import open_to_append
from offhook.engine.record import facts
from offhook.engine.record.facts import Fact

LINE_BYTES = 65_536
JOURNAL_BYTES = 16_777_216  # a day of conversation
SLOW_WRITE_S = 0.25
"""What a call bears once: a disk that took longer is not written to again."""
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Fact)


class JournalLost(Exception):
    """A fact could not be written, so the journal is removed."""


class DiskFailed(JournalLost):
    """The next journal would be lost too."""


class AppendOnly(Protocol):
    """An open file, without a buffer."""

    def write(self, data: bytes, /) -> int | None: ...

    def close(self) -> None: ...


class Journal:
    """An observer. The file is made when the stream begins. It is removed when the record is stored, and with it the
    journals of the call's streams before; unless the caller may still be on the line, for whom the call returns."""

    kinds = (
        facts.CallBegan,
        facts.CallReturned,
        facts.CallerCameBack,
        facts.ServicesChosen,
        facts.SpeechStarted,
        facts.KeyPressed,
        facts.TurnBegan,
        facts.WordsHeard,
        facts.KeysEntered,
        facts.SentenceWritten,
        facts.ReplyWritten,
        facts.DraftDiscarded,
        facts.SessionKept,
        facts.ToolChosen,
        facts.ToolEnded,
        facts.NoteTaken,
        facts.AnsweredFromFile,
        facts.LanguageAsked,
        facts.LanguageSet,
        facts.SentenceSounded,
        facts.HeardByNow,
        facts.Heard,
        facts.Interrupted,
        facts.VerdictGiven,
        facts.Resumed,
        facts.AllPlayed,
        facts.ServiceUsed,
        facts.ServiceFailed,
        facts.ActorCrashed,
        facts.StreamBroke,
        facts.RequestReceived,
        facts.RequestAnswered,
        facts.CallEnding,
        facts.CallEnded,
    )  # what is written

    def __init__(
        self,
        path: Path,
        wall_time: Callable[[], float],
        open_file: Callable[[Path], AppendOnly] = open_to_append,
        on_disk_failed: Callable[[], None] = lambda: None,
        remove: Callable[[Path], None] = Path.unlink,
        before: Sequence[Path] = (),
    ) -> None:
        """`before` are the journals of the call's streams before this one."""
        self._path, self._wall_time, self._open_file = path, wall_time, open_file
        self._on_disk_failed, self._remove_file = on_disk_failed, remove
        self._before = before
        self.is_lost = False
        """A fact could not be written: nobody can go on with the call."""
        self._stream_broke = self._may_come_back = False
        self._file: AppendOnly | None = None
        self._written = 0

    def observe(self, fact: Fact) -> None:
        """Raises JournalLost; then no more facts may come."""
        try:
            self._write(_encoder.encode(fact) + b"\n")
        except Exception as exc:  # half a character in what a service said, for example: JSON cannot hold it
            self.is_lost = True
            self._remove(*self._before)  # those do not know what was done since
            if isinstance(exc, (OSError, DiskFailed)) and not isinstance(exc, FileExistsError):
                self._on_disk_failed()
            why = str(exc) if isinstance(exc, JournalLost) else in_words(exc)
            raise JournalLost(f"{self._path}: {why}; the call goes on without it") from exc
        match fact.what:
            case facts.StreamBroke():
                self._stream_broke = True
            case facts.CallEnding(warm=warm):
                self._may_come_back = warm is not None
            case facts.CallEnded(reason, stored=stored):
                leaves_caller = self._may_come_back or reason.leaves_caller(stream_broke=self._stream_broke)
                if stored and not leaves_caller:
                    self._remove(*self._before)
                else:
                    self.close()
            case _:
                pass

    def close(self) -> None:
        """The call is over, however it ended. May be called again."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()

    def _write(self, line: bytes) -> None:
        began_at = self._wall_time()  # a steady clock leaves out the time for which the whole process waits
        if self._file is None:
            self._file = self._open_file(self._path)
        self._written += len(line)
        if len(line) > LINE_BYTES or self._written > JOURNAL_BYTES:
            raise JournalLost(f"too long: a fact of {len(line)} bytes, {self._written} bytes in all")
        if self._file.write(line) != len(line):
            raise DiskFailed("the disk is full")
        took_s = self._wall_time() - began_at
        if took_s > SLOW_WRITE_S:
            raise DiskFailed(f"the disk is slow: it took {took_s:.1f} s for {len(line)} bytes")

    def _remove(self, *before: Path) -> None:
        """Only a file that this journal made itself."""
        if self._file is not None:
            self.close()
            for path in (self._path, *before):
                with suppress(OSError):  # `offhook calls delete` was faster; what else is left is removed later
                    self._remove_file(path)


class JournalLines:
    """Makes facts of a journal's bytes, in whatever pieces they are read."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Fact]:
        """The facts of all lines that are complete by now. A line that this version cannot read is passed over."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [fact for line in lines if (fact := _decoded(line)) is not None]


def read_journal(path: Path) -> list[Fact]:
    """The facts so far, also while the call goes on. A last line that was written half is left out. Raises OSError."""
    return JournalLines().feed(path.read_bytes())


def _decoded(line: bytes) -> Fact | None:
    try:
        return _decoder.decode(line)
    except (ValueError, RecursionError):  # of which msgspec's own are the first
        return None
