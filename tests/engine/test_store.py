"""Writing records beside the calls. The clock jumps; faults: tables gone, no thread, a slow disk, a full queue."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from engine.conversation import CallerSaid
from engine.database import DatabaseError
from engine.record import CallBegun, CallOver, TurnRecord
from engine.settings import LogSettings
from engine.store import END_WITHIN_S, QUEUE, Store, open_store
from engine.telemetry import open_log
from engine.world import RealWorld
from tests.fakes.disk_world import DiskWorld

OVER = CallOver(60.0, "caller hung up", None, {})


def begun(number: int) -> CallBegun:
    return CallBegun(f"CA{number}", f"MZ{number}", "", "test", float(number))


def said(number: int) -> CallerSaid:
    return CallerSaid(number, f"word {number}", float(number), "speech")


@asynccontextmanager
async def stored(world: DiskWorld, path: str = ":memory:") -> AsyncIterator[tuple[Store, StringIO]]:
    lines = StringIO()
    async with open_store(world, path, open_log(LogSettings(format="json"), world, lines)) as store:
        yield store, lines


async def test_a_call_has_exactly_one_record(autojump_clock: MockClock) -> None:
    """From its first line on, and once its end is written it can be read."""
    async with stored(DiskWorld()) as (store, _):
        book = store.open_book(begun(1))
        book.entry(said(1))
        book.turn(TurnRecord(1, {"onset": 1.0}))
        book.entry(said(2))
        await book.end(OVER)
        (listed,) = await store.recent(10)
        record = await store.find("MZ1")
        assert record is not None
        assert (listed.begun, record.begun, record.over) == (begun(1), begun(1), OVER)
        assert record.transcript == [said(1), said(2)]
        assert record.turns == [TurnRecord(1, {"onset": 1.0})]
        assert store.lost == 0


async def test_writing_never_waits(autojump_clock: MockClock) -> None:
    """A disk that takes a minute costs a call no time, but for the moment at its end."""
    world = DiskWorld()
    async with stored(world) as (store, _):
        world.slow_s = 60.0
        start = trio.current_time()
        book = store.open_book(begun(1))
        for number in range(100):
            book.entry(said(number))
        assert trio.current_time() == start
        await book.end(OVER)
        assert trio.current_time() - start == pytest.approx(END_WITHIN_S)
        world.slow_s = 0.0


async def test_leaving_writes_what_is_queued(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Records of the last calls are in the file when the server has stopped."""
    path = str(tmp_path / "calls.db")
    async with stored(DiskWorld(), path) as (store, _):
        for number in range(50):
            store.open_book(begun(number)).entry(said(number))
    async with stored(DiskWorld(), path) as (store, _):
        assert len(await store.recent(100)) == 50
        record = await store.find("CA49")
        assert record is not None
        assert record.transcript == [said(49)]


def vandalise(path: str, statement: str) -> None:
    """Somebody changes the file under the running server."""
    vandal = sqlite3.connect(path)
    vandal.execute(statement)
    vandal.commit()
    vandal.close()


async def test_a_failing_disk_costs_records_only(tmp_path: Path, autojump_clock: MockClock) -> None:
    """No call notices, each loss is counted and logged, and once the disk works again records are written again."""
    path = str(tmp_path / "calls.db")
    async with stored(DiskWorld(), path) as (store, lines):
        vandalise(path, "ALTER TABLE calls RENAME TO elsewhere")
        lost_book = store.open_book(begun(1))
        lost_book.entry(said(1))
        await lost_book.end(OVER)
        assert store.lost == 3
        vandalise(path, "ALTER TABLE elsewhere RENAME TO calls")
        lost_book.entry(said(2))  # of a call that has no first line: lost too, and no other call's
        book = store.open_book(begun(2))
        book.entry(said(3))
        await book.end(OVER)
        assert [record.begun for record in await store.recent(10)] == [begun(2)]
        assert store.lost == 4
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["event"] for line in logged] == ["call record not written"] * 4
    assert "no such table" in logged[0]["error"]


async def test_a_machine_without_threads_costs_records_only(autojump_clock: MockClock) -> None:
    """Where not even a thread can be started the calls go on."""
    world = DiskWorld()
    async with stored(world) as (store, _):
        world.exhausted = True
        await store.open_book(begun(1)).end(OVER)
        assert store.lost == 2
        world.exhausted = False
        await store.open_book(begun(2)).end(OVER)
        assert [record.begun for record in await store.recent(10)] == [begun(2)]


async def test_the_queue_is_bounded(autojump_clock: MockClock) -> None:
    """What finds no room is counted, and who ends a call then does not wait longer than it may."""
    world = DiskWorld()
    async with stored(world) as (store, _):
        world.slow_s = 3600.0
        book = store.open_book(begun(1))
        await trio.testing.wait_all_tasks_blocked()  # the writer has taken the first
        for number in range(QUEUE + 5):
            book.entry(said(number))
        assert store.lost == 5
        start = trio.current_time()
        await book.end(OVER)
        assert trio.current_time() - start <= END_WITHIN_S
        assert store.lost == 6
        world.slow_s = 0.0


async def test_readers_and_writer_take_turns(tmp_path: Path) -> None:
    """On real threads, lists asked for while records are written disturb nothing."""
    world = RealWorld()
    log = open_log(LogSettings(level="error"), world, StringIO())
    with trio.fail_after(20):
        async with open_store(world, str(tmp_path / "calls.db"), log) as store, trio.open_nursery() as nursery:
            for number in range(20):
                book = store.open_book(begun(number))
                book.entry(said(number))
                nursery.start_soon(book.end, OVER)
                nursery.start_soon(store.recent, 5)
                nursery.start_soon(store.find, f"CA{number}")
        async with open_store(world, str(tmp_path / "calls.db"), log) as store:
            records = await store.recent(100)
    assert [record.over for record in records] == [OVER] * 20
    assert store.lost == 0


async def test_a_path_that_cannot_be_opened_stops_the_start(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Whoever starts a server without a place for its records is told so at once."""
    with pytest.raises(DatabaseError, match="name a file that can be written"):
        async with stored(DiskWorld(), str(tmp_path / "missing" / "calls.db")):
            raise AssertionError("no store was to open")
