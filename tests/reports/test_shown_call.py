"""`offhook calls show`: a stored call in words, as JSON, and what is said where there is none."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from offhook.cli import commands
from offhook.engine.decide.costs import Cost, Used
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TurnRecord
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import UNSURE, AgentSaid, CallerSaid, Entry
from offhook.engine.record.tools_used import ToolRecord
from tests.reports.kept_records import answer_of_the_server, store

COLLECTED = Collected({"day": "friday", "time": "19:30", "member": None}, ("time",), "427135", "summary")
TRANSCRIPT: list[Entry] = [
    AgentSaid(1, "Good day.", 0.0, interrupted=True, unheard="How can I help?", until_s=1.2),
    CallerSaid(2, "hang up", 1.0, "speech", 0.31, 1.8, UNSURE),
    CallerSaid(3, "42", 4.0, "keys", until_s=4.5),
]


def a_call(transcript: list[Entry] = TRANSCRIPT, collected: Collected | None = COLLECTED) -> CallRecord:
    begun = CallBegun("CA1", "MZ1", "+15550100", "front_desk", 1_800_000_000.0)
    over = CallOver(1_800_000_013.2, "transferred", "+15550199", {"bad messages": 2}, {}, collected)
    return CallRecord(begun, over, transcript, [TurnRecord(2, {"last_voiced": 1.8})])


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty folder, in which the command finds no settings."""
    monkeypatch.chdir(tmp_path)
    return "offhook.db"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["calls", "show", *arguments])


USED = {
    "recognizer.openai": Used(requests=9, seconds=41.32),
    "responder.openai": Used(requests=3, input_tokens=5210, cached_tokens=3072, output_tokens=388, estimated=1),
    "speaker.flite": Used(requests=1, characters=12),
}


@pytest.mark.parametrize(
    ("cost", "lines"),
    [
        (
            None,
            [
                "used       recognizer.openai: 41.3 s of sound, 9 requests",
                "used       responder.openai: 5210 tokens told (3072 cached) and 388 written, 3 requests (1 estimated)",
                "used       speaker.flite: 12 characters, 1 request",
            ],
        ),
        (
            Cost("EUR", 0.004, {"responder.openai": 0.004, "speaker.flite": 0.0}, ("recognizer.openai",)),
            [
                "used       recognizer.openai: 41.3 s of sound, 9 requests, not priced",
                "used       responder.openai: 5210 tokens told (3072 cached) and 388 written, 3 requests (1 estimated),"
                " 0.0040 EUR",
                "used       speaker.flite: 12 characters, 1 request, 0.0000 EUR",
                "cost       0.0040 EUR, without recognizer.openai",
            ],
        ),
    ],
)
def test_a_person_reads_what_was_used_and_what_it_cost(cost: Cost | None, lines: list[str], path: str) -> None:
    """A service without a price has no zero. A program reads the same from the store."""
    record = a_call()
    assert record.over is not None
    over = msgspec.structs.replace(record.over, used=USED, cost=cost)
    record = msgspec.structs.replace(record, over=over)
    store(record, path)
    shown = [line.rstrip() for line in run("CA1").stdout.splitlines()]
    assert [line for line in shown if line.startswith(("used", "cost"))] == lines
    answer = json.loads(run("CA1", "--json").stdout)
    assert answer == json.loads(answer_of_the_server(record))
    assert answer["used"]["speaker.flite"] == {"requests": 1, "characters": 12}


def test_a_person_reads_what_the_agent_did(path: str) -> None:
    """Each tool with its arguments and what came of it, a long result cut; and its notes."""
    record = a_call()
    assert record.over is not None
    tools = (
        ToolRecord("tool00001", "book", '{"day": "friday"}', 2, 1.9, Outcome.DONE, '{"booked":true}'),
        ToolRecord("tool00002", "list", "{}", 3, 4.6, Outcome.FAILED, "x" * 300),
        ToolRecord("tool00003", "wave", "{}", 3, 4.7),
    )
    over = msgspec.structs.replace(record.over, tools=tools, notes=("calls back",))
    store(msgspec.structs.replace(record, over=over), path)
    shown = [line.rstrip() for line in run("CA1").stdout.splitlines()]
    assert [line for line in shown if line.startswith(("tool", "note"))] == [
        'tool       book {"day": "friday"}: done, {"booked":true}',
        f"tool       list {{}}: failed, {'x' * 200}...",
        "tool       wave {}: unknown",
        "note       calls back",
    ]


@pytest.mark.parametrize("sid", ["CA1", "MZ1"])
def test_a_person_reads_what_became_of_a_call(sid: str, path: str) -> None:
    """Who, when, how it ended, what was collected, the conversation in order, and what went wrong."""
    store(a_call(), path)
    result = run(sid)
    assert result.exit_code == 0, result.output
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "call       CA1, stream MZ1",
        "caller     +15550100",
        "agent      front_desk",
        "began      2027-01-15 08:00:00 UTC",
        "ended      2027-01-15 08:00:13 UTC, after 13.2 s: transferred",
        "put through +15550199",
        "collected  day: friday",
        "collected  time: 19:30 (not confirmed)",
        "collected  member: skipped",
        "collected  reference: 427135",
        "collected  reached state: summary",
        '    0.00 to 1.20 s     agent    "Good day." (cut off before "How can I help?")',
        '    1.00 to 1.80 s     caller   "hang up" (not taken: not sure enough, 0.31)',
        "    4.00 to 4.50 s     caller   presses 42",
        "fault      bad messages: 2",
    ]


