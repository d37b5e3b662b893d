"""A call's journal, fed with facts: a real file. Full and slow disks are made up, and so is the clock."""

import os
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from trio.testing import MockClock

from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import facts
from offhook.engine.record.counts import Counts
from offhook.engine.record.facts import Fact
from offhook.engine.record.journal import (
    JOURNAL_BYTES,
    LINE_BYTES,
    SLOW_WRITE_S,
    AppendOnly,
    Journal,
    JournalLines,
    JournalLost,
    read_journal,
)
from offhook.engine.record.log_lines import LogLines
from offhook.engine.record.reporter import Reporter
from offhook.engine.record.timeline import Timeline
from offhook.simulation.world import SimulatedWorld
from tests.engine.record.told import told

BEGAN = told(facts.CallBegan("MZ1", "+15550100", "front_desk", 1_800_000_000.0))
STORY = [
    BEGAN,
    told(facts.ServicesChosen("scripted", "scripted", "tone"), 0.1),
    told(facts.SentenceSounded(1, "Good evening."), 0.2, turn=1),
    told(facts.Interrupted(0.1), 1.0, turn=1),
    told(facts.Heard((HeardSentence("Good", "evening."),), 0.2, 1.0, interrupted=True, certain=True), 1.1, turn=1),
    told(facts.WordsHeard("a r\u00f6om\n\u2028", "speech", 1.0, 1.6, 0.9), 2.0, turn=2),
]


class Disk:
    """An open file on a disk that takes `slow_s` for a write, and has room for `room` bytes."""

    def __init__(self, path: Path, slow_s: float = 0.0, room: int = 10**9) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        self.slow_s, self.room, self.now, self.closed = slow_s, room, 0.0, False

    def write(self, data: bytes, /) -> int:
        self.now += self.slow_s
        written = os.write(self._descriptor, data[: self.room])
        self.room -= written
        return written

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        self.closed = True


def ended(*, stored: bool) -> Fact:
    return told(facts.CallEnded(EndReason.CALLER_HUNG_UP, 3.0, {}, stored), 3.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "call.jsonl"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path, lambda: 0.0)) as journal:
        yield journal


def test_what_was_told_can_be_read_at_any_moment(journal: Journal, path: Path) -> None:
    """By another process too, because nothing waits in a buffer; only the owner may read it."""
    for number, fact in enumerate(STORY, start=1):
        journal.observe(fact)
        assert read_journal(path) == STORY[:number]
    assert path.stat().st_mode & 0o777 == 0o600


async def test_sound_and_marks_are_not_in_it(journal: Journal, path: Path, autojump_clock: MockClock) -> None:
    """Several come a second, and no later part of a call depends on them."""
    report = Reporter(BEGAN.call, [journal])
    report(BEGAN.what)
    for what in (facts.AudioSent(800, filler=False), facts.MarkSent("m1"), facts.MarkEchoed("m1")):
        report(what, turn=1)
    report(facts.VoicedRun(1.0, 12))
    assert read_journal(path) == [BEGAN]


def test_it_is_gone_when_the_record_is_stored(journal: Journal, path: Path) -> None:
    """Whoever has it open can read it to its end."""
    journal.observe(BEGAN)
    with path.open("rb") as reader:
        journal.observe(ended(stored=True))
        assert JournalLines().feed(reader.read()) == [BEGAN, ended(stored=True)]
    assert not path.exists()


def test_it_stays_while_the_store_has_no_whole_record(journal: Journal, path: Path) -> None:
    """With the end of the call in it."""
    journal.observe(BEGAN)
    journal.observe(ended(stored=False))
    assert read_journal(path) == [BEGAN, ended(stored=False)]


def test_a_last_line_that_was_written_half_is_left_out(journal: Journal, path: Path) -> None:
    """Wherever the process was killed."""
    for fact in STORY:
        journal.observe(fact)
    whole = path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for length in range(last, len(whole)):
        path.write_bytes(whole[:length])
        assert read_journal(path) == STORY[:-1]


@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_a_journal_may_be_read_in_pieces(piece: int) -> None:
    """Of any length, and a line that another version wrote is passed over."""
    other = b'{"call":"CA1","at_s":1,"turn":0,"utterance":0,"what":{"type":"OfALaterVersion"}}\n[1]\n\xff\n'
    lines = [msgspec.json.encode(fact) + b"\n" for fact in STORY]
    data = lines[0] + other + b"".join(lines[1:])
    reading = JournalLines()
    read = [fact for at in range(0, len(data), piece) for fact in reading.feed(data[at : at + piece])]
    assert read == STORY


