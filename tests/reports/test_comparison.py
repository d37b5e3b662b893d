"""`offhook compare`: what is paired with what, what the numbers are, and what is said where nothing can be compared.

No clock, but for one test in virtual time, whose two calls differ in what the recognizer takes and in nothing else.
"""

from io import StringIO
from pathlib import Path

import msgspec
import pytest
from trio.testing import MockClock
from typer.testing import CliRunner, Result

from offhook.actors.responder.service import Sentence
from offhook.cli import commands
from offhook.engine.record.call_record import CallOver, CallRecord, TurnRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry
from offhook.reports.comparison import Comparison, NotComparable, Row, side_by_side
from offhook.reports.comparison_table import print_comparison
from offhook.reports.figures import figures_of_benchmark, figures_of_call, figures_of_phone
from offhook.reports.phone_numbers import BargeInReport, CallReport, CallSummary, GapReport, TurnReport
from offhook.reports.terminal import Terminal
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import one_call
from tests.reports.kept_records import answer_of_the_server, store
from tests.reports.picture.made_up_call import BEGUN

TRANSCRIPT: list[Entry] = [
    AgentSaid(1, "Good day, this is", 1.0, interrupted=True, unheard="the Harbor Hotel."),
    CallerSaid(2, "a room", 2.0, "speech"),
    AgentSaid(2, "For when?", 3.0, interrupted=False),
    CallerSaid(3, "1900", 4.0, "keys"),
]
POINTS = ("p50", "p95", "max")
CUT_OFF = {"first_frame_sent": 0.01, "onset_voiced": 1.0, "onset": 1.04, "cleared": 1.047}


def answered(*total_ms: int) -> list[TurnRecord]:
    """A greeting that was cut off, then answers that took so long."""
    ways = ("first_sentence", "voice_first_byte", "first_frame_sent")
    turns = [CUT_OFF]
    turns += [
        {"last_voiced": 2, "end_of_turn": 2.3, "transcript": 2.3} | dict.fromkeys(ways, 2 + ms / 1000)
        for ms in total_ms
    ]
    return [TurnRecord(number, times) for number, times in enumerate(turns, start=1)]


def a_call(*total_ms: int, faults: dict[str, int] | None = None, end_reason: str = "agent hung up") -> CallRecord:
    over = CallOver(BEGUN.started_at + 60, end_reason, None, faults or {})
    return CallRecord(BEGUN, over, TRANSCRIPT, answered(*total_ms))


def a_phones_report(response_ms: float, *, gaps: tuple[GapReport, ...] = ()) -> bytes:
    """As `offhook call --report` writes it."""
    met = BargeInReport("wish", 1.0, agent_was_speaking=True, clear_ms=47.0, vad_clear_ms=None, heard_after_onset_ms=46)
    missed = msgspec.structs.replace(met, agent_was_speaking=False, clear_ms=None, heard_after_onset_ms=0.0)
    turns = (TurnReport("wish", 1.0, 2.0, 3.0, response_ms, None), TurnReport("1900", 5.0, 6.0, None, None, None))
    report = CallReport(streams=1, greeting_ms=14.2, turns=turns, barge_ins=(met, missed), gaps=gaps)
    return msgspec.json.encode(CallSummary(True, "", "", report))


def compare_calls(a: CallRecord, b: CallRecord) -> Comparison:
    return side_by_side(figures_of_call("a", a), figures_of_call("b", b))


def compare_reports(a: str, b: str) -> Comparison:
    return side_by_side(
        figures_of_benchmark("a.json", msgspec.json.decode(a)), figures_of_benchmark("b.json", msgspec.json.decode(b))
    )


def row(comparison: Comparison, name: str) -> Row:
    (found,) = [row for row in comparison.rows if row.name == name]
    return found


def printed(comparison: Comparison) -> str:
    written = StringIO()
    print_comparison(Terminal(file=written, width=160), comparison)
    return written.getvalue()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["compare", *arguments])


