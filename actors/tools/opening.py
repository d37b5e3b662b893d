"""Opens the tools of one agent: its Python functions, HTTP requests and MCP servers, and the built-in ones."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.tools.http_tool import http_tool
from offhook.actors.tools.mcp_server import McpServer
from offhook.actors.tools.options import ToolOptions
from offhook.actors.tools.python_tool import python_tool
from offhook.actors.tools.tables import ToolPlan, read_tools
from offhook.actors.tools.threads import ToolThreads
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFileInvalid, Problem
from offhook.engine.host.world import World
from offhook.engine.run.tool import Tool

BUILT_IN = "built in"
LOADED_WITHIN_S = 30.0
LOADING = "tools/loading"
"""The lane that Python files are run in."""


class Tools(Mapping[str, Tool]):
    """An agent's tools by name. Those of an MCP server come when it answers."""

    def __init__(
        self, tools: Mapping[str, Tool], sources: Mapping[str, str], servers: Sequence[McpServer] = ()
    ) -> None:
        self._tools, self._sources, self._servers = tools, sources, servers

    def __getitem__(self, name: str) -> Tool:
        for tools in (self._tools, *(server.tools for server in self._servers)):
            if name in tools:
                return tools[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._tools, *(name for server in self._servers for name in server.tools)]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def source(self, name: str) -> str:
        """Where a tool comes from, for people: a file and its line, an address, a server."""
        if name in self._sources:
            return self._sources[name]
        return next(f"MCP {server.address.url}" for server in self._servers if name in server.tools)

    def warnings(self) -> Sequence[str]:
        """About servers whose tools are missing."""
        silent = [server for server in self._servers if server.failure is not None]
        return [f"mcp {each.address.name}: {each.failure}; its tools come when it answers" for each in silent]


@asynccontextmanager
async def open_tools(
    world: World, agent: Agent, log: FilteringBoundLogger, *, built_in: Sequence[Tool] = ()
) -> AsyncIterator[Tools]:
    """All tools of an agent. Waits at most START_WITHIN_S for MCP servers. Raises AgentFileError with every mistake in
    the files that describe the tools, and NetworkUnusable."""
    plan = await _read(world, agent, [tool.name for tool in built_in])
    fixed, sources = _functions(world, agent, plan)
    for tool in built_in:
        fixed[tool.name] = _changed(tool, plan.overrides.get(tool.name))
        sources[tool.name] = BUILT_IN
    if not plan.requests and not plan.servers:
        yield Tools(fixed, sources)  # without a network, which an agent on one machine has no use for
        return
    async with world.network() as network, trio.open_nursery() as nursery:
        for request in plan.requests:
            name = request.offer.name
            fixed[name] = http_tool(request, plan.options(name, request.options), plan.secrets, network.http)
            sources[name] = f"{request.method} {request.url}"
        servers = [McpServer(each, plan, network.http, _version(), log) for each in plan.servers]
        async with trio.open_nursery() as starting:
            for server in servers:
                starting.start_soon(nursery.start, server.run, fixed, name=f"start of mcp {server.address.name}")
        yield Tools(fixed, sources, servers)
        nursery.cancel_scope.cancel(reason="the tools are closed")


def _version() -> str:
    try:
        return version("offhook")
    except PackageNotFoundError:  # a checkout that is not installed
        return "unknown"


async def _read(world: World, agent: Agent, built_in: Sequence[str]) -> ToolPlan:
    """Off the event loop: a Python file does what it likes while it is loaded."""
    if not agent.tool_tables:
        return ToolPlan()
    with trio.move_on_after(LOADED_WITHIN_S):
        reading = partial(read_tools, agent, world.environment(), world.read_file, built_in)
        return await world.run_blocking(reading, cost_s=0.01, lane=LOADING)
    what = f"its Python files are not loaded within {LOADED_WITHIN_S:g} s"
    problem = Problem(1, what, "let them do their slow work in the tools, not where they are loaded")
    raise AgentFileInvalid(agent.path, [problem])


def _functions(world: World, agent: Agent, plan: ToolPlan) -> tuple[dict[str, Tool], dict[str, str]]:
    """The tools in Python, and their sources."""
    tools: dict[str, Tool] = {}
    sources: dict[str, str] = {}
    opening = world.random("tools").getrandbits(32)  # so that threads which hang since an earlier one are not ours
    for each in plan.functions:
        name = each.signature.offer.name
        threads = ToolThreads(world, f"tools/{agent.name}/{opening:08x}/{name}")
        tools[name] = python_tool(each.found.function, each.signature, plan.options(name, each.options), threads)
        sources[name] = f"{each.found.path}:{each.found.line}"
    return tools, sources


def _changed(tool: Tool, options: ToolOptions | None) -> Tool:
    return tool if options is None else options.changed(tool)
