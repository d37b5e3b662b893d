"""`offhook questions`: what callers asked most, as entries that an agent file takes."""

import tomllib
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from offhook.cli import commands
from offhook.engine.host.agent import load_agent
from offhook.engine.record.answered import AnsweredTurn
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord
from offhook.engine.record.conversation import BACKCHANNEL, NOTHING_FITS, AgentSaid, CallerSaid, Entry
from tests.reports.kept_records import store

NEW_YEAR = 1_800_000_000.0  # 2027-01-15


def a_call(
    number: int,
    *said: tuple[str, str],
    agent: str = "desk",
    answered: Sequence[AnsweredTurn] = (),
    not_taken: str = "",
    interrupted: bool = False,
) -> CallRecord:
    """Questions and answers, from turn 2 on."""
    transcript: list[Entry] = []
    for turn, (question, answer) in enumerate(said, start=2):
        transcript.append(CallerSaid(turn, question, turn * 10.0, "speech", not_taken=not_taken))
        transcript.append(AgentSaid(turn, answer, turn * 10.0 + 2, interrupted=interrupted))
    begun = CallBegun(f"CA{number}", f"MZ{number}", "+15550100", agent, NEW_YEAR + 86_400.0 * number)
    over = CallOver(begun.started_at + 60.0, "hung up", None, {}, answered=tuple(answered))
    return CallRecord(begun, over, transcript, [])


SAUNA = "Yes, on the top floor."
CALLS = [
    a_call(0, ("Do you have a sauna?", SAUNA), ("thank you", "You are welcome.")),
    a_call(1, ("um is there a sauna please", SAUNA), ("I want to book a room", "Gladly.")),
    a_call(2, ("do you have a sauna?", "No."), ("Where can I park?", "In the {yard}.")),
]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return "offhook.db"


def store_all(path: str, *records: CallRecord) -> None:
    for record in records:
        store(record, path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["questions", *arguments])


def pasted(result: Result) -> list[dict[str, object]]:
    """The entries as an agent file has them, once somebody has pasted them into it."""
    assert result.exit_code == 0, result.output
    tables = tomllib.loads(result.output)
    load_agent("a.toml", f'name = "a"\n{result.output}')
    entries: list[dict[str, object]] = tables.get("answers", [])
    return entries


def test_what_was_asked_most_comes_first(path: str) -> None:
    """With what callers said, and the answer that most of them have heard; courtesy and wishes are no questions."""
    store_all(path, *CALLS)
    result = run("--least", "1")
    assert pasted(result) == [
        {"ask": ["do you have a sauna?", "um is there a sauna please"], "answer": SAUNA},
        {"ask": ["Where can I park?"], "answer": "In the {{yard}}."},
    ]
    lines = result.output.splitlines()
    assert lines[0] == "# What callers asked in 3 calls, as they said it. Check each answer before you keep it."
    assert "# Asked 3 times in 3 calls." in lines
    assert f'answer = "{SAUNA}"  # to be checked: heard 2 times' in lines


def test_once_is_not_often(path: str) -> None:
    """Unless somebody wants to see that too."""
    store_all(path, *CALLS)
    assert [len(pasted(run(*least))) for least in ((), ("--least", "3"), ("--least", "4"))] == [1, 1, 0]


def test_what_a_file_answers_is_left_out(path: str) -> None:
    """Be it that it did, or that it would by now."""
    by_file = a_call(3, ("do you have a sauna", SAUNA), answered=[AnsweredTurn(2, "sauna")])
    store_all(path, *CALLS, by_file)
    assert "# Left out: 1 questions that [[answers]] has answered, or does by now." in run().output.splitlines()
    Path("desk.toml").write_text('name = "desk"\n[[answers]]\nask = ["Is there a sauna?"]\nanswer = "Yes."\n')
    result = run("--agent", "desk.toml", "--least", "1")
    assert [each["ask"] for each in pasted(result)] == [["Where can I park?"]]