def test_each_stage_is_counted_and_its_spread_compared() -> None:
    """Count, median, 95th percentile and worst of twenty answers against ten that took half as long."""
    comparison = compare_calls(a_call(*range(400, 2400, 100)), a_call(*range(400, 1400, 100)))
    assert row(comparison, "latency_ms.total.n") == Row("latency_ms.total.n", 20, 10, -10, 0.5)
    assert row(comparison, "latency_ms.total.p50") == Row("latency_ms.total.p50", 1350, 850, -500, 0.6296)
    assert row(comparison, "latency_ms.total.p95") == Row("latency_ms.total.p95", 2300, 1300, -1000, 0.5652)
    assert row(comparison, "latency_ms.total.max") == Row("latency_ms.total.max", 2300, 1300, -1000, 0.5652)
    assert row(comparison, "latency_ms.silence.p50") == Row("latency_ms.silence.p50", 300, 300, 0, 1.0)
    assert row(comparison, "barge_in_ms.cleared.max") == Row("barge_in_ms.cleared.max", 47, 47, 0, 1.0)


def test_the_name_of_a_call_is_no_figure() -> None:
    """Two reports of the telephone always differ in their CallSid: nothing became of that."""
    document = msgspec.json.decode(a_phones_report(400.0))
    a, b = (figures_of_phone(name, document | {"call_sid": f"CA{name}"}) for name in ("a", "b"))
    assert not [row.name for row in side_by_side(a, b).rows if "sid" in row.name]


def test_what_was_heard_what_broke_and_how_it_ended_stand_beside_it() -> None:
    """Words are the ledger's; keys are no words; a fault that only one call had is named."""
    comparison = compare_calls(a_call(400), a_call(400, faults={"voice failed": 2}, end_reason="call limit"))
    assert row(comparison, "words.heard").a == 6
    assert row(comparison, "words.cut_off").a == 3
    assert row(comparison, "words.of_the_caller").a == 2
    assert row(comparison, "faults.all") == Row("faults.all", 0, 2, 2, None)
    assert row(comparison, "faults.voice failed") == Row("faults.voice failed", None, 2, None, None)
    assert row(comparison, "end_reason") == Row("end_reason", "agent hung up", "call limit", None, None)


def test_calls_of_as_many_turns_are_compared_turn_by_turn() -> None:
    """Each turn with the one in its place; a stage that a turn does not have is not there."""
    turns = compare_calls(a_call(400, 900), a_call(500, 700)).turns
    assert turns is not None
    totals = [[each for each in turn.rows if each.name == "latency_ms.total"] for turn in turns]
    assert totals == [
        [],
        [Row("latency_ms.total", 400, 500, 100, 1.25)],
        [Row("latency_ms.total", 900, 700, -200, 0.7778)],
    ]
    assert [(turn.a, turn.b) for turn in turns] == [("1", "1"), ("2", "2"), ("3", "3")]


def test_calls_of_different_length_are_compared_as_a_whole_only() -> None:
    """Which of their turns belong together nobody can tell; that is said."""
    comparison = compare_calls(a_call(400, 900), a_call(500))
    assert comparison.turns is None
    assert row(comparison, "turns") == Row("turns", 3, 2, -1, 0.6667)
    assert "turns are not compared" in printed(comparison)


async def test_what_the_recognizer_takes_longer_is_the_whole_difference(autojump_clock: MockClock) -> None:
    """Two calls through the real exchange: the stage that was slowed down differs by just that, as does the total."""

    async def recorded(final_s: float) -> CallRecord:
        recognizer = SimulatedRecognizer("book a room", final_s=final_s)
        responder, voice = SimulatedResponder(Sentence("Yes.")), SimulatedVoice(1)
        async with one_call(recognizer=recognizer, responder=responder, voice=voice) as call:
            await call.carrier.agent_has_spoken()
            before = len(call.carrier.media)
            call.carrier.speak(1.0)
            await call.carrier.wait(lambda: len(call.carrier.media) > before)
        return call.record

    comparison = compare_calls(await recorded(0.1), await recorded(0.35))
    assert row(comparison, "latency_ms.recognizer.p50") == Row("latency_ms.recognizer.p50", 100, 350, 250, 3.5)
    different = {each.name for each in comparison.rows if each.difference and each.name.startswith("latency_ms")}
    assert different == {f"latency_ms.{stage}.{point}" for stage in ("recognizer", "total") for point in POINTS}


