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

SPOKEN_FIELDS = ("said", "text")
"""Fields that hold what a caller or the agent said; masked unless `log.transcripts` is on."""


def open_log(settings: LogSettings, world: World, stream: TextIO | None = None) -> FilteringBoundLogger:
    """A logger that writes to `stream` (standard error by default)."""
    target = stream or sys.stderr
    render: Processor = (
        structlog.processors.JSONRenderer()
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=target.isatty(), pad_event_to=34, sort_keys=False)
    )
    processors: list[Processor] = [structlog.processors.add_log_level, _stamp(world)]
    if not settings.transcripts:
        processors.append(_mask_spoken)
    processors += [structlog.processors.format_exc_info, render]
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


def _mask_spoken(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    for field in SPOKEN_FIELDS:
        if field in event:
            event[field] = f"({len(str(event[field]))} characters)"
    return event
