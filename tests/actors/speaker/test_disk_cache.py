"""The folder behind its queue. Virtual clock; faults: a slow disk, no thread, no directory, damaged files."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.speaker.disk_cache import END_WITHIN_S, QUEUE, DiskCache, open_disk_cache
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from tests.fakes.disk_world import DiskWorld

ROOM = 1_000_000
VOICE = "steady-0a1b2c3d"


def key_of(number: int) -> str:
    return f"{VOICE}-{number:032x}"


@asynccontextmanager
async def opened(path: Path, world: DiskWorld | None = None) -> AsyncIterator[tuple[DiskCache, StringIO]]:
    world, lines = world or DiskWorld(), StringIO()
    async with open_disk_cache(world, path, ROOM, open_log(LogSettings(format="json"), world, lines)) as files:
        yield files, lines


def events(lines: StringIO) -> list[str]:
    return [json.loads(line)["event"] for line in lines.getvalue().splitlines()]


async def test_the_next_start_finds_what_this_one_wrote(tmp_path: Path, autojump_clock: MockClock) -> None:
    """What is queued when the server stops is on the disk."""
    async with opened(tmp_path) as (files, _):
        for number in range(3):
            files.write(key_of(number), bytes([number]))
    async with opened(tmp_path) as (files, lines):
        assert sorted(await files.read([VOICE], ROOM)) == [(key_of(number), bytes([number])) for number in range(3)]
        assert events(lines) == []


async def test_writing_never_waits(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A disk that takes a minute costs a call no time; what finds no room in the queue is dropped and counted."""
    world = DiskWorld()
    async with opened(tmp_path, world) as (files, _):
        world.slow_s = 60.0
        files.write(key_of(0), b"in the writer's hand")
        await trio.sleep(1)
        for number in range(1, QUEUE + 6):
            files.write(key_of(number), b"sound")
        assert trio.current_time() == 1
        assert files.lost == 5


async def test_the_end_does_not_wait_for_a_slow_disk(tmp_path: Path, autojump_clock: MockClock) -> None:
    """It is only a cache: a server that stops gives it a moment."""
    world = DiskWorld()
    async with opened(tmp_path, world) as (files, _):
        world.slow_s = 60.0
        files.write(key_of(1), b"sound")
    assert trio.current_time() == pytest.approx(END_WITHIN_S)
    files.write(key_of(2), b"sound")
    assert files.lost == 1


async def test_a_failing_disk_costs_sounds_only(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Each loss is counted and logged, and once there are threads again sounds are written again."""
    world = DiskWorld()
    async with opened(tmp_path, world) as (files, lines):
        world.exhausted = True
        files.write(key_of(1), b"sound")
        await trio.sleep(1)
        assert (files.lost, events(lines)) == (1, ["voice file not written"])
        world.exhausted = False
        files.write(key_of(2), b"sound")
        await trio.sleep(1)
        assert await files.read([VOICE], ROOM) == [(key_of(2), b"sound")]


async def test_a_path_that_is_no_directory_stops_nothing(tmp_path: Path, autojump_clock: MockClock) -> None:
    """One line at the start, one for each sound that is not written, and the path for whoever must repair it."""
    (tmp_path / "voices").write_text("I am a file.")
    async with opened(tmp_path / "voices") as (files, lines):
        assert await files.read([VOICE], ROOM) == []
        files.write(key_of(1), b"sound")
        await trio.sleep(1)
        assert events(lines) == ["voice files not read", "voice file not written"]
        assert all(str(tmp_path) in line for line in lines.getvalue().splitlines())


async def test_a_damaged_file_is_one_line_in_the_log(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The others are read as ever."""
    async with opened(tmp_path) as (files, _):
        files.write(key_of(1), b"damaged")
        files.write(key_of(2), b"sound")
    (tmp_path / f"{key_of(1)}.ulaw").write_bytes(b"offhook")
    async with opened(tmp_path) as (files, lines):
        assert await files.read([VOICE], ROOM) == [(key_of(2), b"sound")]
        assert events(lines) == ["voice file ignored"]
        assert key_of(1) in lines.getvalue()