def test_benchmarks_are_compared_leaf_by_leaf() -> None:
    """By path; a name, a yes and a no stand side by side without a difference, and what one lacks is empty."""
    comparison = compare_reports(
        '{"cpu": {"p50": 0.3, "p99": null}, "doubtful": false, "python": "3.11.2", "note": "", "old": 0}',
        '{"cpu": {"p50": 0.1, "p99": 2}, "doubtful": true, "python": "3.12.1", "new": [5, 6]}',
    )
    assert comparison.rows == (
        Row("cpu.p50", 0.3, 0.1, -0.2, 0.3333),
        Row("doubtful", False, True, None, None),
        Row("python", "3.11.2", "3.12.1", None, None),
        Row("old", 0, None, None, None),
        Row("cpu.p99", None, 2, None, None),
        Row("new.0", None, 5, None, None),
        Row("new.1", None, 6, None, None),
    )


def test_items_of_a_list_are_paired_by_what_they_are_called() -> None:
    """One run had 1, 10 and 25 calls, the other 1 and 25: the third reading is not compared with the second."""
    comparison = compare_reports(
        '{"counts": [{"calls": 1, "cpu": 1}, {"calls": 10, "cpu": 2}, {"calls": 25, "cpu": 4}]}',
        '{"counts": [{"calls": 1, "cpu": 1}, {"calls": 25, "cpu": 5}]}',
    )
    assert row(comparison, "counts.calls=25.cpu") == Row("counts.calls=25.cpu", 4, 5, 1, 1.25)
    assert row(comparison, "counts.calls=10.cpu").b is None


def test_items_of_the_same_name_are_paired_by_their_place() -> None:
    """A name that two items have tells nothing apart."""
    same = '{"looks": [{"label": "idle", "kib": 1}, {"label": "idle", "kib": 2}]}'
    assert row(compare_reports(same, same), "looks.1.kib") == Row("looks.1.kib", 2, 2, 0, 1.0)


def test_a_telephones_reports_are_compared_as_calls_are(tmp_path: Path) -> None:
    """The spread of each of its measures, and its turns; an item that met nobody speaking is no interruption."""
    a, b = tmp_path / "a.json", tmp_path / "b.json"
    a.write_bytes(a_phones_report(500.0))
    b.write_bytes(a_phones_report(400.0, gaps=(GapReport(9.0, 60.0),)))
    outcome = run(str(a), str(b), "--json")
    assert outcome.exit_code == 0, outcome.output
    comparison = msgspec.json.decode(outcome.stdout, type=Comparison)
    assert row(comparison, "turns.response_ms.p50") == Row("turns.response_ms.p50", 500, 400, -100, 0.8)
    assert row(comparison, "barge_ins.heard_after_onset_ms.n") == Row("barge_ins.heard_after_onset_ms.n", 1, 1, 0, 1.0)
    assert row(comparison, "gaps.length_ms.max").b == 60
    assert row(comparison, "call.greeting_ms").difference == 0
    assert comparison.turns is not None
    assert [(turn.a, len(turn.rows)) for turn in comparison.turns] == [("wish", 1), ("1900", 0)]


