"""`offhook tools`, and `serve --check` of an agent with tools: what they print, and the exit code. Real files and
threads; nothing is asked over a network."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from offhook.cli import commands
from tests.serving import settings_in

TOOLS = '''
from offhook.agent_tools import EffectUnknown, ToolCall, ToolFailed, tool

@tool(effects=False, says="One moment.", deadline_s=0.2, side_by_side=True)
async def slow(call: ToolCall, seconds: float = 60) -> str:
    """Waits."""
    import trio
    await trio.sleep(seconds)
    call.note("waited")
    return call.key

@tool(offered=False)
def fail(how: str) -> None:
    """Fails."""
    match how:
        case "unknown":
            raise EffectUnknown("The line broke.")
        case "exit":
            raise SystemExit(3)
        case "bug":
            raise ZeroDivisionError("by zero")
        case "object":
            return object()
        case _:
            raise ToolFailed("All is taken.")
'''


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent of all tests, in the folder where they are."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings_in(tmp_path, OFFHOOK__SERVER__PORT="0").items():
        monkeypatch.setenv(name, value)
    Path("t.py").write_text(TOOLS)
    agent = Path("agent.toml")
    agent.write_text(f'tools = "t.py"\n{agent.read_text()}')


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(commands, arguments)
    return result.exit_code, result.stdout, re.sub("by-hand-[0-9a-f]{16}", "KEY", result.stderr)


def call(text: str) -> tuple[int, str, str]:
    code, out, wrong = run("tools", "agent.toml", "--call", text)
    return code, re.sub("by-hand-[0-9a-f]{16}", "KEY", out), wrong


def test_the_tools_of_an_agent_are_shown() -> None:
    """Name, source, description, effects, deadline, and what may be left out."""
    assert run("tools", "agent.toml") == (
        0,
        "slow    (t.py:4)\n    Waits.\n    only reads, within 0.2 s, on an interruption: finish quietly, "
        'side by side with others, says "One moment.", arguments: [seconds]\n'
        "fail    (t.py:12)\n    Fails.\n"
        "    has effects, within 10 s, on an interruption: finish quietly, for the dialogue only, arguments: how\n",
        "",
    )


def test_a_tool_is_really_run() -> None:
    """Its notes and its result are printed."""
    assert call('slow:{"seconds": 0}') == (
        0,
        'slow is really run, with the key KEY\nnote: waited\n"KEY"\n',
        "",
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("slow", "slow has not ended within 0.2 s."),
        ("fail", "fail was not run. The arguments do not fit: object missing required field how."),
        ("fial:{}", "there is no tool 'fial': did you mean 'fail'?"),
        ('fail:{"how": "x"}', "All is taken."),
        ('fail:{"how": "unknown"}', "The line broke. It may have been done nevertheless."),
        ('fail:{"how": "bug"}', "fail broke at t.py:21: ZeroDivisionError: by zero"),
        ('fail:{"how": "exit"}', "fail broke at t.py:19: SystemExit: 3"),
        (
            'fail:{"how": "object"}',
            "The tool has ended, but what it returned cannot be written as JSON: object has no form",
        ),
    ],
)
def test_what_goes_wrong_is_said_and_is_an_exit_code(text: str, why: str) -> None:
    """So that a script notices too."""
    code, _, wrong = call(text)
    assert (code, wrong.startswith(why)) == (1, True), wrong


def test_mistakes_are_told_as_at_the_start() -> None:
    """By both commands alike, with file, line and fix."""
    Path("t.py").write_text(TOOLS.replace("how: str", "how"))
    problem = "t.py:12: fail: how has no type: write its type, such as how: str\n"
    assert run("tools", "agent.toml") == (1, "", problem)
    code, _, wrong = run("serve", "--check")
    assert (code, wrong.rpartition("/")[2]) == (1, problem)


def test_a_check_names_the_tools() -> None:
    """With their sources."""
    code, out, _ = run("serve", "--check")
    assert code == 0
    assert re.findall(r"^tool\.\w+ = .*$", out, re.M) == [
        f'tool.slow = "{Path.cwd()}/t.py:4"',
        f'tool.fail = "{Path.cwd()}/t.py:12"',
    ]


def test_a_missing_agent_file_is_named() -> None:
    """As a file that cannot be read."""
    assert run("tools", "nowhere.toml") == (1, "", "nowhere.toml: no such file; name an existing file\n")
