"""An agent's tools, opened and called as the engine calls them."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

from structlog.typing import FilteringBoundLogger

from offhook.actors.tools.opening import Tools, open_tools
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import World
from offhook.engine.run.tool import Tool, ToolCall

KEY = "CA1/3/0"
IMPORT = "from offhook.agent_tools import EffectUnknown, ToolCall, ToolFailed, tool\n"


class Notes(list[str]):
    """What tools have noted."""


def a_call(notes: Notes | None = None) -> ToolCall:
    noted = Notes() if notes is None else notes
    return ToolCall(KEY, "CA1", "+15550100", "clinic", "en", 3, note=noted.append)


def agent_in(folder: Path, text: str, files: Mapping[str, str]) -> Agent:
    """The agent file of this text, beside these files."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return load_agent(str(folder / "clinic.toml"), f'name = "clinic"\n{text}')


@asynccontextmanager
async def python_tools(
    world: World, folder: Path, content: str, text: str = "", built_in: Sequence[Tool] = ()
) -> AsyncIterator[Tools]:
    """The tools of one Python file."""
    agent = agent_in(folder, f'tools = "t.py"\n{text}', {"t.py": IMPORT + content})
    async with opened(world, agent, built_in=built_in) as tools:
        yield tools


@asynccontextmanager
async def opened(
    world: World, agent: Agent, lines: StringIO | None = None, built_in: Sequence[Tool] = ()
) -> AsyncIterator[Tools]:
    """`lines` gets the log."""
    async with open_tools(world, agent, a_log(world, lines), built_in=built_in) as tools:
        yield tools


def a_log(world: World, lines: StringIO | None = None) -> FilteringBoundLogger:
    return open_log(LogSettings(format="json"), world, StringIO() if lines is None else lines)


def logged(lines: StringIO, event: str) -> list[dict[str, object]]:
    """The lines of this event."""
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    return [line for line in found if line["event"] == event]


async def use(tool: Tool, arguments: str = "{}", call: ToolCall | None = None) -> object:
    return await tool.run(call or a_call(), tool.read(arguments))
