"""Log lines that a person likes to read, with structured fields underneath.

A logger is handed down, never fetched: the exchange binds one for the server, each call one of its own.
"""

import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from engine.settings import LogSettings
from engine.world import World

FULL_NAMES_IN = "stream started"
SPOKEN_FIELDS = ("said", "text")
"""Fields that hold what a caller or the agent said; masked unless `log.transcripts` is on."""


def open_log(settings: LogSettings, world: World, stream: TextIO | None = None) -> FilteringBoundLogger:
    """A logger that writes to `stream` (standard error by default)."""
    target = stream or sys.stderr
    if settings.format == "json":
        rendering: list[Processor] = [structlog.processors.JSONRenderer()]
    else:
        lines = structlog.dev.ConsoleRenderer(colors=target.isatty(), pad_event_to=24, sort_keys=False)
        rendering = [_for_reading, lines]
    processors: list[Processor] = [structlog.processors.add_log_level, _stamp(world)]
    if not settings.transcripts:
        processors.append(_mask_spoken)
    processors += [structlog.processors.format_exc_info, *rendering]
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(target),
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.level.upper())),
    )
    return logger


def milliseconds(seconds: float | None) -> int | None:
    """How the log writes durations."""
    return None if seconds is None else round(seconds * 1000)


def _stamp(world: World) -> Processor:
    def stamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        del logger, method
        moment = datetime.fromtimestamp(world.wall_time(), UTC)
        event["timestamp"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return event

    return stamp


def _for_reading(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Short times and call names for a person's eye; `stream started` tells the full ones."""
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