def test_a_program_reads_the_record_as_the_server_answers_it(path: str) -> None:
    """`--json` is the answer of `GET /calls/SID`."""
    store(a_call(), path)
    result = run("CA1", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == json.loads(answer_of_the_server(a_call()))


def test_a_call_that_goes_on_is_told_as_far_as_it_is_stored(path: str) -> None:
    """Its end is missing, and so is what it came to."""
    store(a_call(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE calls SET over = NULL, ended_at = NULL")
        other.commit()
    shown = run("CA1").stdout
    assert "ended      not yet, or its end was not stored\n" in shown
    assert "presses 42" in shown
    assert "collected" not in shown


def test_a_damaged_part_is_named_and_the_rest_is_shown(path: str) -> None:
    """Somebody has changed a row by hand."""
    store(a_call(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE entries SET entry = '[]' WHERE id = 1")
        other.commit()
    result = run("CA1")
    assert result.exit_code == 0, result.output
    assert "damaged    in the store, and left out here: 1 of 3 in the transcript\n" in result.stdout
    assert "presses 42" in result.stdout


def test_a_caller_cannot_steer_the_terminal_of_who_reads_it(path: str) -> None:
    """Neither with words nor with an answer."""
    hostile = "\x1b]0;owned\x07\u202e"
    store(a_call([CallerSaid(1, hostile, 1.0, "speech")], Collected({"name": hostile}, (), hostile, hostile)), path)
    shown = run("CA1").stdout
    assert not any(character in shown for character in hostile[0] + "\x07\u202e")
    assert "owned" in shown


@pytest.mark.parametrize("started_at", [-1e18, 1e18])
def test_a_time_that_cannot_be_is_told(started_at: float, path: str) -> None:
    """A clock was wrong, or the file is damaged: the words are shown all the same."""
    store(a_call(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE calls SET started_at = ?", (started_at,))
        other.commit()
    result = run("CA1")
    assert result.exit_code == 0, result.output
    assert "which is impossible" in result.stdout


def test_a_clock_that_was_set_back_makes_no_call_shorter_than_nothing(path: str) -> None:
    """How long it was the call's own clock tells."""
    call = a_call()
    assert call.over is not None
    over = msgspec.structs.replace(call.over, ended_at=call.begun.started_at - 3600)
    store(msgspec.structs.replace(call, over=over, trace=CallTrace(seconds=13.2)), path)
    assert "ended      2027-01-15 07:00:00 UTC, after 13.2 s: transferred\n" in run("CA1").stdout


def test_an_entry_whose_time_cannot_be_fills_no_screen(path: str) -> None:
    """Three hundred digits would hide what was said."""
    store(a_call([CallerSaid(1, "hello", 1e300, "speech", until_s=2e300)]), path)
    assert "\n  1e+300 to 2e+300 s " in run("CA1").stdout


def test_a_call_that_the_store_does_not_have(path: str) -> None:
    """It is named, with the file that was searched."""
    store(a_call(), path)
    result = run("CAnobody")
    assert result.exit_code == 1
    assert "CAnobody: no call with that SID in offhook.db; GET /calls lists the recent ones" in result.stderr


def test_a_folder_without_a_store_gets_none(path: str) -> None:
    """Somebody runs the command elsewhere."""
    result = run("CA1")
    assert result.exit_code == 1
    assert "CA1: no records file at store.path = 'offhook.db'; run this where the server runs" in result.stderr
    assert not Path(path).exists()


def test_calls_that_are_kept_in_memory_are_the_servers_to_tell(path: str) -> None:
    """There is no file to look in."""
    Path("offhook.toml").write_text('[store]\npath = ":memory:"\n')
    result = run("CA1")
    assert result.exit_code == 1
    assert "calls are kept in memory only; ask the server, GET /calls/SID" in result.stderr


def test_a_file_that_is_no_store_is_named(path: str) -> None:
    """Its content is not looked at."""
    Path(path).write_text("not a database, and long enough to be looked at as one\n" * 50)
    result = run("CA1")
    assert result.exit_code == 1
    assert "offhook.db" in result.stderr
    assert "Traceback" not in result.output


def test_a_person_reads_what_was_dialled(path: str) -> None:
    """Beside who called; the JSON has it too. Older records have none, and no line for it."""
    dialled = CallBegun("CA2", "MZ2", "+15550100", "clinic", 1_800_000_000.0, called="+15550200")
    store(a_call(), path)
    store(CallRecord(dialled, a_call().over, [], []), path)
    assert "called     +15550200\nagent      clinic" in run("CA2").stdout
    assert json.loads(run("CA2", "--json").stdout)["called"] == "+15550200"
    assert "called " not in run("CA1").stdout
