"""The files that a call writes: its recording and its report.

FileNotWritten             files cannot be written; one line for each says which and why
"""

import os
from pathlib import Path

import msgspec

from offhook.engine.record.printable_json import printable_json
from offhook.telephone.phone import CallOutcome


class FileNotWritten(Exception):
    """The recording or the report cannot be written."""


class CallFiles(msgspec.Struct, frozen=True):
    """Where the recording and the report are written, if at all."""

    record: Path | None = None
    report: Path | None = None

    def check(self) -> None:
        """Check before the call, so that it need not be repeated because of a wrong path. Raises FileNotWritten."""
        problems = [
            problem
            for option, path in (("--record", self.record), ("--report", self.report))
            if path is not None and (problem := _problem(option, path))
        ]
        if self.record is not None and self.report is not None and _is_one_file(self.record, self.report):
            problems.append(f"--record and --report name one file, {self.report}; give each its own")
        if problems:
            raise FileNotWritten("\n".join(problems))

    def write(self, outcome: CallOutcome) -> None:
        """Write both files. One that fails does not keep the other from being written. Raises FileNotWritten."""
        problems = []
        for path, content in ((self.record, outcome.recording), (self.report, lambda: _report(outcome))):
            if path is not None:
                try:
                    path.write_bytes(content())
                except OSError as exc:
                    problems.append(f"{path}: {exc.strerror}; it was not written, or not completely")
        if problems:
            raise FileNotWritten("\n".join(problems))


def _report(outcome: CallOutcome) -> bytes:
    return printable_json(msgspec.json.format(msgspec.json.encode(outcome.summary()), indent=2).decode()).encode()


def _problem(option: str, path: Path) -> str:
    """Why the file could not be written; empty if it could. Its content is kept, and no new file is left behind."""
    try:
        is_new = not os.path.lexists(path)
        if is_new or path.is_file() or path.is_dir():
            path.open("ab").close()
        elif not os.access(path, os.W_OK):  # a pipe or a device: opening it would wait for a reader
            return f"{option} {path}: this user may not write to it; name another file"
        if is_new:
            path.unlink()
    except (OSError, ValueError) as exc:  # ValueError: a name with a NUL character
        why = exc.strerror if isinstance(exc, OSError) else "invalid file name"
        return f"{option} {path}: {why}; name a file in an existing folder that can be written"
    return ""


def _is_one_file(a: Path, b: Path) -> bool:
    return os.path.realpath(a) == os.path.realpath(b) and not a.is_char_device()