def test_an_agent_file_is_read_as_the_server_reads_it(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the files of its languages, whose answers count too, and with secrets of the environment; or one of those
    that come with Offhook."""
    monkeypatch.setenv("CRM_SECRET", f"whsec_{b64encode(bytes(32)).decode()}")
    store_all(path, *CALLS, a_call(3, ("Gibt es bei Ihnen eine Sauna?", "Ja.")))
    lookup = '[lookup]\nurl = "https://crm.example.com"\nsecret_variable = "CRM_SECRET"\n'
    top = 'name = "desk"\ngreeting = "Hello {lookup.name|there}."\n[languages]\nde = "desk.de.toml"\n'
    Path("desk.toml").write_text(f"{top}{lookup}")
    Path("desk.de.toml").write_text(
        'name = "desk_de"\nlanguage = "de"\n[[answers]]\nask = ["Gibt es eine Sauna?"]\nanswer = "Ja."\n'
    )
    asked = pasted(run("--agent", "desk.toml", "--least", "1"))
    assert [each["ask"] for each in asked] == [
        ["do you have a sauna?", "um is there a sauna please"],
        ["Where can I park?"],
    ]
    assert pasted(run("--agent", "agents/front_desk.toml")) == []


def test_calls_are_chosen_by_agent_and_day(path: str) -> None:
    """By UTC."""
    other = a_call(3, ("is there a gym", "No."), agent="other")
    store_all(path, *CALLS, other)
    assert [each["ask"] for each in pasted(run("--least", "1", "--agent", "other"))] == [["is there a gym"]]
    asked = pasted(run("--least", "1", "--agent", "desk", "--since", "2027-01-17"))
    assert [each["ask"] for each in asked] == [["Where can I park?"], ["do you have a sauna?"]]
    assert pasted(run("--since", "2027-02-01")) == []


def test_words_that_a_dialogue_did_not_understand_count(path: str) -> None:
    """They are what a file should have. A backchannel is none."""
    store_all(
        path,
        a_call(0, ("is there a gym", "What?"), not_taken=NOTHING_FITS),
        a_call(1, ("is there a pool", "x"), not_taken=BACKCHANNEL),
    )
    assert [each["ask"] for each in pasted(run("--least", "1"))] == [["is there a gym"]]


def test_half_an_answer_is_none(path: str) -> None:
    """Nobody has heard it to its end: the entry waits for one, and no server starts with it as it is."""
    store_all(path, a_call(0, ("is there a gym", "Yes, it is"), interrupted=True))
    result = run("--least", "1")
    assert 'answer = ""  # to be written: nobody has heard an answer to its end' in result.output.splitlines()


def test_each_language_is_counted_by_itself(path: str) -> None:
    """It is told from the words, and named where the agent has another one."""
    store_all(path, a_call(0, ("Gibt es bei Ihnen eine Sauna?", "Ja."), ("is there a sauna", SAUNA)))
    entries = tomllib.loads(run("--least", "1").output)["answers"]
    assert [(each.get("language"), each["ask"]) for each in entries] == [
        ("de", ["Gibt es bei Ihnen eine Sauna?"]),
        (None, ["is there a sauna"]),
    ]


def test_calls_without_words_are_counted(path: str) -> None:
    """Their transcripts are not there any more."""
    store_all(path, a_call(9), *CALLS)
    assert "# Left out: 1 calls without words on record." in run().output.splitlines()


def test_a_callers_words_are_only_text(path: str) -> None:
    """Whatever a recognizer writes, it ends no string and steers no terminal."""
    store_all(path, a_call(0, ('is there a "sauna"\\ or \x1b[2J a = [1]', 'Say "{x}" \\ \x07 now.')))
    (entry,) = pasted(run("--least", "1"))
    assert entry["ask"] == ['is there a "sauna"\\ or \x1b[2J a = [1]']
    assert entry["answer"] == 'Say "{{x}}" \\ \x07 now.'


def test_without_records_it_says_where_they_would_be(path: str) -> None:
    """And makes no file."""
    result = run("--store", "elsewhere.db")
    assert (result.exit_code, "no records file at store.path = 'elsewhere.db'" in result.output) == (1, True)
    assert not Path("elsewhere.db").exists()
