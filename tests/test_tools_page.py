"""docs/tools.md: its files work as they stand there. Servers in memory, virtual time; commands as a user types them."""

import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from offhook.actors.tools.opening import Tools, open_tools
from offhook.actors.tools.options import OPTIONS
from offhook.actors.tools.tables import read_tools
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.run.tool_json import result_json
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received, Serving
from offhook.simulation.fakes.mcp import FakeMcp, a_tool
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.steps import Answer, Step, send
from offhook.simulation.world import SimulatedWorld
from tests.actors.tools.tool_rig import KEY, a_call, a_log, use

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "tools.md").read_text()
KEYS = {"CALENDAR_KEY": "calendar-key", "DESK_KEY": "desk-key"}
COMMAND = (sys.executable, "-c", "from offhook import cli; cli.main()")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)


PYTHON, WEB, MCP = blocks("toml")
(FUNCTIONS,) = blocks("python")


def written(folder: Path, text: str) -> str:
    """The path of the agent file, beside the page's Python file."""
    (folder / "clinic_tools.py").write_text(FUNCTIONS)
    path = folder / "clinic.toml"
    path.write_text(text)
    return str(path)


@asynccontextmanager
async def opened(folder: Path, text: str, serve: Serving | None = None) -> AsyncIterator[Tools]:
    agent = load_agent(written(folder, text), text)
    async with in_memory(serve or HttpServer(_nothing).serve) as (_, transport):
        world = SimulatedWorld(transport=transport, environment=KEYS)
        async with open_tools(world, agent, a_log(world)) as tools:
            yield tools


async def _nothing(request: Received, answerer: Answerer) -> None:
    raise AssertionError("nobody is asked")


async def test_the_functions_are_tools(tmp_path: Path) -> None:
    """They find times, book one of them, and say that another is taken."""
    async with opened(tmp_path, PYTHON) as tools:
        assert [*tools] == ["free_times", "book"]
        assert await use(tools["free_times"], '{"day": "2027-03-01"}') == ["09:30", "14:00"]
        booked = await use(tools["book"], '{"day": "2027-03-01", "time": "09:30"}')
        assert result_json(booked) == '{"booked":"2027-03-01 at 09:30"}'
        with pytest.raises(Exception, match=r"^This time is taken\.$"):
            await use(tools["book"], '{"day": "2027-03-01", "time": "10:00"}')


async def test_the_requests_are_tools(tmp_path: Path) -> None:
    """What goes out is what the page says: the key from the variable, arguments behind the question mark and in the
    body."""

    async def answer(request: Received, answerer: Answerer) -> None:
        await send(Answer(200, {"content-type": "application/json"}, [Step.HEAD, b'["09:30"]']), answerer)

    server = HttpServer(answer)
    async with opened(tmp_path, WEB, server.serve) as tools:
        assert await use(tools["free_times"], '{"doctor": "berg", "day": "2027-03-01"}') == ["09:30"]
        await use(tools["book"], '{"day": "2027-03-01", "time": "09:30", "guests": 2}')
        asked, booked = server.requests
        assert (asked.method, asked.path) == ("GET", "/doctors/berg/free?day=2027-03-01")
        assert asked.headers["authorization"] == "Bearer calendar-key"
        assert (booked.method, booked.headers["idempotency-key"]) == ("POST", KEY)
        assert json.loads(booked.body) == {
            "day": "2027-03-01",
            "time": "09:30",
            "source": "telephone",
            "text": "by telephone, 2 guests",
        }
        assert (tools["book"].deadline_s, tools["book"].says) == (5, "One moment, I am writing it down.")


async def test_the_mcp_servers_tools_are_tools(tmp_path: Path) -> None:
    """Two of three, under the server's name."""
    fake = FakeMcp(key="desk-key", tools=[a_tool("free_times"), a_tool("book"), a_tool("delete_all")])
    async with opened(tmp_path, MCP, fake.serve) as tools:
        assert [*tools] == ["desk_free_times", "desk_book"]
        assert tools["desk_book"].says == "One moment, I am writing it down."
        await use(tools["desk_book"], '{"text": "x"}', a_call())
        assert fake.ran[0].meta == {"offhook/idempotency-key": KEY}


def test_the_commands_show_what_the_page_shows(tmp_path: Path) -> None:
    """As a user types them, beside the files of the page."""
    written(tmp_path, PYTHON)
    typed = "".join(blocks("bash")).splitlines()
    assert len(typed) == 2
    printed = []
    for line in typed:
        words = re.findall(r"'[^']*'|\S+", line)
        assert words[:2] == ["offhook", "tools"]
        command = [*COMMAND, *(word.strip("'") for word in words[1:])]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert ended.stderr == ""
        printed.append(ended.stdout)
    assert printed[0].startswith("free_times    (clinic_tools.py:10)\n    Free appointments on a day.\n")
    shown = blocks("text")[0]
    assert re.sub("by-hand-[0-9a-f]{16}", "KEY", printed[1]) == re.sub("by-hand-[0-9a-f]{16}", "KEY", shown)


def test_the_mistakes_read_as_on_the_page(tmp_path: Path) -> None:
    """Each of the three lines is what the reader of the files says."""
    lines = blocks("text")[1].splitlines()
    text = PYTHON.replace("clinic_tools", "clinic_tool")
    assert _mistakes(tmp_path, text) == lines[:1]
    path = written(tmp_path, PYTHON)
    (tmp_path / "clinic_tools.py").write_text(FUNCTIONS.replace("free_times(day: datetime.date", "free_times(day"))
    assert _problems(path, PYTHON) == lines[1:2]
    assert _mistakes(tmp_path, WEB) == lines[2:]


def _mistakes(folder: Path, text: str) -> list[str]:
    return _problems(written(folder, text), text)


def _problems(path: str, text: str) -> list[str]:
    try:
        read_tools(load_agent(path, text), {}, Path.read_bytes)
    except AgentFileError as exc:
        return str(exc).replace(f"{Path(path).parent}/", "").splitlines()
    return []


def test_every_option_is_on_the_page() -> None:
    """In the table of what every tool may have."""
    table = PAGE.partition("## What every tool may have")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == list(OPTIONS)
