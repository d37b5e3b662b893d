"""Reads what an agent file says of tools, and loads the Python files that it names: all mistakes at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from offhook.actors.tools.http_table import HttpRequest, read_http_tools
from offhook.actors.tools.mcp_table import McpAddress, read_mcp
from offhook.actors.tools.mistakes import Mistakes
from offhook.actors.tools.options import ToolOptions
from offhook.actors.tools.python_files import FoundFunction, PythonFiles
from offhook.actors.tools.secret_values import Secrets, read_secrets
from offhook.actors.tools.signature import Signature, read_signature
from offhook.engine.host.agent import AGENT_KEYS, Agent
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.shapes_in_words import complaint

MOST_TOOLS = 64
"""Of one agent, without those of MCP servers. A model chooses badly among many."""


class PythonFunction(msgspec.Struct, frozen=True):
    """A function that can be a tool."""

    found: FoundFunction
    signature: Signature
    options: ToolOptions


class ToolPlan(msgspec.Struct, frozen=True):
    """What the agent's tools are to be made of. Everything in it is valid."""

    functions: Sequence[PythonFunction] = ()
    requests: Sequence[HttpRequest] = ()
    secrets: Secrets = Secrets({})
    servers: Sequence[McpAddress] = ()
    overrides: Mapping[str, ToolOptions] = {}
    """`[tool.NAME]`."""

    def options(self, name: str, own: ToolOptions) -> ToolOptions:
        """As the agent file wants them."""
        return self.overrides.get(name, ToolOptions()).over(own)


def read_tools(
    agent: Agent,
    environment: Mapping[str, str],
    read_file: Callable[[Path], bytes],
    built_in: Sequence[str] = (),
) -> ToolPlan:
    """Raises ToolsInvalid. It runs the Python files. `built_in` are names of tools that every agent has."""
    tables = agent.tool_tables
    mistakes = Mistakes(AgentFile(agent.path, agent.text, AGENT_KEYS))
    secrets = read_secrets(tables.get("secrets"), environment, mistakes)
    names = _Names(mistakes, built_in)
    functions = _functions(agent, tables.get("tools"), read_file, mistakes, names)
    requests = []
    for request, where in read_http_tools(tables.get("http_tools"), secrets, mistakes):
        requests.append(request)
        names.take(request.offer.name, agent.path, mistakes.file.line(where), "http_tools")
    servers = read_mcp(tables.get("mcp"), secrets, mistakes)
    overrides = _overrides(tables.get("tool"), names, [each.prefix for each in servers], mistakes)
    mistakes.raise_all()
    return ToolPlan(functions, requests, secrets, servers, overrides)


class _Names:
    """Of all tools: each may stand for one only."""

    def __init__(self, mistakes: Mistakes, built_in: Sequence[str]) -> None:
        self._mistakes = mistakes
        self._taken = dict.fromkeys(built_in, "a tool that every agent has")

    @property
    def all_of_them(self) -> Sequence[str]:
        return [*self._taken]

    def take(self, name: str, path: str, line: int, what: str) -> None:
        if name in self._taken:
            self._mistakes.at(
                path, line, f"two tools are called '{name}'", f"rename one; the other is {self._taken[name]}"
            )
            return
        self._taken[name] = f"{path}:{line}"
        if len(self._taken) > MOST_TOOLS:
            self._mistakes.at(path, line, f"more than {MOST_TOOLS} tools", "leave some out, or make several agents")


def _functions(
    agent: Agent, named: object, read_file: Callable[[Path], bytes], mistakes: Mistakes, names: _Names
) -> Sequence[PythonFunction]:
    files = [named] if isinstance(named, str) else named
    if files is None:
        return ()
    if not isinstance(files, list) or not all(isinstance(each, str) and each for each in files):
        mistakes.file.report(
            ("tools",), "tools does not fit", 'write tools = "clinic_tools.py", or a list of such names'
        )
        return ()
    usable = []
    for found in PythonFiles(Path(agent.path).parent, read_file, mistakes).functions(files):
        signature = read_signature(found.function, partial(mistakes.at, found.path, found.line))
        options = _function_options(found, mistakes)
        names.take(found.function.__name__, found.path, found.line, "tools")
        if signature is not None and options is not None:
            usable.append(PythonFunction(found, signature, options))
    return usable


def _function_options(found: FoundFunction, mistakes: Mistakes) -> ToolOptions | None:
    fits = True
    for field in msgspec.structs.fields(ToolOptions):
        if (misfit := complaint(found.options[field.name], field.type)) is not None:
            what = f"{found.function.__name__}: {field.name}: {misfit.what}"
            mistakes.at(found.path, found.line, what, misfit.fix)
            fits = False
    return msgspec.convert(found.options, ToolOptions) if fits else None


def _overrides(table: object, names: _Names, prefixes: Sequence[str], mistakes: Mistakes) -> Mapping[str, ToolOptions]:
    """A name that a tool of an MCP server may have is looked for when the server has listed its tools."""
    if table is None:
        return {}
    if not isinstance(table, dict):
        mistakes.file.report(("tool",), "tool is not a table", "write [tool.NAME] and its keys below")
        return {}
    found: dict[str, ToolOptions] = {}
    for name, each in table.items():
        options = mistakes.file.read(each, ToolOptions, ("tool", name))
        if name not in names.all_of_them and not name.startswith(tuple(prefixes)):
            mistakes.unknown(("tool", name), "tool", name, names.all_of_them)
        if options is not None:
            found[name] = options
    return found
