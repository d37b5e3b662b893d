"""Makes tools of what an MCP server lists."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from offhook.actors.tools.http_answers import DONE, TOO_LONG, untold
from offhook.actors.tools.http_tool import read_checked
from offhook.actors.tools.mcp_client import McpClient
from offhook.actors.tools.mcp_table import McpAddress
from offhook.actors.tools.no_answer import NoAnswer, tool_failure
from offhook.actors.tools.options import ToolOptions
from offhook.actors.tools.secret_values import Secrets
from offhook.actors.tools.words import sentence
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.printable import printable
from offhook.engine.run.tool import RESULT_BYTES, Tool, ToolCall, ToolFailed
from offhook.protocol.mcp import ListedTool, ToolResult

MOST_TOOLS = 64
"""Of one server. A model chooses badly among many."""
LONGEST_NAME = 64
LONGEST_DESCRIPTION = 2000
LONGEST_SCHEMA = 16_384
LONGEST_REASON = 500
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")
Options = Callable[[str, ToolOptions], ToolOptions]
LeftOut = Callable[[str, str], None]
"""Told which tool is left out, and why."""


class ToolMaker:
    """Makes the tools of one server."""

    def __init__(
        self,
        address: McpAddress,
        client: McpClient,
        secrets: Secrets,
        options: Callable[[str, ToolOptions], ToolOptions],
    ) -> None:
        """`options`: those of a tool, by its name here and what the server's table says."""
        self._address, self._client, self._secrets, self._options = address, client, secrets, options

    def name(self, listed: str) -> str:
        return _NOT_IN_NAMES.sub("_", self._address.prefix + listed)[:LONGEST_NAME]

    def made(self, listed: Sequence[ListedTool], taken: Mapping[str, object], left_out: LeftOut) -> dict[str, Tool]:
        """The tools that the agent has of those, by name. None replaces one that is `taken`."""
        tools: dict[str, Tool] = {}
        for each in self._wanted(listed, left_out):
            name = self.name(each.name)
            if name in taken or name in tools:
                left_out(each.name, f"there is another tool called {name}")
            elif len(tools) == MOST_TOOLS:
                left_out(each.name, f"there are more than {MOST_TOOLS}: name those that the agent needs in only")
            elif (why := _unusable(each)) is not None:
                left_out(each.name, why)
            else:
                tools[name] = self._tool(name, each)
        return tools

    def _wanted(self, listed: Sequence[ListedTool], left_out: LeftOut) -> Sequence[ListedTool]:
        only = self._address.only
        if only is None:
            return listed
        names = [each.name for each in listed]
        for name in only:
            if name not in names:
                left_out(name, f"the server has no such tool: {did_you_mean(name, names)}")
        return [each for each in listed if each.name in only]

    def _tool(self, name: str, listed: ListedTool) -> Tool:
        options = self._options(name, self._address.options)
        has_effects = not listed.only_reads if options.effects is None else options.effects
        description = listed.description or listed.title or listed.name
        offer = ToolOffer(name, description[:LONGEST_DESCRIPTION], listed.input_schema)

        async def run(call: ToolCall, arguments: object) -> object:
            assert isinstance(arguments, dict), "what `read` has returned"
            try:
                result = await self._client.call(listed.name, arguments, call.key, options.seconds)
            except NoAnswer as exc:
                raise tool_failure(exc, has_effects=has_effects) from exc
            return self._told(result, has_effects=has_effects)

        read = partial(read_checked, schema=listed.input_schema)
        return options.applied(offer, read, run, has_effects=has_effects)

    def _told(self, result: ToolResult, *, has_effects: bool) -> object:
        if result.is_error:
            text = self._secrets.masked_json(result.text)
            raise ToolFailed(sentence(printable(" ".join(text.split())[:LONGEST_REASON])) or "The tool has failed.")
        structured = result.structured_content
        told = result.text if structured is None else msgspec.json.encode(structured).decode()
        if len(told.encode(errors="replace")) > RESULT_BYTES:
            return untold(TOO_LONG, has_effects=has_effects)
        try:
            return self._secrets.masked_in(_as_json(told)) or DONE
        except RecursionError:
            return untold("the answer is nested too deeply", has_effects=has_effects)


def _unusable(listed: ListedTool) -> str | None:
    if listed.input_schema.get("type") != "object":
        return "its arguments are no object"
    if len(msgspec.json.encode(listed.input_schema)) > LONGEST_SCHEMA:
        return f"the schema of its arguments has more than {LONGEST_SCHEMA} bytes"
    return None


def _as_json(text: str) -> object:
    """What a server's text says, if that is JSON: a model should not get JSON within JSON."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return text
