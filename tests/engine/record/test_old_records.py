"""`store.keep_days`: what the server deletes by itself, and that no call waits for it. Virtual time, a real file."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record.call_record import CallBegun, CallOver
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.store import (
    DAY_S,
    DELETE_AT_ONCE,
    DELETE_EVERY_S,
    DELETE_PAUSE_S,
    GATHER_S,
    Store,
    open_store,
)
from tests.fakes.disk_world import DiskWorld

A_MOMENT_S = 0.1
KEEP_DAYS = 30


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


def begun(name: str, world: DiskWorld, *, days_ago: float = 0) -> CallBegun:
    return CallBegun(f"CA{name}", f"MZ{name}", "+15550100", "front_desk", world.wall_time() - days_ago * DAY_S)


def keep(path: str, *calls: CallBegun) -> None:
    """What earlier starts of the server have left."""
    database = Database(path)
    database.write([CallParts(call, [CallerSaid(1, "hello", 1.0, "speech")]) for call in calls])
    database.close()


@asynccontextmanager
async def running(world: DiskWorld, path: str, keep_days: int = KEEP_DAYS) -> AsyncIterator[tuple[Store, StringIO]]:
    lines = StringIO()
    log = open_log(LogSettings(format="json"), world, lines)
    async with open_store(world, path, log, keep_days=keep_days) as store:
        yield store, lines


async def stored(store: Store) -> list[str]:
    return [record.begun.call_sid for record in await store.recent(1000)]


def said(lines: StringIO) -> list[tuple[str, int | None]]:
    return [(line["event"], line.get("calls")) for line in map(json.loads, lines.getvalue().splitlines())]


async def test_calls_are_forgotten_when_their_days_are_over(path: str, autojump_clock: MockClock) -> None:
    """At the start what is too old already, with all its parts; later, within the hour, what becomes so."""
    world = DiskWorld()
    old = [begun(f"old{number}", world, days_ago=31) for number in range(3 * DELETE_AT_ONCE + 1)]
    keep(path, *old, begun("young", world, days_ago=29), begun("new", world))
    async with running(world, path) as (store, lines):
        await trio.sleep(1)
        assert await stored(store) == ["CAnew", "CAyoung"]
        await trio.sleep(DAY_S - 2)
        assert await stored(store) == ["CAnew", "CAyoung"]
        await trio.sleep(DELETE_EVERY_S + 2)
        assert await stored(store) == ["CAnew"]
    assert said(lines) == [("old call records deleted", len(old)), ("old call records deleted", 1)]
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM entries").fetchone() == (1,)


async def test_without_a_limit_nothing_is_forgotten(path: str, autojump_clock: MockClock) -> None:
    """0 is for ever, not "older than nothing"."""
    world = DiskWorld()
    keep(path, begun("old", world, days_ago=3650))
    async with running(world, path, keep_days=0) as (store, lines):
        await trio.sleep(2 * DELETE_EVERY_S)
        assert await stored(store) == ["CAold"]
    assert said(lines) == []


async def test_a_call_is_stored_while_a_thousand_old_ones_are_deleted(path: str, autojump_clock: MockClock) -> None:
    """Its record waits for a few of them, never for all."""
    world = DiskWorld()
    keep(path, *(begun(str(number), world, days_ago=31) for number in range(1000)))
    world.slow_s = 0.02
    async with running(world, path) as (store, _):
        for number in range(5):
            await trio.sleep(GATHER_S)
            asked_at = trio.current_time()
            await store.open_book(begun(f"new{number}", world)).end(CallOver(world.wall_time(), "", None, {}))
            assert trio.current_time() - asked_at < A_MOMENT_S
        left = len(await stored(store))
        assert left > 500, "the old ones were gone already"
        await trio.sleep(1000 / DELETE_AT_ONCE * (world.slow_s + DELETE_PAUSE_S) + 1)
        assert sorted(await stored(store)) == [f"CAnew{number}" for number in range(5)]
        assert store.lost == 0


async def test_a_file_that_is_held_is_tidied_an_hour_later(path: str, autojump_clock: MockClock) -> None:
    """The log says why nothing was deleted."""
    world = DiskWorld()
    keep(path, begun("old", world, days_ago=31))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with running(world, path) as (store, lines):
            await trio.sleep(1)
            assert await stored(store) == ["CAold"]
            other.execute("ROLLBACK")
            await trio.sleep(DELETE_EVERY_S)
            assert await stored(store) == []
    assert said(lines) == [
        ("old call records not deleted, tried again in an hour", None),
        ("old call records deleted", 1),
    ]
    assert "SQLITE_BUSY: another program holds the file" in lines.getvalue()


async def test_the_end_of_the_server_does_not_wait_for_old_records(path: str, autojump_clock: MockClock) -> None:
    """The next start goes on with them."""
    world = DiskWorld()
    keep(path, *(begun(str(number), world, days_ago=31) for number in range(1000)))
    async with running(world, path):
        await trio.sleep(1)
        asked_at = trio.current_time()
    assert trio.current_time() - asked_at < A_MOMENT_S
    database = Database(path)
    assert len(database.recent(1000)) > 500
    database.close()