def test_a_file_is_compared_with_a_stored_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `offhook picture` finds them; the JSON is the comparison, and the table has its numbers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFHOOK__STORE__PATH", "calls.db")
    Path("record.json").write_bytes(answer_of_the_server(a_call(400, 900)))
    store(a_call(500, 700), "calls.db")
    as_json, as_table = run("record.json", BEGUN.call_sid, "--json"), run("record.json", BEGUN.call_sid)
    assert (as_json.exit_code, as_table.exit_code) == (0, 0), as_json.output + as_table.output
    expected = side_by_side(
        figures_of_call("record.json", a_call(400, 900)), figures_of_call(BEGUN.call_sid, a_call(500, 700))
    )
    assert msgspec.json.decode(as_json.stdout, type=Comparison) == expected
    assert as_table.stdout == printed(expected)


def test_the_table_names_a_group_once() -> None:
    """A dash stands for what A or B has not; what looks like markup is a name like any other."""
    table = printed(compare_reports('{"[red]": {"n": 1, "m": 0}}', '{"[red]": {"n": 3, "k": 1}}'))
    assert lines_of(table) == [
        ["[red]", "n", "1", "3", "+2", "3.00"],
        ["", "m", "0", "-", "", ""],
        ["", "k", "-", "1", "", ""],
    ]


def test_the_turns_have_a_column_for_each_stage() -> None:
    """In the order of the figures above them, A's number beside B's; a cell is empty where neither has one."""
    _, turns = printed(compare_calls(a_call(400), a_call(500))).split("end_reason")
    assert lines_of(turns)[-2:] == [
        ["1", "", "", "", "", "", "", "40 | 40", "47 | 47"],
        ["2", "300 | 300", "0 | 0", "100 | 200", "0 | 0", "0 | 0", "400 | 500", "", ""],
    ]


def lines_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if "│" in line]


UNUSABLE = {
    "missing.json": (None, "missing.json: there is no such file"),
    "CAnobody": (None, "CAnobody: no such file, and no records file at store.path"),
    "text.json": (b"not JSON", "text.json: not JSON ("),
    "latin.json": (b'{"name": "\xe9"}', "latin.json: not JSON (line 1: byte 0xe9 is not UTF-8"),
    "powershell.json": (
        '{"p50": 3}'.encode("utf-16"),
        "powershell.json: not JSON (line 1: the file is UTF-16; save it",
    ),
    "list.json": (b"[1, 2]", "list.json: neither a report nor a record: those are JSON objects"),
    "words.json": (b'{"python": "3.11", "doubtful": true}', "words.json: it contains no numbers"),
    "half.json": (b'{"call_sid": "CA1", "turns": []}', "half.json: not a record of a call ("),
    "other.json": (b'{"went_through": true, "call": 7}', "other.json: not a report of `offhook call` ("),
    "silent.json": (
        answer_of_the_server(a_call()).replace(b"onset", b"never"),
        "none of the call's 1 turns has a latency",
    ),
    "failed.json": (
        msgspec.json.encode(CallSummary(False, "busy", "", CallReport())),
        "none of the call's 0 turns has",
    ),
    "bench.json": (
        b'{"added": {"p50": 3}}',
        "bench.json is a benchmark report, call.json is a call record",
    ),
    "phone.json": (
        a_phones_report(400),
        "phone.json is a telephone report, call.json is a call record",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_compared_is_named_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, what was given and what is wrong with it, and nothing on standard output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFHOOK__STORE__PATH", "none.db")
    content, said = UNUSABLE[name]
    Path("call.json").write_bytes(answer_of_the_server(a_call(400)))
    if content is not None:
        Path(name).write_bytes(content)
    outcome = run(name, "call.json")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
    assert said in outcome.stderr


def test_two_benchmarks_that_measure_different_things_are_told_apart() -> None:
    """By what each of them reports."""
    with pytest.raises(NotComparable, match=r"share no number: a\.json has added, gaps, b\.json has counts, seconds"):
        compare_reports('{"added": {"p50": 3}, "gaps": 0}', '{"counts": [{"calls": 1}], "seconds": 60}')


def test_a_call_that_goes_on_can_be_compared() -> None:
    """The server answers without an end; the rest is there."""
    live = msgspec.structs.replace(a_call(400), over=None)
    assert row(compare_calls(live, a_call(400)), "end_reason").a == "the call goes on"
