"""`offhook serve --check`, in this process: what it prints, where, and with which exit code."""

import re
import socket
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from offhook.cli import commands
from tests.serving import settings_in


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settable services, and a port that nobody has."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings_in(tmp_path, OFFHOOK__SERVER__PORT="0").items():
        monkeypatch.setenv(name, value)


class Outcome(NamedTuple):
    """What a command came to."""

    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Outcome:
    result = CliRunner().invoke(commands, arguments)
    return Outcome(result.exit_code, result.stdout, result.stderr)


def check() -> Outcome:
    return run("serve", "--check")


def test_a_good_start_is_told_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting with its place, what the agent file holds, and who would serve; nothing on standard error."""
    monkeypatch.setenv("OFFHOOK__VAD__SILENCE_MS", "400")
    outcome = check()
    lines = outcome.stdout.splitlines()
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert "vad.silence_ms = 400    (OFFHOOK__VAD__SILENCE_MS)" in lines
    assert "vad.pause_ms = 120    (default)" in lines
    assert f'agent_file.greeting = "Good evening."    ({tmp_path}/agent.toml:3)' in lines
    assert 'agent_file.language = "en"    (default)' in lines
    assert 'in_use.speaker = ["tone"]' in lines
    assert 'why.speaker.tone = "speaker.chain names it"' in lines
    assert 'sound_goes_to = "nobody"' in lines
    assert 'words_go_to = "nobody"' in lines
    assert all(" = " in line for line in lines)


TOKEN = "0123456789abcdef0123456789abcdef"
WHO_MAY_CALL = {
    "nothing set": ({}, "this machine only"),
    "an auth token": ({"OFFHOOK__TWILIO__AUTH_TOKEN": TOKEN}, "Twilio: "),
    "the carrier's own variable": ({"TWILIO_AUTH_TOKEN": TOKEN}, "Twilio: "),
    "a public name alone": ({"OFFHOOK__SERVER__PUBLIC_URL": "https://voice.example.com"}, "nobody: "),
}


@pytest.mark.parametrize(("variables", "who"), WHO_MAY_CALL.values(), ids=WHO_MAY_CALL)
def test_who_may_call_is_told(variables: dict[str, str], who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what to set where a carrier is not answered; a server that answers nobody is a warning."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    outcome = check()
    (line,) = (line for line in outcome.stdout.splitlines() if line.startswith("calls_come_from = "))
    assert outcome.exit_code == 0
    assert line.startswith(f'calls_come_from = "{who}')
    assert ("OFFHOOK__TWILIO__AUTH_TOKEN" in line) == (not who.startswith("Twilio"))
    assert ("warning: calls come from nobody" in outcome.stderr) == who.startswith("nobody")
    assert TOKEN not in outcome.stdout + outcome.stderr


def test_what_was_typed_wins_and_is_named(tmp_path: Path) -> None:
    """Host, port and agent as options of `serve`, over variables that say something else."""
    (tmp_path / "other.toml").write_text('name = "other"\n')
    outcome = run("serve", "--check", "--host", "127.0.0.1", "--port=0", "--workers", "3", "--agent", "other.toml")
    lines = outcome.stdout.splitlines()
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert 'server.host = "127.0.0.1"    (--host)' in lines
    assert "server.port = 0    (--port)" in lines
    assert "server.workers = 3    (--workers)" in lines
    assert 'agent.path = "other.toml"    (--agent)' in lines
    assert 'agent_file.name = "other"    (other.toml:1)' in lines


def test_the_agent_that_comes_along_answers_wherever_the_server_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word about an agent, and by its name; where it stands is told, for whoever wants to change it."""
    monkeypatch.delenv("OFFHOOK__AGENT__PATH")
    default, named = check(), run("serve", "--check", "--agent", "agents/front_desk.toml")
    assert (default.exit_code, named.exit_code) == (0, 0)
    assert 'agent.path = "agents/front_desk.toml"    (default)' in default.stdout.splitlines()
    for outcome in (default, named):
        assert re.search(
            r'^agent_file\.name = "front_desk"    \(/.+/agents/front_desk\.toml:\d+\)$', outcome.stdout, re.M
        )


def test_an_agent_of_ones_own_goes_before_the_one_that_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that was changed is the one that answers."""
    monkeypatch.delenv("OFFHOOK__AGENT__PATH")
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "front_desk.toml").write_text('name = "ours"\n')
    outcome = check()
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert 'agent_file.name = "ours"    (agents/front_desk.toml:1)' in outcome.stdout.splitlines()


@pytest.mark.parametrize("path", ["agents/front_dsek.toml", "front_desk.toml", "app.py", "agents/../app.py", "agents"])
def test_an_agent_that_is_not_there_is_named_as_it_was_written(path: str) -> None:
    """What comes with Offhook, and is no agent, is not found by chance."""
    outcome = run("serve", "--check", "--agent", path)
    assert outcome.exit_code == 1
    assert f"agent.path = {path!r} (--agent): no such file; name an existing file" in outcome.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--port", "eighty"], "--port: server.port = 'eighty': must be a whole number"),
        (["--port=70000"], "--port: server.port = '70000': "),
        (["--agent", "nowhere.toml"], "nowhere.toml"),
        (["--host", "203.0.113.9"], "server.host = '203.0.113.9'"),
    ],
    ids=" ".join,
)
def test_a_mistyped_option_is_refused_as_the_setting_would_be(typed: list[str], said: str) -> None:
    """The same rules, and the option as the place; the check and the server agree."""
    served, checked = run("serve", *typed), run("serve", "--check", *typed)
    assert (served.exit_code, checked.exit_code) == (1, 1)
    assert said in served.stderr
    assert served.stderr == checked.stderr


def test_the_version_is_told() -> None:
    """One line and nothing else: a bug report needs it."""
    outcome = run("--version")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert re.fullmatch(r"offhook \d+\.\d+\.\d+\n", outcome.stdout)


def test_the_front_desk_passes_and_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent that comes with Offhook, with the states, slots and phrases of its dialogue."""
    monkeypatch.delenv("OFFHOOK__AGENT__PATH")
    outcome = check()
    names = [line.partition(" = ")[0] for line in outcome.stdout.splitlines()]
    assert outcome.exit_code == 0
    assert {f"agent_file.dialogue.{name}" for name in ("start", "states", "slots", "phrases")} <= set(names)
    assert "agent_file.transfer" in names


