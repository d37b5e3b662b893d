"""The journals beside a store: names, what a start removes, what goes with a deleted call. Virtual time, real files."""

import json
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from io import StringIO
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.end_reason import EndReason
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun, CallOver
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.facts import Fact
from offhook.engine.record.journal import SLOW_WRITE_S, AppendOnly, Journal, JournalLost, read_journal
from offhook.engine.record.journal_folder import (
    KEPT_DAYS,
    KEPT_JOURNALS,
    REST_S,
    RETURN_WITHIN_S,
    JournalFolder,
    begun_in,
)
from offhook.engine.record.store import DAY_S, DELETE_EVERY_S, Store, open_store
from offhook.engine.record.unwanted import Unwanted
from offhook.reports.deleted_calls import delete_calls
from offhook.simulation.world import EPOCH, SimulatedWorld

T = TypeVar("T")
OVER = CallOver(EPOCH + 60, "caller hung up", None, {})
LONG_OVER = CallOver(EPOCH - RETURN_WITHIN_S - 1, "caller hung up", None, {})


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


def begun(name: str, *, stream: str = "", caller: str = "+15550100", days_ago: float = 0) -> CallBegun:
    return CallBegun(f"CA{name}", stream or f"MZ{name}", caller, "front_desk", EPOCH - days_ago * DAY_S)


def opened(path: str, call: CallBegun) -> Journal:
    journal = JournalFolder(path).open(call, lambda: 0.0)
    assert journal is not None
    return journal


def leave_journal(path: str, call: CallBegun) -> None:
    """As a worker does that is killed in the middle of this call."""
    what = facts.CallBegan(call.stream_sid, call.caller, call.agent, call.started_at)
    with closing(opened(path, call)) as journal:
        journal.observe(Fact(call.call_sid, 0.0, 0, 0, what))


def keep(path: str, call: CallBegun, over: CallOver | None) -> None:
    database = Database(path)
    database.write([CallParts(call, [] if over is None else [over])])
    database.close()


def left(path: str) -> list[str]:
    """The CallSids of the journals, in the order in which the calls began."""
    found = [begun_in(journal) for journal in JournalFolder(path).paths()]
    return [call.call_sid for call in found if call is not None]


def tidied(*, complete: int = 0, calls_ended: int = 0, given_up: int = 0, kept: int = 0) -> dict[str, object]:
    """The line of the log."""
    counts = {"complete": complete, "calls_ended": calls_ended, "given_up": given_up, "kept": kept}
    return {"event": "journals tidied", **counts}


@asynccontextmanager
async def running(path: str, keep_days: int = 0) -> AsyncIterator[tuple[Store, StringIO]]:
    lines, world = StringIO(), SimulatedWorld()
    async with open_store(
        world, path, open_log(LogSettings(format="json"), world, lines), keep_days=keep_days
    ) as store:
        await trio.sleep(1)
        yield store, lines


def said(lines: StringIO) -> list[dict[str, object]]:
    wanted = ("event", "complete", "calls_ended", "given_up", "kept")
    return [
        {key: line[key] for key in wanted if key in line} for line in map(json.loads, lines.getvalue().splitlines())
    ]


def test_names_that_strangers_choose_stay_in_the_folder(path: str, tmp_path: Path) -> None:
    """Paths, line breaks, halves of characters, names of any length: each call has a file of its own."""
    names = ["../../etc/passwd", "/", "..", "a" * 256, "\U0001f4de" * 256, "a\nb", "\0", "\ud800", " ", "CA1", "ca1"]
    calls = [begun(f"{name}x", stream=stream) for name in names for stream in (name, "MZ1")]
    for call in calls:
        with closing(opened(path, call)) as journal:
            journal.observe(Fact("CA1", 0.0, 0, 0, facts.CallBegan("MZ1", "", "front_desk", EPOCH)))
    paths = JournalFolder(path).paths()
    assert len(paths) == len(calls)
    assert [entry.name for entry in tmp_path.iterdir()] == ["calls.db.journals"]
    assert all(len(each.name) < 100 and each.name.isascii() and each.name.isprintable() for each in paths)
    assert paths[0].parent.stat().st_mode & 0o777 == 0o700


