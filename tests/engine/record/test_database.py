"""Call records in a real SQLite file, in a folder of the test's own. Synchronous; no clock."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, RecordPart, TurnRecord
from offhook.engine.record.call_trace import CallTrace, Moment, MomentKind, Sound, TracedRun, TracedUtterance
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.unwanted import Unwanted

ENTRIES: list[Entry] = [
    CallerSaid(1, "Größe zehn, 你好 \x00 'quoted\"", 1.5, "speech", 0.75),
    AgentSaid(2, "Of course.", 2.25, interrupted=True, unheard="For when?"),
    CallerSaid(3, "42", 3.0, "keys"),
]
TURN = TurnRecord(1, {"last_voiced": 1.25, "first_frame_sent": 2.5})
TRACE = CallTrace(
    60.0,
    (TracedRun(1.0, 12),),
    (TracedUtterance(1.0, 1.06, (1.2,), 1.24, None),),
    (Sound(1, 2.0, 3.0, 2.5),),
    (Moment(MomentKind.CLEAR, 2.5, ""),),
    {"fault": 3},
)
OVER = CallOver(1_800_000_060.0, "caller hung up", "+15550199", {"bad messages": 2, "vad crashed": 1})


def begun(number: int, *, stream: int | None = None) -> CallBegun:
    return CallBegun(f"CA{number}", f"MZ{stream or number}", "+15550100", "front_desk", 1_800_000_000.0 + number)


def write(database: Database, call: CallBegun, *parts: RecordPart, call_id: int | None = None) -> int:
    """One call's parts, in a batch of their own; the number of its record."""
    (written,) = database.write([CallParts(call, parts, call_id)])
    assert written.failures == ()
    assert written.call_id is not None
    return written.call_id


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


@pytest.fixture
def database(path: str) -> Iterator[Database]:
    opened = Database(path)
    yield opened
    opened.close()


def test_a_record_survives_the_process(path: str) -> None:
    """What was written by one Database is read, word for word, by the next one on the same file."""
    first = Database(path)
    call_id = write(first, begun(1), *ENTRIES)
    write(first, begun(1), TURN, TRACE, OVER, call_id=call_id)
    first.close()
    second = Database(path)
    assert second.find("CA1") == CallRecord(begun(1), OVER, ENTRIES, [TURN], TRACE)
    second.close()


def test_a_call_that_goes_on_has_no_end_yet(database: Database) -> None:
    """Its record is there from its first moment on."""
    write(database, begun(1))
    assert database.find("CA1") == CallRecord(begun(1), None, [], [])


def test_calls_are_kept_apart(database: Database) -> None:
    """Lines of two calls that interleave end up in their own records."""
    ids = {number: write(database, begun(number)) for number in (1, 2)}
    for turn in range(3):
        for number, call_id in ids.items():
            write(database, begun(number), CallerSaid(turn, f"{number}.{turn}", 0.0, "speech"), call_id=call_id)
    write(database, begun(1), OVER, call_id=ids[1])
    first, second = database.find("CA1"), database.find("CA2")
    assert first is not None
    assert second is not None
    assert [entry.text for entry in first.transcript] == ["1.0", "1.1", "1.2"]
    assert [entry.text for entry in second.transcript] == ["2.0", "2.1", "2.2"]
    assert (first.over, second.over) == (OVER, None)


@pytest.mark.parametrize("sid", ["CA7", "MZ8"])
def test_a_call_is_found_by_either_of_its_names(sid: str, database: Database) -> None:
    """The carrier's logs show one or the other."""
    for number in (6, 7, 9):
        write(database, begun(number, stream=number + 1))
    found = database.find(sid)
    assert found is not None
    assert found.begun == begun(7, stream=8)


def test_the_newest_of_two_streams_of_a_call_is_found(database: Database) -> None:
    """A call that goes on in a second stream has two records; the name leads to the later one."""
    write(database, begun(1, stream=10))
    write(database, begun(1, stream=11))
    newest, older = database.find("CA1"), database.find("MZ10")
    assert newest is not None
    assert older is not None
    assert (newest.begun.stream_sid, older.begun.stream_sid) == ("MZ11", "MZ10")


@pytest.mark.parametrize("sid", ["CA9", "", "%", "CA", "' OR 1=1 --"])
def test_what_is_not_there_is_not_found(sid: str, database: Database) -> None:
    """No pattern and no trick finds another call."""
    write(database, begun(1))
    assert database.find(sid) is None


def test_recent_calls_come_newest_first(database: Database) -> None:
    """As many as asked for, without transcripts and times."""
    for number in range(5):
        write(database, begun(number), ENTRIES[0], TURN)
    recent = database.recent(3)
    assert [record.begun.call_sid for record in recent] == ["CA4", "CA3", "CA2"]
    assert all(record.transcript == [] and record.turns == [] for record in recent)


