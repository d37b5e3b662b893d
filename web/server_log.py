"""Writes the log lines of Hypercorn and of all libraries to our log, in its format.

Hypercorn takes its logger class from its configuration, long before an application has a log. So it gets one that
passes its lines to Python's `logging`, and `library_lines` takes them from there while an exchange is open. Lines
before and after that go to standard error as plain text.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import trio
from hypercorn.config import Config
from hypercorn.logging import Logger
from hypercorn.trio.statsd import StatsdLogger
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.telemetry import at_every_level

STANDARD = "-"  # what Hypercorn's options call standard error and standard output
_SERVER = "hypercorn"


class ServerLog(Logger):
    """In place of Hypercorn's logger class. Files that its options name stay what they are."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        own = config.logconfig is None and config.logconfig_dict is None
        if own and config.errorlog == STANDARD and self.error_logger is not None:
            self.error_logger.handlers = []
        if own and config.accesslog == STANDARD and self.access_logger is not None:
            self.access_logger.handlers = []
            self.access_logger.propagate = True

    async def info(self, message: str, *args: Any, **kwargs: Any) -> None:
        # Hypercorn says "Running on" before it lets the failure of a start-up through; cancelled, it says nothing.
        await trio.lowlevel.checkpoint()
        await super().info(message, *args, **kwargs)


class StatsdServerLog(ServerLog, StatsdLogger):
    """With Hypercorn's numbers for `--statsd-host`, whose trouble is no request's."""

    def close(self) -> None:
        self.socket.close()

    async def _socket_send(self, message: bytes) -> None:
        with suppress(OSError):
            await super()._socket_send(message)


@contextmanager
def library_lines(log: FilteringBoundLogger) -> Iterator[None]:
    """Until the context is left, what libraries log and warn of goes to `log`, and so do exceptions that nobody gets.

    Python would write those to standard error, and wait there for whoever reads it.
    """
    handler = _ToLog(log)
    root = logging.getLogger()
    hooks = sys.unraisablehook, threading.excepthook
    root.addHandler(handler)
    logging.captureWarnings(True)
    sys.unraisablehook = lambda unraisable: _tell_lost(log, unraisable.exc_value)
    threading.excepthook = lambda ended: _tell_lost(log, ended.exc_value)
    try:
        yield
    finally:
        sys.unraisablehook, threading.excepthook = hooks
        logging.captureWarnings(False)
        root.removeHandler(handler)


def _tell_lost(log: FilteringBoundLogger, exc: BaseException | None) -> None:
    if exc is not None:
        log.error("unhandled exception in a finalizer or a thread", exc_info=exc)


class _ToLog(logging.Handler):
    def __init__(self, log: FilteringBoundLogger) -> None:
        super().__init__()
        self._log, self._server_log = log, at_every_level(log)

    def emit(self, record: logging.LogRecord) -> None:
        level = min(record.levelno // 10 * 10, logging.CRITICAL)  # a library may have levels of its own in between
        if record.name.partition(".")[0] == _SERVER:
            self._server_log.log(level, _message(record), exc_info=record.exc_info and record.exc_info[1])
        elif level >= logging.WARNING:
            # Not in its words: they may hold what the library was given.
            place = f"{Path(record.pathname).name}:{record.lineno}"
            self._log.log(level, "warning from a library", library=record.name, place=place)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  # `--access-logformat` is an operator's, and its mistakes are no caller's
        return f"malformed log line: {record.msg}"
