"""`offhook calls delete`: what is gone afterwards, what stays, and what is said where nothing can be deleted."""

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import msgspec
import pytest
import trio
from trio.testing import MockClock
from typer.testing import CliRunner, Result

from offhook.cli import commands
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TurnRecord
from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.facts import Fact
from offhook.engine.record.journal_folder import JournalFolder
from offhook.engine.record.store import GATHER_S, open_store
from offhook.engine.record.unwanted import Unwanted
from offhook.reports.deleted_calls import delete_calls
from offhook.simulation.world import SimulatedWorld
from tests.reports.kept_records import store

DAY_S = 86_400.0
SECRET = "my card is four two four two"


def a_call(number: int, *, caller: str = "+15550100", days_ago: float = 0) -> CallRecord:
    started_at = RealWorld().wall_time() - days_ago * DAY_S
    return CallRecord(
        CallBegun(f"CA{number}", f"MZ{number}", caller, "front_desk", started_at),
        CallOver(started_at + 60, "caller hung up", None, {}, collected=Collected({"card": SECRET})),
        [CallerSaid(1, SECRET, 1.0, "speech"), AgentSaid(2, "Thank you.", 2.0, interrupted=False)],
        [TurnRecord(1, {"last_voiced": 1.0})],
    )


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty folder, in which the command finds no settings."""
    monkeypatch.chdir(tmp_path)
    return "offhook.db"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["calls", "delete", *arguments])


def kept(path: str) -> list[str]:
    database = Database(path)
    try:
        return [record.begun.call_sid for record in database.recent(1000)]
    finally:
        database.close()


@pytest.mark.parametrize("sid", ["CA2", "MZ2"])
def test_one_call_is_deleted_by_either_of_its_names(sid: str, path: str) -> None:
    """The others keep all their parts."""
    for number in (1, 2, 3):
        store(a_call(number), path)
    result = run(sid)
    assert (result.exit_code, result.stdout) == (0, "1 call deleted\n")
    assert kept(path) == ["CA3", "CA1"]
    with closing(sqlite3.connect(path)) as other:
        for table, parts in (("entries", 4), ("turns", 2)):
            assert other.execute(f"SELECT count(*) FROM {table}").fetchone() == (parts,)


@pytest.mark.parametrize("sid", ["CA2", "MZ2", "MZ2 again", "MZ2 at last"])
def test_a_call_in_several_streams_is_deleted_whole(sid: str, path: str) -> None:
    """By whichever name, and it is one call; its journals are gone too."""
    store(a_call(1), path)
    database, folder = Database(path), JournalFolder(path)
    before = None
    for number, stream in enumerate(("MZ2", "MZ2 again", "MZ2 at last")):
        call = a_call(2)
        begun = msgspec.structs.replace(call.begun, stream_sid=stream, started_at=call.begun.started_at + number)
        database.write([CallParts(begun, call.transcript, stream_before=before)])
        journal = folder.open(begun, RealWorld().wall_time)
        assert journal is not None
        began = facts.CallBegan(stream, begun.caller, begun.agent, begun.started_at, stream_before=before or "")
        with closing(journal):
            journal.observe(Fact("CA2", float(number), 0, 0, began))
        before = stream
    database.close()
    result = run(sid)
    assert (result.exit_code, result.stdout) == (0, "1 call deleted\n")
    assert kept(path) == ["CA1"]
    assert folder.paths() == []
    with closing(sqlite3.connect(path)) as other:
        for table, parts in (("calls", 1), ("entries", 2), ("returns", 0)):
            assert other.execute(f"SELECT count(*) FROM {table}").fetchone() == (parts,)


def test_a_caller_who_asks_to_be_forgotten_is(path: str) -> None:
    """All calls of the number, more than are deleted in one go, and nobody else's."""
    for number in range(45):
        store(a_call(number, caller="+15550142"), path)
    store(a_call(99), path)
    result = run("--from", "+15550142")
    assert (result.exit_code, result.stdout) == (0, "45 calls deleted\n")
    assert kept(path) == ["CA99"]


