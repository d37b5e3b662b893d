"""Writing records beside the calls. The clock jumps; faults: no file, no tables, no thread, a slow disk, a lock."""

import json
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.end_reason import EndReason
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.engine.record.call_book import END_WITHIN_S, ENTRIES_OF_A_CALL, ENTRIES_OF_ALL, FINISHED_CALLS
from offhook.engine.record.call_record import DROPPED_ENTRIES, CallBegun, CallOver, CallRecord, TurnRecord
from offhook.engine.record.call_recorder import CallRecorder
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.store import GATHER_S, READ_WITHIN_S, RETRY_S, WRITE_OUT_WITHIN_S, Store, open_store
from tests.fakes.disk_world import DiskWorld

OVER = CallOver(60.0, "caller hung up", None, {})
TRACE = CallTrace(60.0)
A_MOMENT_S = 0.1


def begun(number: int) -> CallBegun:
    return CallBegun(f"CA{number}", f"MZ{number}", "", "test", float(number))


def said(number: int) -> CallerSaid:
    return CallerSaid(number, f"word {number}", float(number), "speech")


@asynccontextmanager
async def stored(world: DiskWorld, path: str = ":memory:") -> AsyncIterator[tuple[Store, StringIO]]:
    lines = StringIO()
    async with open_store(world, path, open_log(LogSettings(format="json"), world, lines)) as store:
        yield store, lines


def events(lines: StringIO) -> list[str]:
    return [json.loads(line)["event"] for line in lines.getvalue().splitlines()]


def take_away(path: str, *, keep: bool) -> None:
    """Somebody tidies up under the running server, or moves the file to where it is to be kept."""
    if keep:
        Path(path).rename(f"{path}.kept")
        return
    for name in ("", "-wal", "-shm"):
        Path(f"{path}{name}").unlink()


async def found(store: Store, sid: str) -> CallRecord:
    record = await store.find(sid)
    assert record is not None
    return record


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


async def test_a_call_has_exactly_one_record(autojump_clock: MockClock) -> None:
    """From its first line on, and once its end is written it can be read."""
    async with stored(DiskWorld()) as (store, _):
        book = store.open_book(begun(1))
        book.entry(said(1))
        book.turn(TurnRecord(1, {"onset": 1.0}))
        book.entry(said(2))
        book.trace(TRACE)
        await book.end(OVER)
        (listed,) = await store.recent(10)
        record = await found(store, "MZ1")
        assert (listed.begun, record.begun, record.over) == (begun(1), begun(1), OVER)
        assert record.transcript == [said(1), said(2)]
        assert record.turns == [TurnRecord(1, {"onset": 1.0})]
        assert record.trace == TRACE
        assert store.lost == 0


async def test_a_call_that_goes_on_is_on_record_by_and_by(autojump_clock: MockClock) -> None:
    """What was said stands there soon after it was said; writing it in several goes makes one record."""
    async with stored(DiskWorld()) as (store, _):
        book = store.open_book(begun(1))
        for number in range(3):
            book.entry(said(number))
            await trio.sleep(2 * GATHER_S)
            assert (await found(store, "CA1")).transcript == [said(each) for each in range(number + 1)]
        assert len(await store.recent(10)) == 1


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


async def test_leaving_writes_what_is_queued(path: str, autojump_clock: MockClock) -> None:
    """Records of the last calls are in the file when the server has stopped, also when it was cancelled."""
    with trio.CancelScope() as server:
        async with stored(DiskWorld(), path) as (store, _):
            for number in range(50):
                store.open_book(begun(number)).entry(said(number))
            server.cancel()
    async with stored(DiskWorld(), path) as (store, _):
        assert len(await store.recent(100)) == 50
        assert (await found(store, "CA49")).transcript == [said(49)]


# What fails, and what it may cost.


async def test_a_lock_of_a_few_seconds_costs_nothing(path: str, autojump_clock: MockClock) -> None:
    """Another program holds the file: readers are served, records wait, and all of them are written afterwards."""
    async with stored(DiskWorld(), path) as (store, lines):
        book = store.open_book(begun(1))
        await trio.sleep(2 * GATHER_S)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for number in range(5):
                book.entry(said(number))
                start = trio.current_time()
                assert (await found(store, "CA1")).transcript == []
                assert trio.current_time() - start < A_MOMENT_S
                await trio.sleep(RETRY_S)
            book.trace(TRACE)
            await book.end(OVER)
            other.execute("ROLLBACK")
        await trio.sleep(RETRY_S + GATHER_S + A_MOMENT_S)
        record = await found(store, "CA1")
        assert (record.transcript, record.trace) == ([said(number) for number in range(5)], TRACE)
        assert record.over == OVER
        assert store.lost == 0
    assert events(lines) == ["call records not written, kept for later", "call records can be written again"]
    assert "SQLITE_BUSY: another program holds the file" in lines.getvalue()


