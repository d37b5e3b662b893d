"""Structured logging: readable lines, or JSON.

A logger is passed as an argument, never fetched from a global: the exchange binds one for the server, and each call one
of its own. Logging never raises and never waits. A line is dropped if a field cannot be shown, or if the reader of the
log is slow or gone (`engine/host/log_output.py`).
"""

import io
import json
import logging
from collections.abc import Callable, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from offhook.engine.host.errors_in_words import traceback_in_words
from offhook.engine.host.log_output import LogOutput
from offhook.engine.host.printable import printable
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.world import World

FULL_NAMES_IN = "stream started"
SPOKEN_FIELDS = ("said", "text")
"""Fields with words of the caller or the agent; masked unless `log.transcripts` is on."""
LONGEST_FIELD = 2000  # characters: a stranger's name for a call must not make a log line of a megabyte
LONGEST_TRACEBACK = 20_000


class Output(Protocol):
    """Takes lines, and neither raises nor waits."""

    @property
    def is_terminal(self) -> bool: ...

    def write_line(self, line: str) -> None: ...

    def drop(self) -> None:
        """Count a line that could not be made."""


class TextOutput:
    """Lines to a text stream in memory, for tests and the simulation."""

    is_terminal = False

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream
        self.dropped = 0

    def write_line(self, line: str) -> None:
        print(line, file=self._stream)

    def drop(self) -> None:
        self.dropped += 1


def open_log(settings: LogSettings, world: World, output: Output | io.StringIO) -> FilteringBoundLogger:
    """A logger that writes to `output`."""
    target: Output = TextOutput(output) if isinstance(output, io.StringIO) else output
    processors: list[Processor] = [structlog.processors.add_log_level, _stamp(world)]
    if not settings.transcripts:
        processors.append(_mask_spoken)
    processors += [_tell_exception, *_rendering(settings, target)]
    if isinstance(target, LogOutput):
        target.say_dropped = _line_about_dropped(processors)
    logger: FilteringBoundLogger = structlog.wrap_logger(
        _Lines(target),
        processors=[_all_of(processors, target)],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.level.upper())),
    )
    return logger


def at_every_level(log: FilteringBoundLogger) -> FilteringBoundLogger:
    """The same log without a level, for Hypercorn's lines, which it filters by its own `--log-level`."""
    unfiltered: FilteringBoundLogger = structlog.wrap_logger(
        log._logger,  # type: ignore[attr-defined]  # every wrapper of structlog's has the two
        processors=log._processors,  # type: ignore[attr-defined]  # as above
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
    )
    return unfiltered


def milliseconds(seconds: float | None) -> int | None:
    """A duration as it is logged."""
    return None if seconds is None else round(seconds * 1000)


class _Lines:
    """The logger that structlog hands finished lines to: one method for each level."""

    def __init__(self, output: Output) -> None:
        self.debug = self.info = self.warning = self.error = self.critical = output.write_line


def _rendering(settings: LogSettings, output: Output) -> list[Processor]:
    if settings.format == "json":
        return [_cut, structlog.processors.JSONRenderer(serializer=_as_json)]
    lines = structlog.dev.ConsoleRenderer(colors=output.is_terminal, pad_event_to=24, sort_keys=False)
    return [_for_reading, _cut, _printable, lines]


def _all_of(processors: Sequence[Processor], output: Output) -> Processor:
    """All processors as one. An error in any of them drops the line, and reaches nobody else."""

    def make_line(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        try:
            return _run(processors, logger, method, event)
        except Exception:  # noqa: BLE001  # a field's own repr, an absurd wall clock
            output.drop()
            raise structlog.DropEvent from None

    return make_line


def _line_about_dropped(processors: Sequence[Processor]) -> Callable[[int], str]:
    def line(number: int) -> str:
        try:
            return str(_run(processors, None, "warning", {"event": "log lines dropped", "lines": number}))
        except Exception:  # noqa: BLE001  # as above
            return f"log lines dropped: {number}"

    return line


def _run(processors: Sequence[Processor], logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    made: object = event
    for process in processors:
        assert isinstance(made, MutableMapping), "only the last step makes text"
        made = process(logger, method, made)
    return made  # type: ignore[return-value]  # structlog's own type for the last step is a union of much more


def _stamp(world: World) -> Processor:
    def stamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        del logger, method
        moment = datetime.fromtimestamp(world.wall_time(), UTC)
        event["timestamp"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return event

    return stamp


def _for_reading(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Shortens times and call names for reading; the line `stream started` has the full names."""
    del logger, method
    event["timestamp"] = event["timestamp"][11:23]
    if event["event"] != FULL_NAMES_IN and "call" in event:
        event["call"] = f"..{event['call'][-6:]}"
    return {key: value for key, value in event.items() if value is not None}


def _mask_spoken(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    for field in SPOKEN_FIELDS:
        if field in event:
            event[field] = f"({len(str(event[field]))} characters)"
    return event


def _tell_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Turns `exc_info=exc` into a traceback without libraries' messages, which may quote a caller."""
    del logger, method
    exc = event.pop("exc_info", None)
    if isinstance(exc, BaseException):
        event["exception"] = traceback_in_words(exc)[-LONGEST_TRACEBACK:]
    return event


def _cut(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    for field, value in event.items():
        if isinstance(value, str) and len(value) > LONGEST_FIELD and field != "exception":
            event[field] = f"{value[:LONGEST_FIELD]}... ({len(value)} characters)"
    return event


def _printable(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    for field, value in event.items():
        if isinstance(value, str):
            event[field] = printable(value, keep_lines=field == "exception")
        elif not isinstance(value, (int, float)) and (shown := printable(repr(value))) != repr(value):
            event[field] = shown
    return event


def _as_json(event: EventDict, **options: object) -> str:
    text = json.dumps(event, **options)  # type: ignore[arg-type]  # structlog passes the options of json.dumps
    return text.replace("\x7f", "\\u007f")  # the only control character that JSON does not escape (RFC 8259, section 7)