def test_every_problem_is_told_and_the_exit_code_is_1(monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error, a line each; standard output still has the settings, so that one can see them."""
    monkeypatch.setenv("OFFHOOK__STORE__PATH", "nowhere/calls.db")
    monkeypatch.setenv("OFFHOOK__SERVER__HOST", "203.0.113.9")  # an address for documentation: no machine has it
    monkeypatch.setenv("OFFHOOK__RESPONDER__CHAIN", '["dialogue"]')
    outcome = check()
    assert outcome.exit_code == 1
    assert [line.split(" = ")[0].partition(": ")[0].rpartition("/")[2] for line in outcome.stderr.splitlines()] == [
        "store.path",
        "agent.toml:1",
        "server.host",
    ]
    assert 'server.host = "203.0.113.9"    (OFFHOOK__SERVER__HOST)' in outcome.stdout


def test_a_server_that_runs_may_have_its_settings_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its port is taken, by itself."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        monkeypatch.setenv("OFFHOOK__SERVER__PORT", str(listener.getsockname()[1]))
        assert check().exit_code == 0


def test_kubernetes_variables_are_one_warning_and_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pod beside a Service called offhook passes the check."""
    monkeypatch.setenv("OFFHOOK_PORT", "tcp://10.0.0.1:8000")
    monkeypatch.setenv("OFFHOOK_SERVICE_HOST", "10.0.0.1")
    outcome = check()
    assert outcome.exit_code == 0
    (line,) = outcome.stderr.splitlines()
    assert line.startswith("warning: OFFHOOK_PORT, OFFHOOK_SERVICE_HOST: set by Kubernetes")


def test_a_proxy_that_cannot_be_used_is_one_warning_and_the_chain_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every service over the network is left out for it."""
    monkeypatch.setenv("OFFHOOK__SPEAKER__CHAIN", '["openai", "openai_realtime", "tone"]')
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hunter2@proxy:port")
    outcome = check()
    why = "a proxy cannot be used: correct HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY"
    assert outcome.stderr == f"warning: speaker.openai, speaker.openai_realtime: {why}\n"
    assert f'left_out.speaker.openai = "{why}"' in outcome.stdout.splitlines()
    assert 'in_use.speaker = ["tone"]' in outcome.stdout.splitlines()
    assert outcome.exit_code == 0


def test_a_hostile_agent_file_steers_no_terminal(tmp_path: Path) -> None:
    """Whoever checks a file of a stranger sees its tricks as text."""
    agent = tmp_path / "agent.toml"
    agent.write_text('name = "a"\ngreeting = "\\u001b]0;owned\\u0007\\u202e"\n')
    accepted = check()
    agent.write_text('name = "\\u001b[2J"\n"\\u001b[1m" = 1\n')
    refused = check()
    assert (accepted.exit_code, refused.exit_code) == (0, 1)
    for text in (accepted.stdout, accepted.stderr, refused.stdout, refused.stderr):
        assert all(line.isprintable() for line in text.splitlines())


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("OFFHOOK_PORT", "8001", "did you mean OFFHOOK__SERVER__PORT?"),
        ("OFFHOOK__SERVER__HOST", "203.0.113.9", "server.host = '203.0.113.9' and server.port = 0: cannot listen"),
    ],
)
def test_serve_refuses_what_the_check_refuses(
    variable: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a server in between: the same words, the same exit code."""
    monkeypatch.setenv(variable, value)
    served, checked = run("serve"), check()
    assert (served.exit_code, checked.exit_code) == (1, 1)
    assert served.stderr == checked.stderr
    assert said in served.stderr


def test_every_agent_and_its_numbers_are_told(tmp_path: Path) -> None:
    """Each under its name, with its tools, and which number goes to which."""
    hangs_up = 'built_in.tools = ["hang_up"]\n'
    (tmp_path / "clinic.toml").write_text(f'name = "clinic"\ngreeting = "Hi {{caller|you}}."\n{hangs_up}')
    (tmp_path / "offhook.toml").write_text('[[numbers]]\nnumber = "+1 (555) 0100"\nagent = "clinic.toml"\n')
    outcome = check()
    lines = outcome.stdout.splitlines()
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert 'agent_files.clinic.greeting = "Hi {caller|you}."    (clinic.toml:2)' in lines
    assert 'agent_files.clinic.asks_for = ["caller"]    (clinic.toml)' in lines
    assert 'tool.clinic.hang_up = "built in"' in lines
    assert 'calls_go_to.+15550100 = "clinic"    (clinic.toml)' in lines
    assert f'calls_go_to.every other number = "test"    ({tmp_path}/agent.toml)' in lines
    assert all(" = " in line for line in lines)
    (tmp_path / "clinic.toml").write_text('name = "clinic"\ngreeting = "Hi {callr|you}."\n')
    outcome = check()
    assert outcome.exit_code == 1
    assert outcome.stderr == "clinic.toml:2: unknown name 'callr' in greeting: did you mean 'caller'?\n"