async def test_what_is_lost_at_the_end_is_told_and_takes_no_longer_than_it_may(
    path: str, autojump_clock: MockClock
) -> None:
    """A lock that stays holds up the end of the server for a bounded time, and the log says what it cost."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        async with stored(DiskWorld(), path) as (store, lines):
            other.execute("BEGIN IMMEDIATE")
            for number in range(3):
                store.open_book(begun(number)).entry(said(number))
            start = trio.current_time()
        assert trio.current_time() - start < WRITE_OUT_WITHIN_S + 1
    last = json.loads(lines.getvalue().splitlines()[-1])
    assert (last["event"], last["calls"], last["entries"]) == (
        "call records lost: the store did not take them in time",
        3,
        3,
    )


async def test_a_disk_that_hangs_does_not_hold_up_the_end(autojump_clock: MockClock) -> None:
    """Whoever stops the server waits for a bounded time, whatever the disk does."""
    world = DiskWorld()
    async with stored(world) as (store, lines):
        world.slow_s = 3600.0
        store.open_book(begun(1))
        await trio.sleep(1)
        start = trio.current_time()
    assert trio.current_time() - start < WRITE_OUT_WITHIN_S + 2
    assert events(lines) == ["call records lost: the store did not take them in time"]


@pytest.mark.parametrize("flood", [ENTRIES_OF_A_CALL + 5, 10 * ENTRIES_OF_A_CALL])
async def test_one_callers_flood_costs_that_call_only(flood: int, autojump_clock: MockClock) -> None:
    """Who presses keys without end loses the oldest of them, which its record counts; the others have every word."""
    async with stored(DiskWorld()) as (store, lines):
        noisy, *good = [store.open_book(begun(number)) for number in range(10)]
        for number in range(flood):
            noisy.entry(said(number))
            if number < 100:
                good[number % 9].entry(said(number))
        for book in good:
            book.trace(TRACE)
            await book.end(OVER)
        assert [(await found(store, f"CA{number}")).over for number in range(1, 10)] == [OVER] * 9
        assert sum([len((await found(store, f"CA{number}")).transcript) for number in range(1, 10)]) == 100
        noisy.trace(TRACE)
        told = await noisy.end(OVER)
        record = await found(store, "CA0")
        assert record.over == told
        assert (record.trace, record.over.end_reason) == (TRACE, OVER.end_reason)
        assert record.over.faults == {DROPPED_ENTRIES: flood - ENTRIES_OF_A_CALL}
        assert record.transcript[-1] == said(flood - 1)
        assert len(record.transcript) == ENTRIES_OF_A_CALL
    assert events(lines) == ["call record loses entries: too many to be stored"]


async def test_the_end_of_a_call_overtakes_a_flood(autojump_clock: MockClock) -> None:
    """While a caller keeps the store busy, another call's record is whole when that call is over."""
    async with stored(DiskWorld()) as (store, _), trio.open_nursery() as nursery:

        async def press() -> None:
            book = store.open_book(begun(0))
            while True:
                for number in range(700):
                    book.entry(said(number))
                await trio.sleep(0.1)

        nursery.start_soon(press)
        for number in range(1, 20):
            book = store.open_book(begun(number))
            await trio.sleep(0.2)
            book.trace(TRACE)
            start = trio.current_time()
            await book.end(OVER)
            assert trio.current_time() - start < A_MOMENT_S
            record = await found(store, f"CA{number}")
            assert (record.over, record.trace) == (OVER, TRACE)
        nursery.cancel_scope.cancel()


async def test_memory_is_bounded_whatever_the_store_does(autojump_clock: MockClock) -> None:
    """While nothing can be written the oldest finished records give way, and the log says so once."""
    world = DiskWorld()
    async with stored(world) as (store, lines):
        world.exhausted = True
        for number in range(FINISHED_CALLS + 3):
            with trio.CancelScope() as patience:  # whoever ends a call here does not wait for its record
                patience.cancel()
                await store.open_book(begun(number)).end(OVER)
        assert store.lost == 3
        world.exhausted = False
        await trio.sleep(RETRY_S * 10)
        assert len(await store.recent(10_000)) == FINISHED_CALLS
        assert await store.find("CA2") is None
        assert (await found(store, "CA3")).over == OVER
    assert events(lines).count("call record lost: too many calls wait to be stored") == 1


