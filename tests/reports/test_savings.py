"""What makes a stream faster than recordings: of two calls, of two reports of the telephone, and of a server's store.
No clock."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from offhook.cli import commands
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TurnRecord
from offhook.reports.comparison import Comparison, NotComparable
from offhook.reports.phone_numbers import CallReport, CallSummary, TurnReport
from offhook.reports.savings import END_OF_SPEECH, ROUND_TRIP, STREAMING, PathTimes, Saving, savings, times_of
from offhook.reports.stored_paths import by_path
from tests.reports.kept_records import answer_of_the_server, store

RECORDED = {"last_voiced": 2.0, "end_of_turn": 3.0, "recording_fetched": 3.3, "transcript": 3.6}
RECORDED |= {"first_sentence": 4.0, "voice_first_byte": 4.4, "first_frame_sent": 4.4}
STREAMED = {"last_voiced": 2.0, "end_of_turn": 2.3, "transcript": 2.4}
STREAMED |= {"first_sentence": 2.6, "voice_first_byte": 2.9, "first_frame_sent": 2.9}
KEYED = {"end_of_turn": 5.0, "transcript": 5.0, "first_sentence": 5.0, "first_frame_sent": 5.01}


def a_call(number: int, path: str, *turns: dict[str, float], over: bool = True) -> CallRecord:
    begun = CallBegun(f"CA{number}", f"MZ{number}", "+15550100", "front_desk", 1_800_000_000.0 + number)
    begun = msgspec.structs.replace(begun, path=path)
    end = CallOver(1_800_000_060.0 + number, "caller hung up", None, {}) if over else None
    return CallRecord(begun, end, [], [TurnRecord(place, times) for place, times in enumerate(turns, start=1)])


def recorded(number: int = 1) -> CallRecord:
    return a_call(number, "recordings", RECORDED, KEYED)


def streamed(number: int = 2) -> CallRecord:
    return a_call(number, "stream", STREAMED, KEYED)


def a_report(call_sid: str, spoken_ms: float, keyed_ms: float) -> bytes:
    """As `offhook call --report` writes it."""
    turns = (
        TurnReport("today.wav", 1.0, 2.0, 3.0, spoken_ms, spoken_ms - 90),
        TurnReport("1", 5.0, 5.0, 6.0, keyed_ms, None),
        TurnReport("2", 7.0, 7.0, 8.0, keyed_ms, None),
    )
    return msgspec.json.encode(CallSummary(True, "", "", CallReport(streams=0, turns=turns), call_sid))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["compare", *arguments], env={"COLUMNS": "160"})


def table_of_savings(printed: str) -> list[list[str]]:
    """The cells of the last table."""
    lines = printed[printed.index("what makes B faster") :].splitlines()
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "│" in line]


def test_the_stages_of_answers_to_speech_are_told_by_path() -> None:
    """Answers to keys wait for no silence, and are left out."""
    assert times_of([recorded(), recorded(3)]) == PathTimes("recordings", 2, 1000, 300, 1100)
    assert times_of([streamed()]) == PathTimes("stream", 1, 300, 0, 600)


def test_what_the_telephone_waited_beside_them_is_the_carriers_part() -> None:
    """It cannot be less than nothing, though two clocks have measured it."""
    times = times_of([recorded()], heard_ms=3000.0)
    assert times is not None
    assert (times.carrier, times.total) == (600.0, 3000.0)
    less = times_of([recorded()], heard_ms=2399.0)
    assert less is not None
    assert less.carrier == 0.0


def test_calls_without_an_answer_to_speech_tell_nothing() -> None:
    """Neither no call, nor a call of keys, nor one that was never answered."""
    answered_never = a_call(1, "stream", {"last_voiced": 2.0, "end_of_turn": 2.3})
    assert [times_of([]), times_of([a_call(1, "stream", KEYED)]), times_of([answered_never])] == [None] * 3


def test_each_saving_is_the_difference_of_a_stage() -> None:
    """From recordings to the stream, and the other way round it is a loss."""
    a, b = times_of([recorded()], 3000.0), times_of([streamed()], 910.0)
    assert a is not None
    assert b is not None
    assert savings(a, b) == (
        Saving(ROUND_TRIP, 900.0, 10.0),
        Saving(END_OF_SPEECH, 1000, 300),
        Saving(STREAMING, 1100, 600),
    )
    assert [each.saved_ms for each in savings(a, b)] == [890.0, 700, 500]
    assert [each.saved_ms for each in savings(b, a)] == [-890.0, -700, -500]


def test_two_calls_on_the_same_path_have_nothing_to_explain() -> None:
    """However different they are."""
    a, b = times_of([recorded()]), times_of([recorded()], 9000.0)
    assert a is not None
    assert b is not None
    assert savings(a, b) == ()


def test_the_table_of_two_calls_adds_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From their records, in files; without the carrier's part, which records do not have."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_bytes(answer_of_the_server(recorded()))
    Path("b.json").write_bytes(answer_of_the_server(streamed()))
    outcome = run("a.json", "b.json")
    assert outcome.exit_code == 0, outcome.output
    assert table_of_savings(outcome.stdout) == [
        [ROUND_TRIP, "300", "0", "300"],
        [END_OF_SPEECH, "1000", "300", "700"],
        [STREAMING, "1100", "600", "500"],
        ["the whole answer, 2.67 times as fast", "2400", "900", "1500"],
    ]
    same = run("a.json", "a.json")
    assert same.exit_code == 0
    assert "what makes B faster" not in same.stdout


def test_two_reports_of_the_telephone_have_the_carriers_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the store that has both calls. Answers to keys do not count there either; without the store, no table."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFHOOK__STORE__PATH", "calls.db")
    Path("a.json").write_bytes(a_report("CA1", 3000.0, 700.0))
    Path("b.json").write_bytes(a_report("CA2", 910.0, 20.0))
    without = run("a.json", "b.json")
    assert without.exit_code == 0, without.output
    assert "what makes B faster" not in without.stdout
    store(recorded(), "calls.db")
    store(streamed(), "calls.db")
    outcome = run("a.json", "b.json")
    assert outcome.exit_code == 0, outcome.output
    assert table_of_savings(outcome.stdout) == [
        [ROUND_TRIP, "900", "10", "890"],
        [END_OF_SPEECH, "1000", "300", "700"],
        [STREAMING, "1100", "600", "500"],
        ["the whole answer, 3.30 times as fast", "3000", "910", "2090"],
    ]


def test_the_calls_of_a_store_are_compared_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest so many, all that are over; the numbers of calls are told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFHOOK__STORE__PATH", "calls.db")
    for call in (recorded(1), recorded(2), streamed(3), streamed(4), streamed(5)):
        store(call, "calls.db")
    outcome = run("--paths", "--json")
    assert outcome.exit_code == 0, outcome.output
    comparison = msgspec.json.decode(outcome.stdout, type=Comparison)
    assert comparison == by_path("calls.db", 200)
    assert (comparison.a, comparison.b) == ("2 calls over recordings", "3 calls over a stream")
    assert {row.name: (row.a, row.b) for row in comparison.rows}["latency_ms.total.p50"] == (1205, 455)
    assert [each.saved_ms for each in comparison.savings] == [300, 700, 500]
    assert table_of_savings(run("--paths").stdout)[-1] == [
        "the whole answer, 2.67 times as fast",
        "2400",
        "900",
        "1500",
    ]


def test_a_store_without_a_call_of_one_path_cannot_be_compared(tmp_path: Path) -> None:
    """Which path it is, and what to do; also where older calls would have it."""
    path = str(tmp_path / "calls.db")
    store(streamed(1), path)
    with pytest.raises(NotComparable, match="the newest 200 calls have no answer over recordings: place"):
        by_path(path, 200)
    store(recorded(2), path)
    store(recorded(3), path)
    by_path(path, 200)
    with pytest.raises(NotComparable, match=r"the newest 2 calls have no answer over a stream: .*--last"):
        by_path(path, 2)


def test_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store, or neither calls nor --paths, or both: exit code 2, and nothing on standard output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFHOOK__STORE__PATH", "none.db")
    for arguments, said in (
        (["--paths"], "no records file at store.path = 'none.db'"),
        ([], "name two calls or two reports, or ask for --paths"),
        (["a.json"], "name two calls or two reports, or ask for --paths"),
        (["a.json", "b.json", "--paths"], "name two calls or two reports, or ask for --paths"),
    ):
        outcome = run(*arguments)
        assert (outcome.exit_code, outcome.stdout) == (2, "")
        assert said in " ".join(outcome.stderr.replace("│", " ").split())
