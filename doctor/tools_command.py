"""`offhook tools AGENT.toml`: the tools of an agent, and one of them run by hand."""

import traceback
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Annotated

import trio
import typer

from offhook.actors.tools.built_in.chosen import built_in_tools
from offhook.actors.tools.opening import Tools, open_tools
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.text_file import UnreadableFile, read_text
from offhook.engine.host.world import RealWorld
from offhook.engine.run.tool import ArgumentsWrong, EffectUnknown, Tool, ToolCall, ToolFailed
from offhook.engine.run.tool_json import result_json
from offhook.reports.terminal import complain, open_terminal


class _NotRun(Exception):
    """The tool gave no result; the message says why."""


def tools(
    agent: Annotated[str, typer.Argument(metavar="AGENT.toml", help="The agent file.")],
    call: Annotated[
        str | None,
        typer.Option(metavar="NAME:JSON", help="Run this tool with these arguments. It is really run, without asking."),
    ] = None,
) -> None:
    """Show the tools that an agent has. MCP servers are asked for theirs."""
    if problems := _problems(agent, call):
        for exc in problems:
            where = f"{agent}: " if isinstance(exc, UnreadableFile) else ""
            complain(f"{where}{exc}", keep_lines=isinstance(exc, AgentFileError))
        raise typer.Exit(1)


def _problems(agent: str, call: str | None) -> Sequence[BaseException]:
    """Carry it out; what went wrong. Debian's Python 3.11.2 wraps what is raised in an `except*` block."""
    world, problems = RealWorld(), list[BaseException]()
    try:
        trio.run(_carry_out, world, _read(agent, world), call)
    except* (_NotRun, UnreadableFile, NetworkUnusable, AgentFileError) as group:
        problems += leaves(group)
    return problems


def _read(path: str, world: RealWorld) -> Agent:
    return load_agent(path, read_text(Path(path), world.read_file))


async def _carry_out(world: RealWorld, agent: Agent, call: str | None) -> None:
    lines = StringIO()
    log = open_log(LogSettings(level="warning"), world, lines)
    async with open_tools(world, agent, log, built_in=built_in_tools(agent)) as opened:
        for line in lines.getvalue().splitlines():
            complain(line)
        if call is not None:
            await _run(opened, agent, call, world)
            return
        out = open_terminal()
        for line in _described(opened):
            out.say(line)
        if not opened and not opened.warnings():
            out.say(f"{agent.path} has no tools; docs/tools.md says how to add some")


def _described(opened: Tools) -> Iterator[str]:
    for name, tool in opened.items():
        yield f"{name}    ({opened.source(name)})"
        for line in tool.offer.description.splitlines():
            yield f"    {line}"
        yield f"    {', '.join(_traits(tool))}"


def _traits(tool: Tool) -> Iterator[str]:
    yield "has effects" if tool.has_effects else "only reads"
    yield f"within {tool.deadline_s:g} s"
    yield f"on an interruption: {tool.on_interruption.value}"
    if tool.side_by_side:
        yield "side by side with others"
    if not tool.is_offered:
        yield "for the dialogue only"
    if tool.says:
        yield f'says "{tool.says}"'
    properties, required = tool.offer.parameters.get("properties"), tool.offer.parameters.get("required")
    if isinstance(properties, dict) and properties:
        needed = required if isinstance(required, list) else []
        yield f"arguments: {', '.join(name if name in needed else f'[{name}]' for name in properties)}"


async def _run(opened: Tools, agent: Agent, wanted: str, world: RealWorld) -> None:
    """Raises _NotRun."""
    name, _, arguments = wanted.partition(":")
    tool = opened.get(name)
    if tool is None:
        raise _NotRun(f"there is no tool {name!r}: {did_you_mean(name, opened)}")
    out = open_terminal()
    key = f"by-hand-{world.random('tools by hand').getrandbits(64):016x}"
    call = ToolCall(key, "", "", agent.name, agent.language, 0, note=lambda text: out.say(f"note: {text}"))
    try:
        read = tool.read(arguments)
        out.say(f"{name} is really run, with the key {key}")
        with trio.fail_after(tool.deadline_s):
            out.say(result_json(await tool.run(call, read)))
    except ArgumentsWrong as exc:
        raise _NotRun(f"{name} was not run. {exc}") from exc
    except EffectUnknown as exc:
        raise _NotRun(f"{exc}{' It may have been done nevertheless.' if tool.has_effects else ''}") from exc
    except ToolFailed as exc:
        raise _NotRun(str(exc)) from exc
    except trio.TooSlowError as exc:
        raise _NotRun(f"{name} has not ended within {tool.deadline_s:g} s.") from exc
    except (Exception, SystemExit) as exc:
        frame, line = [*traceback.walk_tb(exc.__traceback__)][-1]
        where = f"{frame.f_code.co_filename}:{line}"
        raise _NotRun(f"{name} broke at {where}: {type(exc).__name__}: {exc}") from exc
