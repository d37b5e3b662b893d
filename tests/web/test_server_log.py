"""What libraries log, as lines of ours: whatever they say and however, the call in which they say it goes on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.web.server_log import library_lines


@contextmanager
def logged() -> Iterator[StringIO]:
    lines = StringIO()
    with library_lines(open_log(LogSettings(), RealWorld(), lines)):
        yield lines


@pytest.mark.parametrize("level", [30, 35, 45, 50, 60])
def test_a_librarys_own_level_ends_no_call(level: int) -> None:
    """A level between two of Python's, or above them all, is a line like any other, and not in the library's words."""
    with logged() as lines:
        logging.getLogger("library.of.somebody").log(level, "what a caller said")
    assert "library=library.of.somebody" in lines.getvalue()
    assert "caller said" not in lines.getvalue()


def test_a_wrong_access_log_format_ends_no_request() -> None:
    """`--access-logformat` with a mistake in it costs the line, and shows which one."""
    record = logging.LogRecord("hypercorn.access", logging.WARNING, "", 0, "%(status)d", ({"status": "200"},), None)
    with logged() as lines:
        logging.getLogger().handlers[-1].handle(record)  # not through the others: pytest's raises
    assert "%(status)d" in lines.getvalue()
