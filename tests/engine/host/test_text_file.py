"""Text files as editors save them. Real files; a reader that fails stands for a disk that does."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.host.text_file import UnreadableFile, decoded, read_text

TEXT = 'greeting = "Grüß Gott."\r\nname = "a"\n'


def test_one_byte_order_mark_is_skipped() -> None:
    """Notepad's; a second one is a character like any other."""
    assert decoded(b"\xef\xbb\xbf" + TEXT.encode()) == decoded(TEXT.encode()) == TEXT
    assert decoded(b"\xef\xbb\xbf" * 2) == "\ufeff"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-16-le", "cp1252", "cp437"])
def test_another_encoding_is_named_with_its_line_and_its_cure(encoding: str) -> None:
    """Whoever saved it so learns how to save it."""
    mark = "\ufeff" if encoding.endswith("be") else ""
    with pytest.raises(UnreadableFile) as caught:
        decoded((mark + TEXT).encode(encoding))
    assert (caught.value.line, caught.value.fix) == (1, "save it as UTF-8")


def test_the_line_is_that_of_the_first_wrong_byte() -> None:
    """Counted as an editor counts it."""
    with pytest.raises(UnreadableFile, match=r"^line 3: byte 0xf6 is not UTF-8 \(in Windows-1252 it would be 'ö'\)"):
        decoded(b"a\r\nb\nc \xf6 \xfc")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "this user may not read it; give it permission, or name another file"),
        (errno.ENOENT, "no such file; name an existing file"),
        (errno.EIO, f"{os.strerror(errno.EIO)}; name a file that can be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(number: int, said: str, tmp_path: Path) -> None:
    """In words, whatever the system calls it."""

    def failing(path: Path) -> bytes:
        raise OSError(number, "not for people", str(path))

    (tmp_path / "a.toml").touch()
    with pytest.raises(UnreadableFile) as caught:
        read_text(tmp_path / "a.toml", failing)
    assert (str(caught.value), caught.value.line) == (said, None)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write to it, and a start that hangs says nothing."""
    os.mkfifo(tmp_path / "a.toml")
    with pytest.raises(UnreadableFile, match="is not a regular file; name a regular file"):
        read_text(tmp_path / "a.toml")


@given(st.binary(max_size=40))
def test_any_bytes_are_text_or_an_unreadable_file(data: bytes) -> None:
    """Nothing else comes out, and the line is one that the file has."""
    line = None
    try:
        text = decoded(data)
    except UnreadableFile as exc:
        line = exc.line or 0
    if line is not None:
        assert 1 <= line <= data.count(b"\n") + 1
    else:
        assert text.encode() == data.removeprefix(b"\xef\xbb\xbf")