def test_old_calls_are_deleted_and_young_ones_stay(path: str) -> None:
    """By the time they began."""
    for number, days_ago in enumerate((40, 31, 29, 0)):
        store(a_call(number, days_ago=days_ago), path)
    assert run("--older-than", "30").stdout == "2 calls deleted\n"
    assert kept(path) == ["CA3", "CA2"]


def test_only_calls_that_all_of_it_is_true_of_are_deleted(path: str) -> None:
    """The old calls of one number."""
    store(a_call(1, days_ago=40), path)
    store(a_call(2, caller="+15550142", days_ago=40), path)
    store(a_call(3, caller="+15550142"), path)
    assert run("--from", "+15550142", "--older-than", "30").stdout == "1 call deleted\n"
    assert kept(path) == ["CA3", "CA1"]


def test_what_a_caller_said_is_not_left_in_the_file(path: str) -> None:
    """Neither in what SQLite keeps for later use, nor in its log beside the file, while a server has both open."""
    server = Database(path)
    store(a_call(1), path)
    assert run("CA1").stdout == "1 call deleted\n"
    for name in (path, f"{path}-wal"):
        assert SECRET.encode() not in Path(name).read_bytes()
    server.close()


def test_a_call_that_nobody_made(path: str) -> None:
    """A mistyped number is told by the count."""
    store(a_call(1), path)
    assert run("--from", "+1555014").stdout == "0 calls deleted\n"
    assert kept(path) == ["CA1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name a CallSid or StreamSid, --from NUMBER, or --older-than DAYS"),
        (("",), "the sid is empty; nothing is deleted"),
        (("--from", " ", "--older-than", "30"), "--from is empty; nothing is deleted"),
    ],
)
def test_a_command_that_names_no_call_deletes_none(arguments: tuple[str, ...], words: str, path: str) -> None:
    """A script's variable that was never set must not delete every call."""
    store(a_call(1, days_ago=40), path)
    result = run(*arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert kept(path) == ["CA1"]


def test_a_file_that_another_program_holds_is_named(path: str) -> None:
    """And keeps what it has."""
    store(a_call(1), path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = run("CA1")
        other.execute("ROLLBACK")
    assert result.exit_code == 1
    assert "SQLITE_BUSY: another program holds the file; let it finish, or end it; nothing is deleted" in result.stderr
    assert kept(path) == ["CA1"]


def test_a_folder_without_a_store_gets_none(path: str) -> None:
    """Somebody runs the command elsewhere."""
    result = run("CA1")
    assert result.exit_code == 1
    assert "no records file at store.path = 'offhook.db'; run this where the server runs" in result.stderr
    assert not Path(path).exists()


async def test_a_server_goes_on_storing_a_call_that_was_deleted(path: str, autojump_clock: MockClock) -> None:
    """What comes after is a record of its own, with the end; the call beside it lacks nothing."""
    begun, beside = (a_call(number).begun for number in (1, 2))
    world = SimulatedWorld()
    async with open_store(world, path, open_log(LogSettings(level="error"), world, StringIO())) as running:
        books = [running.open_book(begun), running.open_book(beside)]
        for book in books:
            book.entry(CallerSaid(1, "before", 1.0, "speech"))
        await trio.sleep(2 * GATHER_S)
        assert delete_calls(path, Unwanted(sid="CA1")) == 1
        for book in books:
            book.entry(CallerSaid(2, "after", 2.0, "speech"))
            await book.end(CallOver(begun.started_at + 60, "caller hung up", None, {}))
        found = [await running.find(sid) for sid in ("CA1", "CA2")]
        assert running.lost == 0
    texts = [[entry.text for entry in record.transcript] for record in found if record is not None]
    assert texts == [["after"], ["before", "after"]]
    assert [msgspec.structs.asdict(record.begun) for record in found if record is not None] == [
        msgspec.structs.asdict(begun),
        msgspec.structs.asdict(beside),
    ]