async def test_each_outage_that_costs_records_is_told(autojump_clock: MockClock) -> None:
    """Not only the first one since the start, which may have been months ago."""
    world = DiskWorld()
    async with stored(world) as (store, lines):
        for _ in range(2):
            world.exhausted = True
            for number in range(FINISHED_CALLS + 1):
                with trio.CancelScope() as patience:
                    patience.cancel()
                    await store.open_book(begun(number)).end(OVER)
            world.exhausted = False
            await trio.sleep(RETRY_S * 10)
        assert store.lost == 2
    assert events(lines).count("call record lost: too many calls wait to be stored") == 2


async def test_many_calls_share_what_memory_there_is(autojump_clock: MockClock) -> None:
    """While nothing can be written the room of each call shrinks as calls become more; each keeps its newest words."""
    world, calls = DiskWorld(), 200
    async with stored(world) as (store, _):
        world.exhausted = True
        books = [store.open_book(begun(number)) for number in range(calls)]
        for entry in map(said, range(1000)):
            for book in books:
                book.entry(entry)
        assert sum(len(book) for book in books) <= ENTRIES_OF_ALL
        world.exhausted = False
        for book in books:
            await book.end(OVER)
        await trio.sleep(calls * RETRY_S)
        for number in range(calls):
            record = await found(store, f"CA{number}")
            assert record.transcript[-1] == said(999)
            assert record.over is not None
            assert record.over.faults == {DROPPED_ENTRIES: 1000 - len(record.transcript)}


async def test_a_machine_without_threads_costs_nothing_but_time(autojump_clock: MockClock) -> None:
    """Where not even a thread can be started the calls go on, and are on record when there is one again."""
    world = DiskWorld()
    async with stored(world) as (store, lines):
        world.exhausted = True
        await store.open_book(begun(1)).end(OVER)
        with pytest.raises(DatabaseError, match="RuntimeError"):
            await store.recent(10)
        world.exhausted = False
        await trio.sleep(RETRY_S + GATHER_S)
        assert [record.over for record in await store.recent(10)] == [OVER]
        assert store.lost == 0
    assert "can't start new thread" not in lines.getvalue()  # a library's words


async def test_tables_that_are_gone_cost_what_stood_in_them(path: str, autojump_clock: MockClock) -> None:
    """Somebody drops the tables: they are made anew, and the calls that go on are on record from there on."""
    async with stored(DiskWorld(), path) as (store, lines):
        book = store.open_book(begun(1))
        book.entry(said(1))
        await trio.sleep(2 * GATHER_S)
        with closing(sqlite3.connect(path)) as vandal:
            for table in ("entries", "turns", "traces", "calls"):
                vandal.execute(f"DROP TABLE {table}")
            vandal.commit()
        book.entry(said(2))
        await book.end(OVER)
        await trio.sleep(RETRY_S + GATHER_S)
        record = await found(store, "CA1")
        assert (record.transcript, record.over) == ([said(2)], OVER)
    assert events(lines) == ["call records not written, kept for later", "call records can be written again"]
    assert "INSERT" not in lines.getvalue()


@pytest.mark.parametrize("moved", [False, True])
async def test_a_file_that_is_taken_away_is_made_again(moved: bool, path: str, autojump_clock: MockClock) -> None:
    """Nothing is written into nowhere: not the calls that come, nor the end of one that goes on. It is told once."""
    async with stored(DiskWorld(), path) as (store, lines):
        first, going_on = [store.open_book(begun(number)) for number in (1, 2)]
        await first.end(OVER)
        take_away(path, keep=moved)
        assert await store.recent(10) == []
        going_on.entry(said(2))
        last = store.open_book(begun(3))
        for book in (last, going_on):
            await book.end(OVER)
        assert {record.begun.call_sid: record.over for record in await store.recent(10)} == {"CA2": OVER, "CA3": OVER}
        assert (await found(store, "CA2")).transcript == [said(2)]
    assert events(lines) == ["records file was moved, deleted or replaced: another one is opened"]
    if moved:
        async with stored(DiskWorld(), f"{path}.kept") as (store, _):
            assert (await found(store, "CA1")).over == OVER


async def test_a_part_that_cannot_be_stored_costs_itself(path: str, autojump_clock: MockClock) -> None:
    """The others of its batch are written, and its record counts it."""
    half_a_letter = CallerSaid(2, "\ud83d", 2.0, "speech")  # UTF-8 has no bytes for it
    async with stored(DiskWorld(), path) as (store, lines):
        books = [store.open_book(begun(number)) for number in (1, 2)]
        for book in books:
            book.entry(said(1))
        books[0].entry(half_a_letter)
        books[0].entry(said(3))
        for book in books:
            await book.end(OVER)
        record, other = await found(store, "CA1"), await found(store, "CA2")
        assert record.transcript == [said(1), said(3)]
        assert record.over is not None
        assert record.over.faults == {DROPPED_ENTRIES: 1}
        assert (other.transcript, other.over) == ([said(1)], OVER)
        assert store.lost == 1
    assert events(lines) == ["call record entries not written"]


