"""`[[mcp]]` of an agent file: MCP servers whose tools the agent has."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from offhook.actors.tools.address import check_address
from offhook.actors.tools.mistakes import Mistakes
from offhook.actors.tools.options import ToolOptions
from offhook.actors.tools.secret_values import Secrets, check_headers
from offhook.actors.tools.template import filled, places

ServerName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z0-9_-]{1,32}\Z",
        description="use letters a to z, digits, _ and -, at most 32 in all: its tools are called NAME_tool",
    ),
]


class _McpKeys(ToolOptions, frozen=True, kw_only=True):
    name: ServerName
    url: str
    headers: Mapping[str, str] = {}
    only: tuple[str, ...] | None = None


class McpAddress(msgspec.Struct, frozen=True):
    """One table that is valid."""

    name: str
    url: str
    headers: Mapping[str, str]
    """With their secrets."""
    only: Sequence[str] | None
    """The tools that the agent has, as the server calls them; None: all."""
    options: ToolOptions
    """Of all its tools."""

    @property
    def prefix(self) -> str:
        """How the names of its tools begin."""
        return f"{self.name}_"


def read_mcp(tables: object, secrets: Secrets, mistakes: Mistakes) -> Sequence[McpAddress]:
    if tables is None:
        return ()
    if not isinstance(tables, list):
        mistakes.file.report(("mcp",), "mcp is not a list of tables", "write [[mcp]]")
        return ()
    found: dict[str, McpAddress] = {}
    for number, table in enumerate(tables):
        where = ("mcp", number)
        keys = mistakes.file.read(table, _McpKeys, where)
        if keys is None:
            continue
        if keys.name in found:
            mistakes.file.report((*where, "name"), f"two servers are called '{keys.name}'", "rename one")
        if places(keys.url):
            mistakes.file.report((*where, "url"), "the url of an MCP server has no { }", "put keys into headers")
        else:
            check_address(keys.url, (*where, "url"), mistakes)
        check_headers(keys.headers, (*where, "headers"), secrets, mistakes)
        found[keys.name] = McpAddress(keys.name, keys.url, keys.headers, keys.only, ToolOptions().over(keys))
    return [*found.values()]


def with_secrets(headers: Mapping[str, str], secrets: Secrets) -> dict[str, str]:
    """The headers as they are sent."""
    return {name.lower(): filled(text, secrets.value) for name, text in headers.items()}
