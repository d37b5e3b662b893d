"""Exceptions as text for logs and people. Pure, but for the files that are not there."""

import errno
import sqlite3
import ssl
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from offhook.engine.host.errors_in_words import in_words, traceback_in_words
from offhook.engine.host.printable import printable
from offhook.engine.host.settings_sources import SettingsError

SECRET = "4111 1111"


def test_our_own_words_are_passed_on() -> None:
    """What an exception of ours says was written to be read."""
    assert in_words(SettingsError("vad.silence_ms = 310")) == "SettingsError: vad.silence_ms = 310"


def test_a_librarys_words_are_not() -> None:
    """A statement's parameters are the caller's; the kind and the place are enough to look for the fault."""
    with create_engine("sqlite://").connect() as connection, pytest.raises(SQLAlchemyError) as caught:
        connection.execute(text("INSERT INTO calls VALUES (:keys)"), {"keys": SECRET})
    assert SECRET in str(caught.value)
    for words in (in_words(caught.value), traceback_in_words(caught.value)):
        assert SECRET not in words
        assert "OperationalError" in words


def test_a_builtins_words_are_not_either() -> None:
    """`int` quotes what it could not read; the frame in our code is named instead."""
    with pytest.raises(ValueError, match=SECRET) as caught:
        int(SECRET)
    assert in_words(caught.value) == "ValueError"  # a test's frame is none of ours
    with pytest.raises(AttributeError) as missing:
        printable(None)  # type: ignore[arg-type]  # the planted bug
    assert in_words(missing.value).startswith("AttributeError at engine/host/printable.py:")


@pytest.mark.parametrize(
    ("exc", "words"),
    [
        (OSError(errno.ENOSPC, "whatever"), "OSError: No space left on device"),
        (FileNotFoundError(errno.ENOENT, "x", "/no/agent.toml"), "FileNotFoundError: No such file or directory: "),
        (ssl.SSLError(1, "a text of the peer's"), "SSLError"),
        (OSError("a text of a library's"), "OSError"),
        (OSError("a text of a library's", "and another"), "OSError"),
        (sqlite3.OperationalError("a text"), "OperationalError"),
        (ModuleNotFoundError("a text of a library's", name="onnxruntime"), "ModuleNotFoundError: onnxruntime"),
    ],
)
def test_what_the_system_says_is_told_in_its_words(exc: Exception, words: str) -> None:
    """A number of the operating system's names the reason, and a file's name is no secret."""
    assert in_words(exc).startswith(words)
    assert "a text" not in in_words(exc)


def test_a_traceback_has_its_frames_and_its_causes() -> None:
    """Whoever looks for the fault sees every step and what came first, and none of what was carried."""
    try:
        try:
            int(SECRET)
        except ValueError as exc:
            raise SettingsError("not a number") from exc
    except SettingsError as exc:
        lines = traceback_in_words(ExceptionGroup("", [exc])).splitlines()
    assert lines.count("Traceback (most recent call last):") == 2
    assert "ValueError" in lines
    assert lines[-1] == "SettingsError: not a number"
    assert any(Path(__file__).name in line for line in lines)
    assert SECRET not in "\n".join(lines)
    assert not any("int(" in line for line in lines), "no file is opened for a line of source"
