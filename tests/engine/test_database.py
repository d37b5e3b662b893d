"""Call records in a real SQLite file, in a folder of the test's own. Synchronous; no clock."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.call_trace import CallTrace, Moment, MomentKind, Sound, Utterance, VoicedRun
from engine.conversation import AgentSaid, CallerSaid, Entry
from engine.database import CallParts, Database
from engine.database_error import DatabaseError
from engine.record import CallBegun, CallOver, CallRecord, RecordPart, TurnRecord

ENTRIES: list[Entry] = [
    CallerSaid(1, "Größe zehn, 你好 \x00 'quoted\"", 1.5, "speech", 0.75),
    AgentSaid(2, "Of course.", 2.25, interrupted=True, unheard="For when?"),
    CallerSaid(3, "42", 3.0, "keys"),
]
TURN = TurnRecord(1, {"last_voiced": 1.25, "first_frame_sent": 2.5})
TRACE = CallTrace(
    60.0,
    (VoicedRun(1.0, 12),),
    (Utterance(1.0, 1.06, (1.2,), 1.24, None),),
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
