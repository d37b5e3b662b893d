"""The files that a call leaves behind: its sound, and its numbers.

FileNotWritten             a file cannot be written; which one and why, a line for each
"""

import os
from pathlib import Path

import msgspec

from offhook.engine.record.printable_json import printable_json
from offhook.telephone.phone import CallOutcome


class FileNotWritten(Exception):
    """A call would be made, or was, whose sound or numbers have nowhere to go."""


class CallFiles(msgspec.Struct, frozen=True):
    """Where the sound and the numbers go, if anywhere."""

    record: Path | None = None
    report: Path | None = None

    def check(self) -> None:
        """Before ringing: a call cannot be had again for the sake of a folder. Raises FileNotWritten."""
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
        """Each as far as it can be: a disk may have filled up meanwhile. Raises FileNotWritten."""
        problems = []
        for path, content in ((self.record, outcome.recording), (self.report, lambda: _report(outcome))):
            if path is not None:
                try:
                    path.write_bytes(content())
                except OSError as exc:
                    problems.append(f"{path}: {exc.strerror}; it is not written, or not whole")
        if problems:
            raise FileNotWritten("\n".join(problems))


def _report(outcome: CallOutcome) -> bytes:
    return printable_json(msgspec.json.format(msgspec.json.encode(outcome.summary()), indent=2).decode()).encode()


def _problem(option: str, path: Path) -> str:
    """Why it could not be written; empty if it can. What it holds stays, and no new file is left."""
    try:
        is_new = not os.path.lexists(path)
        if is_new or path.is_file() or path.is_dir():
            path.open("ab").close()
        elif not os.access(path, os.W_OK):  # a pipe or a device: opening it would wait for a reader
            return f"{option} {path}: may not be written; name another file"
        if is_new:
            path.unlink()
    except (OSError, ValueError) as exc:  # the latter of a name with a NUL
        why = exc.strerror if isinstance(exc, OSError) else "no file can have this name"
        return f"{option} {path}: {why}; name a file in a folder that is there and can be written"
    return ""


def _is_one_file(a: Path, b: Path) -> bool:
    return os.path.realpath(a) == os.path.realpath(b) and not a.is_char_device()