def test_a_database_in_memory_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`:memory:` works like a file and is none."""
    monkeypatch.chdir(tmp_path)
    opened = Database(":memory:")
    write(opened, begun(1))
    assert len(opened.recent(10)) == 1
    opened.close()
    assert list(tmp_path.iterdir()) == []


def test_a_reader_elsewhere_does_not_stop_a_call(path: str, database: Database) -> None:
    """Someone who reads the file in the middle of a transaction keeps no record from being written."""
    write(database, begun(1))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM calls").fetchone() == (1,)
    write(database, begun(2))
    assert len(database.recent(10)) == 2
    reader.close()


def test_a_refused_folder_s_name_leaves_no_file(tmp_path: Path) -> None:
    """A slash too many in `store.path`: the next start would take what was left for records."""
    with pytest.raises(DatabaseError, match="is the name of a directory; name a file that can be written"):
        Database(f"{tmp_path}/calls.db/")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["missing/calls.db", "."])
def test_a_file_that_cannot_be_opened_is_named(name: str, tmp_path: Path) -> None:
    """The error is for the person who wrote the setting."""
    with pytest.raises(DatabaseError, match=r"store\.path = .*name a file that can be written"):
        Database(str(tmp_path / name))


def test_a_file_that_is_no_database_is_named_and_left_alone(path: str) -> None:
    """Whoever named a wrong file still has it afterwards."""
    Path(path).write_bytes(b"my thesis, not a database " * 100)
    with pytest.raises(DatabaseError, match=r"store\.path = .*calls\.db"):
        Database(path)
    assert Path(path).read_bytes().startswith(b"my thesis")


def test_workers_that_start_at_once_share_a_new_file(tmp_path: Path) -> None:
    """Each opens it and can write: one makes the tables, the others wait for that. Found with `hypercorn -w 2`."""
    workers = 4
    for number in range(20):
        path, together = str(tmp_path / f"{number}.db"), threading.Barrier(workers)

        def begin(path: str = path, together: threading.Barrier = together) -> int:
            together.wait()
            database = Database(path)
            try:
                return write(database, CallBegun("CA1", "MZ1", "", "test", 0.0))
            finally:
                database.close()

        with ThreadPoolExecutor(workers) as threads:
            begun = [threads.submit(begin) for _ in range(workers)]
            assert sorted(call.result() for call in begun) == list(range(1, workers + 1))


# Files that are not as they should be.


def change(path: str, *statements: str) -> None:
    """Somebody uses the file with another program."""
    with closing(sqlite3.connect(path)) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["CREATE TABLE calls (id INTEGER, stack TEXT)"], "its table 'calls' is not ours, it has no column call_sid"),
        (["CREATE VIEW turns AS SELECT 1"], "its table 'turns' is not ours"),
        (["CREATE TABLE places (url TEXT)"], r"tables of another program \(places\) and none of ours"),
        (["PRAGMA application_id=42"], r"marked as another program's \(application_id 42\)"),
    ],
)
def test_another_programs_file_is_found_out_at_the_start(statements: list[str], said: str, path: str) -> None:
    """Whoever named a wrong file is told which setting it was and how one can tell, and the file stays as it was."""
    change(path, *statements)
    os.chmod(path, 0o644)
    before = Path(path).read_bytes()
    with pytest.raises(DatabaseError, match=rf"store\.path = '{path}': .*{said}.*; name another file"):
        Database(path)
    assert Path(path).read_bytes() == before
    assert mode(path) == 0o644


def test_a_table_that_wants_more_than_we_have_is_found_out(path: str) -> None:
    """No call is lost to a column that some other version or program insists on."""
    Database(path).close()
    change(path, "DROP TABLE turns", "CREATE TABLE turns (id INTEGER PRIMARY KEY, call_id INT, times TEXT, x NOT NULL)")
    with pytest.raises(DatabaseError, match="its table 'turns' is not ours, it must have a value in x"):
        Database(path)


def test_an_older_file_gets_what_it_lacks(path: str) -> None:
    """The first versions had no traces, and no mark that the file is ours; others may keep tables of theirs in it."""
    first = Database(path)
    write(first, begun(1), *ENTRIES, OVER)
    first.close()
    change(path, "DROP TABLE traces", "PRAGMA application_id=0", "CREATE TABLE invoices (number INT NOT NULL)")
    again = Database(path)
    write(again, begun(2), TRACE, OVER)
    first_call, second_call = again.find("CA1"), again.find("CA2")
    assert first_call == CallRecord(begun(1), OVER, ENTRIES, [])
    assert second_call == CallRecord(begun(2), OVER, [], [], TRACE)
    again.close()


def test_a_call_is_stored_with_its_carrier(path: str) -> None:
    """The list has it too; what an older version wrote has none, and is read all the same."""
    first = Database(path)
    write(first, begun(1), OVER)
    first.close()
    change(path, "DROP TABLE carriers")
    again = Database(path)
    of_carrier = msgspec.structs.replace(begun(2), carrier="twilio", carrier_call_id="CA2")
    write(again, of_carrier, OVER)
    assert [record.begun for record in again.recent(10)] == [of_carrier, begun(1)]
    assert again.find("CA2") == CallRecord(of_carrier, OVER, [], [])
    assert again.find("CA1") == CallRecord(begun(1), OVER, [], [])
    again.close()


def test_a_call_is_stored_with_what_was_dialled(path: str) -> None:
    """The list has it too. What an older version wrote has none; with the call it is deleted."""
    first = Database(path)
    write(first, begun(1), OVER)
    first.close()
    change(path, "DROP TABLE called_numbers")
    again = Database(path)
    dialled = msgspec.structs.replace(begun(2), called="sip:desk@example.com")
    write(again, dialled, OVER)
    assert [record.begun for record in again.recent(10)] == [dialled, begun(1)]
    assert again.find("CA2") == CallRecord(dialled, OVER, [], [])
    again.delete(Unwanted(sid="CA2"), 10)
    again.close()
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT count(*) FROM called_numbers").fetchall() == [(0,)]


def test_an_older_version_may_delete_calls_of_a_newer_one(path: str) -> None:
    """It does not know all tables that name a call."""
    database = Database(path)
    call_id = write(database, begun(1))
    database.close()
    change(path, "PRAGMA foreign_keys=ON", f"DELETE FROM calls WHERE id = {call_id}")
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT count(*) FROM carriers").fetchall() == [(0,)]


def test_a_server_starts_on_a_file_that_another_program_holds(path: str) -> None:
    """A browser with unsaved changes keeps nobody from answering calls."""
    Database(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opened = Database(path)
        with pytest.raises(DatabaseError, match="SQLITE_BUSY: another program holds the file") as held:
            write(opened, begun(1))
        assert held.value.is_held
        other.execute("ROLLBACK")
        write(opened, begun(1))
        assert len(opened.recent(10)) == 1
        opened.close()


def test_no_callers_words_stand_in_an_error(path: str, database: Database) -> None:
    """Neither a statement nor what was to be written: the log would have it, whatever `log.transcripts` says."""
    change(path, "DROP TABLE entries")
    with pytest.raises(DatabaseError) as failed:
        database.write([CallParts(begun(1), ENTRIES)])
    assert str(failed.value) == (
        f"store.path = {path!r}: SQLITE_ERROR: a table or a column is missing or has been changed; "
        "restore the file, or name another one"
    )
    assert "+15550100" not in "".join(traceback.format_exception(failed.value))


def test_a_number_in_another_file_is_another_calls(path: str, database: Database) -> None:
    """The file is replaced by one in which the number of a call that goes on belongs to somebody else."""
    call_id = write(database, begun(1))
    other = Database(f"{path}.other")
    assert write(other, begun(2), ENTRIES[0]) == call_id
    other.close()
    Path(f"{path}.other").replace(path)
    write(database, begun(1), ENTRIES[1], OVER, call_id=call_id)
    assert database.find("CA2") == CallRecord(begun(2), None, ENTRIES[:1], [])
    assert database.find("CA1") == CallRecord(begun(1), OVER, ENTRIES[1:2], [])
    assert [notice.event for notice in database.notices] == [
        "records file was moved, deleted or replaced: another one is opened"
    ]


# Rows that are not as they should be.

DAMAGE = {
    "UPDATE calls SET over = '{\"ended_at\": ' WHERE id = 2": ("the end",),
    "UPDATE calls SET over = 7 WHERE id = 2": ("the end",),
    "UPDATE calls SET caller = x'fffe', started_at = 'soon' WHERE id = 2": ("caller", "started_at"),
    "UPDATE calls SET started_at = 9e999 WHERE id = 2": ("started_at",),
    "UPDATE entries SET entry = '[]' WHERE call_id = 2 AND id % 2": ("1 of 3 in the transcript",),
    "UPDATE turns SET times = x'00' WHERE call_id = 2": ("1 of 1 in the turns",),
    "UPDATE traces SET trace = 'gone' WHERE call_id = 2": ("the trace",),
    "UPDATE traces SET trace = cast(x'22ff22' AS TEXT) WHERE call_id = 2": ("the trace",),
}


@pytest.mark.parametrize(("statement", "unreadable"), DAMAGE.items())
def test_one_damaged_row_costs_what_stood_in_it(
    statement: str, unreadable: tuple[str, ...], path: str, database: Database
) -> None:
    """The rest of the record is read, and all other records are."""
    for number in (1, 2, 3):
        write(database, begun(number), *ENTRIES, TURN, TRACE, OVER)
    change(path, statement)
    records = {sid: database.find(sid) for sid in ("CA1", "CA2", "CA3")}
    for number in (1, 3):
        assert records[f"CA{number}"] == CallRecord(begun(number), OVER, ENTRIES, [TURN], TRACE)
    damaged = records["CA2"]
    assert damaged is not None
    assert damaged.unreadable == unreadable
    assert damaged.begun.call_sid == "CA2"
    assert [record.begun.call_sid for record in database.recent(10)] == ["CA3", "CA2", "CA1"]


def mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


def test_nobody_else_can_read_what_was_said(path: str) -> None:
    """Neither the file nor what SQLite makes beside it, with whatever umask the server was started."""
    opened = Database(path)
    write(opened, begun(1), *ENTRIES)
    assert {name: mode(f"{path}{name}") for name in ("", "-wal", "-shm")} == {"": 0o600, "-wal": 0o600, "-shm": 0o600}
    assert opened.notices == []
    opened.close()


def test_a_file_that_others_could_read_is_narrowed(path: str) -> None:
    """An older version made it so; whoever runs the server is told."""
    older = Database(path)
    write(older, begun(1), *ENTRIES)
    for name in ("", "-wal", "-shm"):
        os.chmod(f"{path}{name}", 0o644)
    opened = Database(path)
    assert {name: mode(f"{path}{name}") for name in ("", "-wal", "-shm")} == {"": 0o600, "-wal": 0o600, "-shm": 0o600}
    assert [notice.path for notice in opened.notices] == [path, f"{path}-wal", f"{path}-shm"]
    opened.close()
    older.close()


def test_a_file_that_is_moved_away_and_back_costs_no_record(path: str, database: Database) -> None:
    """One connection saw that it was gone, the other did not: both go on with the same file and the same journal."""
    reader = Database(path, makes_file=False)
    for number in range(1, 4):
        Path(path).rename(f"{path}.kept")
        assert reader.recent(1) == []
        Path(f"{path}.kept").rename(path)
        assert len(reader.recent(9)) == number - 1
        database.write([CallParts(begun(number), [OVER])])
        assert [record.begun for record in reader.recent(1)] == [begun(number)]
    elsewhere = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM calls').fetchone())"
    )
    seen = subprocess.run([sys.executable, "-c", elsewhere, path], capture_output=True, text=True, check=True)
    assert seen.stdout == "(3,)\n"
    assert Path(f"{path}-shm").exists()
    assert reader.notices == []  # for which nobody asks it: in a server that runs for months they must not pile up
    reader.close()
    database.close()
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert after.execute("SELECT count(*) FROM calls").fetchall() == [(3,)]


def test_a_record_of_an_older_version_is_read(path: str, database: Database) -> None:
    """Its entries have one time, that of their being known, and nothing was collected."""
    call_id = write(database, begun(1), *ENTRIES, OVER)
    change(
        path,
        f"DELETE FROM entries WHERE call_id = {call_id}",
        *(
            f"INSERT INTO entries (call_id, entry) VALUES ({call_id}, '{entry}')"
            for entry in (
                '{"who":"agent","turn":1,"text":"Good day.","at_s":2.0,"interrupted":false,"unheard":""}',
                '{"who":"caller","turn":2,"text":"mm-hmm","at_s":3.0,"by":"backchannel","confidence":0.9}',
            )
        ),
        'UPDATE calls SET over = \'{"ended_at":1.0,"end_reason":"caller hung up","transferred_to":null,"faults":{}}\'',
    )
    record = database.find("CA1")
    assert record is not None
    assert record.unreadable == ()
    assert record.transcript == [
        AgentSaid(1, "Good day.", 2.0, interrupted=False),
        CallerSaid(2, "mm-hmm", 3.0, "backchannel", 0.9),
    ]
    assert record.over == CallOver(1.0, "caller hung up", None, {})


def test_entries_come_in_the_order_of_their_first_sound(database: Database) -> None:
    """They were written as they became known: what was said over a reply before the reply."""
    over = CallerSaid(2, "mm-hmm", 1.5, "speech", until_s=1.9)
    reply = AgentSaid(1, "Good day.", 1.0, interrupted=False, until_s=3.0)
    write(database, begun(1), over, reply, OVER)
    record = database.find("CA1")
    assert record is not None
    assert record.transcript == [reply, over]