def test_one_stream_that_comes_twice_has_two_journals(path: str) -> None:
    """A call that was cut off, and that its carrier connects once more."""
    leave_journal(path, begun("1", days_ago=1))
    leave_journal(path, begun("1"))
    assert left(path) == ["CA1", "CA1"]


@pytest.mark.parametrize("failure", ["slow", "full", "refused"])
def test_a_disk_that_fails_does_not_delay_call_after_call(path: str, failure: str) -> None:
    """The calls of a minute are spared what the first one cost; then one call tries again."""
    now, opened = EPOCH, 0

    class Failing:
        def write(self, data: bytes, /) -> int:
            nonlocal now
            now += 2 * SLOW_WRITE_S if failure == "slow" else 0
            return 0 if failure == "full" else len(data)

        def close(self) -> None:
            pass

    def open_file(path: Path) -> AppendOnly:
        nonlocal opened
        opened += 1
        if failure == "refused":
            raise PermissionError
        return Failing()

    folder = JournalFolder(path, open_file)
    for number in range(100):
        journal = folder.open(begun(str(number)), lambda: now)
        if journal is not None:
            with pytest.raises(JournalLost):
                journal.observe(Fact("CA1", 0.0, 0, 0, facts.CallBegan("MZ1", "", "front_desk", EPOCH)))
    assert opened == 1
    now += REST_S
    assert folder.open(begun("later"), lambda: now) is not None


def test_one_call_that_comes_twice_at_once_spoils_no_other(path: str) -> None:
    """The second stream has no journal, the first keeps its own, and the next call has one."""
    call, began = begun("1"), facts.CallBegan("MZ1", "+15550100", "front_desk", EPOCH)
    folder = JournalFolder(path)
    journals = [folder.open(each, lambda: EPOCH) for each in (call, call)]
    first, second = (journal for journal in journals if journal is not None)
    first.observe(Fact("CA1", 0.0, 0, 0, began))
    with pytest.raises(JournalLost, match="File exists"):
        second.observe(Fact("CA1", 0.0, 0, 0, began))
    first.close()
    assert left(path) == ["CA1"]
    assert folder.open(begun("2"), lambda: EPOCH) is not None


def test_a_caller_deleted_by_the_real_name_leaves_no_journal_of_a_linked_store(path: str, tmp_path: Path) -> None:
    """The server's `store.path` is a link, and who deletes a caller names the file that it leads to; or the reverse."""
    link = tmp_path / "release" / "calls.db"
    link.parent.mkdir()
    link.symlink_to(path)
    keep(path, begun("1"), OVER)
    for store, deleting in ((str(link), path), (path, str(link))):
        leave_journal(store, begun("1"))
        delete_calls(deleting, Unwanted(caller="+15550100"))
        assert left(path) == left(str(link)) == []
    assert os.listdir(link.parent) == ["calls.db"]


def test_records_can_be_read_though_somebody_put_a_fifo_among_the_journals(path: str) -> None:
    """Nobody writes to it: a server that waited for that would not read a record any more."""
    leave_journal(path, begun("1"))
    (journal,) = JournalFolder(path).paths()
    journal.unlink()
    os.mkfifo(journal)
    assert begun_in(journal) is None


async def test_a_store_without_a_file_has_its_journals_in_memory(autojump_clock: MockClock) -> None:
    """No file is made; a call that ends leaves nothing, and one whose stream broke can be read to return."""
    async with running(":memory:") as (store, _):
        for call, reason in (("1", EndReason.AGENT_HUNG_UP), ("2", EndReason.CARRIER_SILENT)):
            journal = store.open_journal(begun(call))
            assert journal is not None
            journal.observe(Fact(f"CA{call}", 0.0, 0, 0, facts.CallBegan(f"MZ{call}", "", "front_desk", EPOCH)))
            journal.observe(Fact(f"CA{call}", 1.0, 0, 0, facts.CallEnded(reason, 1.0, {}, stored=True)))
        assert await store.journals_of("CA1") == []
        ((_, told),) = await store.journals_of("CA2")
        assert [type(fact.what) for fact in told] == [facts.CallBegan, facts.CallEnded]
    assert ":memory:.journals" not in os.listdir()


