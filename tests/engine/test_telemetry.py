"""Log lines. The clock jumps, wall time stands with it; lines go to a string."""

import json
from io import StringIO

import pytest
from structlog.typing import FilteringBoundLogger
from trio.testing import MockClock

from engine.settings import LogSettings
from engine.telemetry import milliseconds, open_log
from simulation.world import SimulatedWorld


def opened(**settings: object) -> tuple[FilteringBoundLogger, StringIO]:
    stream = StringIO()
    return open_log(LogSettings.model_validate(settings), SimulatedWorld(), stream), stream


def lines_of(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_json_is_one_object_a_line(autojump_clock: MockClock) -> None:
    """Event, level, time and fields, for machines."""
    log, stream = opened(format="json")
    log.bind(call="CA1").info("stream started", stream="MZ1", n=3)
    log.warning("two")
    assert lines_of(stream) == [
        {
            "event": "stream started",
            "level": "info",
            "timestamp": "2027-01-15T08:00:00.000Z",
            "call": "CA1",
            "stream": "MZ1",
            "n": 3,
        },
        {"event": "two", "level": "warning", "timestamp": "2027-01-15T08:00:00.000Z"},
    ]


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_what_was_said_is_masked(form: str, autojump_clock: MockClock) -> None:
    """Neither the caller's words nor the agent's get into a log that nobody asked to have them in."""
    log, stream = opened(format=form)
    log.bind(said="my card is 4111").info("caller said", text="thank you")
    assert "4111" not in stream.getvalue()
    assert "thank" not in stream.getvalue()
    assert "(15 characters)" in stream.getvalue()
    assert "(9 characters)" in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_transcripts_are_logged_on_request(form: str, autojump_clock: MockClock) -> None:
    """Who switches them on reads every word."""
    log, stream = opened(format=form, transcripts=True)
    log.info("caller said", said="book a table", text="for when?")
    assert "book a table" in stream.getvalue()
    assert "for when?" in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_a_crash_is_logged_with_its_traceback(form: str, autojump_clock: MockClock) -> None:
    """Whoever reads the log sees where it happened, in either format and without a warning."""
    log, stream = opened(format=form)
    try:
        raise ValueError("a planted bug")
    except ValueError as exc:
        log.error("actor crashed", exc_info=exc)
    assert "Traceback" in stream.getvalue()
    assert "a planted bug" in stream.getvalue()


async def test_what_is_below_the_level_is_not_written(autojump_clock: MockClock) -> None:
    """A quiet log stays quiet."""
    log, stream = opened(format="json", level="warning")
    log.debug("a")
    log.info("b")
    log.warning("c")
    log.error("d")
    assert [line["event"] for line in lines_of(stream)] == ["c", "d"]


async def test_lines_are_for_people(autojump_clock: MockClock) -> None:
    """One line an event, its fields as `name=value`, and no colours in a file."""
    log, stream = opened()
    log.info("call ended", reason="caller hung up", seconds=3.5)
    (line,) = stream.getvalue().splitlines()
    assert "call ended" in line
    assert "reason='caller hung up'" in line
    assert "\x1b" not in line


async def test_two_logs_do_not_share_anything(autojump_clock: MockClock) -> None:
    """There is no global logger that one server could change for another."""
    first, first_stream = opened(format="json")
    second, second_stream = opened(format="json", level="error")
    first.info("a")
    second.info("b")
    assert [line["event"] for line in lines_of(first_stream)] == ["a"]
    assert second_stream.getvalue() == ""


@pytest.mark.parametrize(("seconds", "shown"), [(None, None), (0.0, 0), (0.0316, 32), (1.41, 1410)])
def test_durations_are_whole_milliseconds(seconds: float | None, shown: int | None) -> None:
    """What has no duration has none in the log."""
    assert milliseconds(seconds) == shown