async def test_who_reads_waits_for_no_disk(autojump_clock: MockClock) -> None:
    """A read has a deadline, and says what to look after."""
    world = DiskWorld()
    async with stored(world) as (store, lines):
        await store.open_book(begun(1)).end(OVER)
        world.slow_s = 3600.0
        start = trio.current_time()
        for read in (lambda: store.recent(10), lambda: store.find("CA1")):
            with pytest.raises(DatabaseError, match="no answer within 2 s; check its disk"):
                await read()
        assert trio.current_time() - start == pytest.approx(2 * READ_WITHIN_S)
        world.slow_s = 0.0
        assert (await found(store, "CA1")).over == OVER
    assert events(lines) == ["call records not read", "call records can be read again"]


async def test_readers_and_writer_take_turns(path: str) -> None:
    """On real threads, lists asked for while records are written disturb nothing."""
    world = RealWorld()
    log = open_log(LogSettings(level="error"), world, StringIO())
    with trio.fail_after(20):
        async with open_store(world, path, log) as store, trio.open_nursery() as nursery:
            for number in range(20):
                book = store.open_book(begun(number))
                book.entry(said(number))
                nursery.start_soon(book.end, OVER)
                nursery.start_soon(store.recent, 5)
                nursery.start_soon(store.find, f"CA{number}")
        async with open_store(world, path, log) as store:
            records = await store.recent(100)
    assert [record.over for record in records] == [OVER] * 20
    assert store.lost == 0


async def test_a_read_that_hangs_keeps_its_lane_to_itself() -> None:
    """On real threads: who was left alone is waited for in its own lane, and by nobody else."""
    world, go_on = RealWorld(blocking_threads=1), threading.Event()
    hung: list[str] = []

    def hang() -> None:
        go_on.wait(20)
        hung.append("over")

    with trio.fail_after(20):
        with trio.move_on_after(0.05) as patience:
            await world.run_blocking(hang, cost_s=0, lane="slow")
        assert patience.cancelled_caught
        with trio.move_on_after(0.05) as patience:
            await world.run_blocking(lambda: None, cost_s=0, lane="slow")
        assert patience.cancelled_caught, "the lane is one thread, and it is taken"
        assert await world.run_blocking(lambda: "other", cost_s=0, lane="other") == "other"
        assert await world.run_blocking(lambda: "none", cost_s=0) == "none"
        go_on.set()
        assert await world.run_blocking(lambda: list(hung), cost_s=0, lane="slow") == ["over"]


async def test_a_path_that_cannot_be_opened_stops_the_start(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Whoever starts a server without a place for its records is told so at once."""
    with pytest.raises(DatabaseError, match="name a file that can be written"):
        async with stored(DiskWorld(), str(tmp_path / "missing" / "calls.db")):
            raise AssertionError("no store was to open")


async def test_a_record_that_is_lost_does_not_count_as_stored(autojump_clock: MockClock) -> None:
    """The journal of its call would be removed, and nothing of the call be left. Its beginning was stored before; then
    hundreds of calls end within a moment, and the store takes none of them."""
    world = DiskWorld()
    ends: list[bool] = []
    async with stored(world) as (store, _):

        async def end(recorder: CallRecorder) -> None:
            _, is_stored = await recorder.finish(EndReason.SHUTDOWN, None, None, seconds=60.0, ended_at=60.0)
            ends.append(is_stored)

        recorders = [CallRecorder(store.open_book(begun(number))) for number in range(FINISHED_CALLS + 3)]
        await trio.sleep(RETRY_S * 10)
        world.exhausted = True
        async with trio.open_nursery() as nursery:
            for recorder in recorders:
                nursery.start_soon(end, recorder)
        assert store.lost == 3
        assert ends == [False] * (FINISHED_CALLS + 3)
        world.exhausted = False


async def test_a_record_whose_end_cannot_be_stored_does_not_count_as_stored(autojump_clock: MockClock) -> None:
    """Half a character in a collected answer, which no file can hold."""
    async with stored(DiskWorld()) as (store, _):
        collected = Collected({"name": "\ud83d"})
        whole, torn = (CallRecorder(store.open_book(begun(number))) for number in range(2))
        assert (await whole.finish(EndReason.SHUTDOWN, None, None, seconds=1.0, ended_at=1.0))[1]
        assert not (await torn.finish(EndReason.SHUTDOWN, None, collected, seconds=1.0, ended_at=1.0))[1]
        assert (await found(store, "CA1")).over is None
