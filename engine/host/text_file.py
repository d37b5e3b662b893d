"""Reads text files that people write.

UTF-8 is read, with or without a byte order mark (Unicode Standard, section 23.8), with line ends of Unix or Windows.
Anything else is refused, with the line and what to do about it.

    UnreadableFile           what is wrong, in which line if that is known, and what to do
"""

import codecs
import os
import stat
from collections.abc import Callable
from pathlib import Path

_OTHER_MARKS = (  # UTF-32's first: in little-endian order it begins with the mark of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE = "save it as UTF-8"


class UnreadableFile(Exception):
    """A file that cannot be read as text; `line` is None if the problem is the file as a whole."""

    def __init__(self, what: str, fix: str, line: int | None = None) -> None:
        super().__init__(f"{what}; {fix}" if line is None else f"line {line}: {what}; {fix}")
        self.what, self.fix, self.line = what, fix, line


def read_text(path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> str:
    """The text of a regular file. Raises UnreadableFile."""
    try:
        # Checked before opening: opening a pipe or a terminal would wait until somebody writes.
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFile("is a directory", "name a file")
        if not stat.S_ISREG(mode):
            raise UnreadableFile("is not a regular file", "name a regular file")
        return decoded(read(path))
    except FileNotFoundError as exc:
        raise UnreadableFile("no such file", "name an existing file") from exc
    except PermissionError as exc:
        raise UnreadableFile("this user may not read it", "give it permission, or name another file") from exc
    except OSError as exc:
        raise UnreadableFile(os.strerror(exc.errno or 0), "name a file that can be read") from exc


def decoded(data: bytes) -> str:
    """The text, without a byte order mark at its beginning. Raises UnreadableFile."""
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            raise UnreadableFile(f"the file is {encoding}", _SAVE, line=1)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        line = _line_at(data, data.index(b"\0"))
        raise UnreadableFile("there is a NUL byte here: the file is UTF-16, or not text", _SAVE, line)
    try:
        return data.decode()
    except UnicodeDecodeError as exc:
        what = f"byte 0x{data[exc.start]:02x} is not UTF-8{_as_windows_has_it(data[exc.start])}"
        raise UnreadableFile(what, _SAVE, _line_at(data, exc.start)) from exc


def _line_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _as_windows_has_it(byte: int) -> str:
    try:
        return f" (in Windows-1252 it would be {bytes([byte]).decode('cp1252')!r})"
    except UnicodeDecodeError:  # five bytes are undefined in Windows-1252 too
        return ""