@pytest.mark.parametrize("left", ["no fact", "half a fact", "the first fact"])
def test_a_process_that_is_killed_as_a_stream_begins_hides_none_before(left: str, path: str) -> None:
    """The call is what the stream before has told."""
    first, second = begun("1"), begun("1", stream="MZ2", days_ago=-1 / DAY_S)
    leave_journal(path, first)
    began = facts.CallBegan("MZ2", "", "front_desk", second.started_at, stream_before=first.stream_sid)
    with closing(opened(path, second)) as journal:
        journal.observe(Fact("CA1", 1.0, 0, 0, began))
    before, newest = JournalFolder(path).paths()
    written = newest.read_bytes()
    newest.write_bytes(written[: {"no fact": 0, "half a fact": len(written) // 2}.get(left)])
    expected = [before, newest] if left == "the first fact" else [before]
    assert [each for each, _ in JournalFolder(path).of_call("CA1")] == expected


async def test_a_start_removes_the_journals_of_whole_records(path: str, autojump_clock: MockClock) -> None:
    """One without a record, or whose record has no end, or of another stream of that call, stays. It is logged once."""
    for name in ("whole", "endless", "unknown"):
        leave_journal(path, begun(name, days_ago=0.01))
    leave_journal(path, begun("whole", stream="MZother"))
    keep(path, begun("whole", days_ago=0.01), LONG_OVER)
    keep(path, begun("endless", days_ago=0.01), None)
    async with running(path) as (_, lines):
        assert sorted(left(path)) == ["CAendless", "CAunknown", "CAwhole"]
        await trio.sleep(DELETE_EVERY_S / 2)
    assert said(lines) == [tidied(complete=1, kept=3)]


async def test_a_record_that_is_stored_late_ends_its_journal(path: str, autojump_clock: MockClock) -> None:
    """Within the hour, in a server that goes on."""
    async with running(path) as (store, _):
        leave_journal(path, begun("1"))
        await store.open_book(begun("1")).end(OVER)
        await trio.sleep(DELETE_EVERY_S)
        assert left(path) == []


async def test_what_callers_said_is_not_kept_twice_for_an_hour_because_the_file_was_locked_for_seconds(
    path: str, autojump_clock: MockClock
) -> None:
    """The journals of calls that end meanwhile are gone as soon as those calls cannot return any more."""
    async with running(path) as (store, _):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            await trio.sleep(1)
            other.execute("BEGIN EXCLUSIVE")
            leave_journal(path, begun("1"))
            await store.open_book(begun("1")).end(CallOver(EPOCH + trio.current_time(), "caller hung up", None, {}))
            await trio.sleep(5)
            other.execute("ROLLBACK")
        await trio.sleep(RETURN_WITHIN_S - 10)
        assert left(path) == ["CA1"]
        await trio.sleep(20)
        assert left(path) == []


async def test_journals_that_nobody_asked_for_do_not_pile_up(path: str, autojump_clock: MockClock) -> None:
    """The oldest of too many are removed, and all that are older than a month, also those that cannot be read."""
    for number in range(2):
        leave_journal(path, begun("broken", days_ago=KEPT_DAYS + 1 + number))
        JournalFolder(path).paths()[0].write_bytes(b'{"call": "CA')
    for number in range(KEPT_JOURNALS + 2):
        leave_journal(path, begun(str(number), days_ago=0.02 - number / 1e6))
    async with running(path) as (_, lines):
        await trio.sleep(10)  # a few at a time
        assert left(path) == [f"CA{number}" for number in range(2, KEPT_JOURNALS + 2)]
    assert said(lines) == [tidied(given_up=4, kept=KEPT_JOURNALS)]


class LanesWorld(SimulatedWorld):
    """One thread a lane, as in the real world: what comes second waits."""

    def __init__(self) -> None:
        super().__init__()
        self._threads: dict[str | None, trio.Lock] = {}

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        async with self._threads.setdefault(lane, trio.Lock()):
            return await super().run_blocking(work, cost_s=cost_s, lane=lane)


async def test_a_caller_is_transferred_at_once_beside_hundreds_of_left_journals(
    path: str, autojump_clock: MockClock
) -> None:
    """The carrier asks for the transfer while they are looked at; a worker that does not have the call reads the
    record, and gives up after two seconds."""
    for number in range(KEPT_JOURNALS - 1):
        leave_journal(path, begun(str(number), days_ago=1))
    keep(path, begun("transferred"), OVER)
    world = LanesWorld()
    async with open_store(world, path, open_log(LogSettings(), world, StringIO())) as store:
        for _ in range(10):
            await trio.sleep(0.01)
            asked_at = trio.current_time()
            assert await store.find("CAtransferred", whole=False) is not None
            assert trio.current_time() - asked_at < 0.1


async def test_two_workers_share_the_journals(path: str, autojump_clock: MockClock) -> None:
    """Each reads those of the other, and the start of one leaves the calls of the other alone."""
    async with running(path) as (first, _):
        journal, call = first.open_journal(begun("1")), begun("1")
        assert journal is not None
        began = Fact("CA1", 0.0, 0, 0, facts.CallBegan(call.stream_sid, call.caller, call.agent, call.started_at))
        journal.observe(began)
        first.open_book(call)
        await trio.sleep(1)
        async with running(path):
            (found,) = JournalFolder(path).paths()
            assert read_journal(found) == [began]
            keyed = Fact("CA1", 1.0, 1, 0, facts.KeysEntered("5"))
            journal.observe(keyed)
            assert read_journal(found) == [began, keyed]
        journal.close()


async def test_days_that_are_over_end_a_journal_too(path: str, autojump_clock: MockClock) -> None:
    """`store.keep_days` holds for whatever the store has of a call."""
    for days_ago in (8, 6):
        leave_journal(path, begun("broken", days_ago=days_ago))
    old, young = JournalFolder(path).paths()
    for broken in (old, young):
        broken.write_bytes(b'{"call": "CA')
    async with running(path, keep_days=7):
        assert JournalFolder(path).paths() == [young]


@pytest.mark.parametrize(
    ("unwanted", "stays"),
    [
        (Unwanted(sid="CA1"), ["CA2", "CA3"]),
        (Unwanted(sid="MZ2"), ["CA1", "CA3"]),
        (Unwanted(caller="+15550142"), ["CA1", "CA2"]),
        (Unwanted(begun_before=EPOCH - 1.5 * DAY_S), ["CA2", "CA3"]),
        (Unwanted(caller="+15550142", begun_before=EPOCH - 1.5 * DAY_S), ["CA1", "CA2", "CA3"]),
    ],
)
def test_what_is_deleted_of_a_caller_is_not_left_in_a_journal(unwanted: Unwanted, stays: list[str], path: str) -> None:
    """`offhook calls delete` selects journals as it selects records."""
    calls = [begun("1", days_ago=2), begun("2", days_ago=1), begun("3", caller="+15550142")]
    for call in calls:
        leave_journal(path, call)
        keep(path, call, None)
    assert delete_calls(path, unwanted) == 3 - len(stays)
    assert left(path) == stays


def test_a_journal_that_does_not_say_whose_it_is_is_deleted_with_any_call(path: str) -> None:
    """It may hold half of a caller's number; but not if it is of another time than what is to be deleted."""
    leave_journal(path, begun("1"))
    (journal,) = JournalFolder(path).paths()
    keep(path, begun("1"), None)
    journal.write_bytes(msgspec.json.encode({"call": "CA1", "caller": "+155501"}))
    delete_calls(path, Unwanted(caller="+15550142", begun_before=EPOCH - DAY_S))
    assert journal.exists()
    delete_calls(path, Unwanted(caller="+15550142"))
    assert not journal.exists()
