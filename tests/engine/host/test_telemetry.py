"""Log lines. The clock jumps, wall time stands with it; lines go to a string."""

import json
import os
import unicodedata
from contextlib import suppress
from io import StringIO
from typing import Literal

import pytest
from structlog.typing import FilteringBoundLogger
from trio.testing import MockClock

from offhook.engine.host.log_output import LogOutput
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import TextOutput, at_every_level, milliseconds, open_log
from offhook.simulation.world import SimulatedWorld


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
    """Whoever reads the log sees where it happened, in either format, and nothing of what was being handled there."""
    log, stream = opened(format=form)
    try:
        int("4111 1111")
    except ValueError as exc:
        log.error("actor crashed", exc_info=exc)
    assert "Traceback" in stream.getvalue()
    assert "test_telemetry.py" in stream.getvalue()
    assert "ValueError" in stream.getvalue()
    assert "invalid literal" not in stream.getvalue()


class _Unspeakable:
    def __repr__(self) -> str:
        raise RuntimeError("a planted bug")


class _YearMillion(SimulatedWorld):
    def wall_time(self) -> float:
        return 1e15


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_a_line_that_cannot_be_made_ends_no_call(
    form: Literal["json", "lines"], autojump_clock: MockClock
) -> None:
    """A field that fails while it is shown, or an absurd wall clock, costs the line and raises nothing."""
    output = TextOutput(StringIO())
    open_log(LogSettings(format=form), SimulatedWorld(), output).info("one", what=_Unspeakable())
    open_log(LogSettings(format=form), _YearMillion(), output).info("two")
    assert output.dropped == 2


EVIL = "CA\x1b[2J\x1b]0;owned\x07\b\0\u009b\u202e\u2028\x7f\r\n09:00:00.000 [error    ] disk full"


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_a_stranger_steers_no_terminal_and_forges_no_line(form: str, autojump_clock: MockClock) -> None:
    """What a peer names himself is one line's text, in every place of a line, with its controls escaped."""
    log, stream = opened(format=form)
    log.bind(call=EVIL).info("stream started", stream=EVIL, names=[EVIL], error=ValueError(EVIL))
    log.info(EVIL)
    written = stream.getvalue()
    assert written.count("\n") == 2
    assert [character for character in written if unicodedata.category(character) in ("Cc", "Cf", "Zl")] == ["\n"] * 2


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_a_name_of_a_megabyte_is_cut(form: str, autojump_clock: MockClock) -> None:
    """Who names his call at length fills no disk."""
    log, stream = opened(format=form)
    log.info("stream started", call="x" * 1_000_000)
    assert len(stream.getvalue()) < 3000
    assert "(1000000 characters)" in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "lines"])
async def test_lost_lines_are_told_in_the_logs_own_format(
    form: Literal["json", "lines"], autojump_clock: MockClock
) -> None:
    """As soon as the log works again it says how many lines are missing."""
    reader, writer = os.pipe()
    output = LogOutput(writer)
    log = open_log(LogSettings(format=form), SimulatedWorld(), output)
    for _ in range(1000):
        log.info("x" * 1000)
    os.set_blocking(reader, False)
    with suppress(BlockingIOError):
        while os.read(reader, 65_536):
            pass
    log.info("back again")
    about_dropped, last = os.read(reader, 65_536).decode().splitlines()
    assert "log lines dropped" in about_dropped
    assert about_dropped.startswith("{") == (form == "json")
    assert "back again" in last
    output.close()
    os.close(reader)
    os.close(writer)


async def test_what_is_below_the_level_is_not_written(autojump_clock: MockClock) -> None:
    """A quiet log stays quiet."""
    log, stream = opened(format="json", level="warning")
    log.debug("a")
    log.info("b")
    log.warning("c")
    log.error("d")
    assert [line["event"] for line in lines_of(stream)] == ["c", "d"]


async def test_the_servers_own_lines_are_chosen_by_the_server(autojump_clock: MockClock) -> None:
    """Who asks for warnings only still learns where the server runs."""
    log, stream = opened(format="json", level="warning")
    at_every_level(log).info("Running on http://127.0.0.1:8000")
    at_every_level(log.bind(call="CA1")).info("again")
    log.info("of a call")
    assert [line["event"] for line in lines_of(stream)] == ["Running on http://127.0.0.1:8000", "again"]


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