def test_a_journal_of_an_older_version_is_read() -> None:
    """It does not say which carrier it was."""
    named = told(facts.CallBegan("MZ1", "+15550100", "front_desk", 1_800_000_000.0, "twilio", "CA1"))
    written = msgspec.json.encode(named)
    older = written.replace(b',"carrier":"twilio","carrier_call_id":"CA1"', b"")
    assert older != written
    assert JournalLines().feed(written + b"\n" + older + b"\n") == [named, BEGAN]


async def test_a_full_disk_costs_the_journal_and_not_the_call(path: Path, autojump_clock: MockClock) -> None:
    """Counted once and logged once, with the reason; what there was is removed, because it would lack facts."""
    disks: list[Disk] = []

    def full(path: Path) -> AppendOnly:
        disks.append(Disk(path, room=200))
        return disks[-1]

    counts, lines, world = Counts(), StringIO(), SimulatedWorld()
    log = open_log(LogSettings(format="json"), world, lines)
    report = Reporter("CA1", [Journal(path, world.wall_time, full), counts, LogLines(log, Timeline())])
    for fact in STORY:
        report(fact.what, turn=fact.turn)
    assert counts.faults == {"observer failed": 1}
    assert lines.getvalue().count("observer failed") == 1
    assert f"{path}: the disk is full; the call goes on without it" in lines.getvalue()
    assert [disk.closed for disk in disks] == [True]
    assert os.listdir(path.parent) == []


def test_a_slow_disk_delays_a_call_once(path: Path) -> None:
    """By whatever the one write took; nothing is written to it any more."""
    disk = Disk(path)
    journal = Journal(path, lambda: disk.now, lambda _: disk)
    journal.observe(BEGAN)
    disk.slow_s = SLOW_WRITE_S * 2
    with pytest.raises(JournalLost, match=r"the disk is slow: it took 0\.5 s"):
        journal.observe(STORY[1])
    assert disk.closed
    assert not path.exists()


def test_a_fact_that_is_too_long_is_not_written(path: Path, journal: Journal) -> None:
    """Each write is bounded."""
    journal.observe(BEGAN)
    with pytest.raises(JournalLost, match="too long"):
        journal.observe(told(facts.SentenceSounded(1, "a" * LINE_BYTES)))
    assert not path.exists()


def test_a_call_that_never_ends_does_not_fill_the_disk(path: Path, journal: Journal) -> None:
    """The journal is as long as a day of conversation, and then it is given up."""
    sentence = told(facts.SentenceSounded(1, "a" * (LINE_BYTES - 1000)))
    length = len(msgspec.json.encode(sentence)) + 1
    for number in range(1, JOURNAL_BYTES // length + 1):
        journal.observe(sentence)
        assert path.stat().st_size == number * length
    with pytest.raises(JournalLost, match="too long"):
        journal.observe(sentence)
    assert not path.exists()


def test_half_a_character_leaves_no_journal_with_a_gap(path: Path, journal: Journal) -> None:
    """A model may stream an emoji in two halves; whoever goes on with the call would read on past what was said."""
    journal.observe(BEGAN)
    with pytest.raises(JournalLost, match="UnicodeEncodeError"):
        journal.observe(told(facts.SentenceSounded(1, "Good \ud83d")))
    assert not path.exists()


def test_a_journal_that_is_lost_takes_those_before_with_it(path: Path, tmp_path: Path) -> None:
    """The call had returned: whoever went on from its first stream would do again what was done in this one."""
    before = tmp_path / "before.jsonl"
    before.write_bytes(b"the first stream")
    with closing(Journal(path, lambda: 0.0, before=[before])) as journal:
        journal.observe(BEGAN)
        with pytest.raises(JournalLost):
            journal.observe(told(facts.SentenceSounded(1, "Good \ud83d")))
    assert not path.exists()
    assert not before.exists()


def test_a_file_that_was_there_before_is_left_alone(path: Path, journal: Journal) -> None:
    """It belongs to another call."""
    path.write_bytes(b"another")
    with pytest.raises(JournalLost, match="File exists"):
        journal.observe(BEGAN)
    assert path.read_bytes() == b"another"


def test_a_journal_that_was_deleted_meanwhile_is_not_missed(path: Path, journal: Journal) -> None:
    """`offhook calls delete` may take it away in the middle of a call: it does not come back."""
    journal.observe(BEGAN)
    path.unlink()
    journal.observe(STORY[1])
    journal.observe(ended(stored=True))
    assert not path.exists()
