"""Keeps the list of one MCP server's tools: as soon as it answers, and again when it has changed."""

from collections.abc import Mapping

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.tools.mcp_client import McpClient
from offhook.actors.tools.mcp_table import McpAddress, with_secrets
from offhook.actors.tools.mcp_tool import ToolMaker
from offhook.actors.tools.no_answer import NoAnswer
from offhook.actors.tools.tables import ToolPlan
from offhook.engine.host.printable import printable
from offhook.engine.run.tool import Tool

START_WITHIN_S = 10.0
"""How long a start waits for a server. Its tools come later, if it does not answer until then."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 60.0
"""Between attempts, while it does not answer."""
CHANGED_PAUSE_S = 1.0


class McpServer:
    """One server. `run` is the task that owns it."""

    def __init__(
        self,
        address: McpAddress,
        plan: ToolPlan,
        http: httpx.AsyncClient,
        version: str,
        log: FilteringBoundLogger,
    ) -> None:
        """`version` is Offhook's."""
        self._log = log.bind(server=address.name)
        self._changed = trio.Event()
        headers = with_secrets(address.headers, plan.secrets)
        self._client = McpClient(address.url, headers, http, version, self._note_change, plan.secrets.masked)
        self._maker = ToolMaker(address, self._client, plan.secrets, plan.options)
        self._overridden = [name for name in plan.overrides if name.startswith(address.prefix)]
        self.address = address
        self.tools: Mapping[str, Tool] = {}
        """Those that the agent has by now."""
        self.failure: str | None = None
        """Why there is no list of them, or no new one."""
        self._pause_s = FIRST_PAUSE_S

    async def run(
        self, taken: Mapping[str, object], task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
    ) -> None:
        """Started after the first attempt, whatever came of it; it goes on until it is cancelled. `taken` are names
        that no tool of the server gets."""
        async with self._client, trio.open_nursery() as nursery:
            nursery.start_soon(self._client.tell_given_up, name=f"mcp {self.address.name}: calls given up")
            await self._attempt(taken)
            if self.failure is not None:
                self._log.warning("mcp server does not answer", reason=self.failure)
            task_status.started()
            while True:
                await self._next_time()
                await self._attempt(taken)

    def _note_change(self) -> None:
        self._changed.set()

    async def _next_time(self) -> None:
        """Wait until there is a reason for another attempt."""
        if self.failure is None:
            await self._changed.wait()
            await trio.sleep(CHANGED_PAUSE_S)  # or a server that tells of changes all the time would be asked as often
        else:
            await trio.sleep(self._pause_s)
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    async def _attempt(self, taken: Mapping[str, object]) -> None:
        with trio.move_on_after(START_WITHIN_S) as scope:
            try:
                await self._list(taken)
            except NoAnswer as exc:
                self.failure = printable(str(exc))
        if scope.cancelled_caught:
            self.failure = f"no list of tools within {START_WITHIN_S:g} s"

    async def _list(self, taken: Mapping[str, object]) -> None:
        self._changed = trio.Event()  # first, so that a change meanwhile is not missed
        if not self._client.is_initialized:
            await self._client.initialize()
        listed, unreadable = await self._client.tools()
        self.failure, self._pause_s = None, FIRST_PAUSE_S
        self.tools = self._maker.made(listed, taken, self._leave_out)
        if unreadable:
            self._log.warning("mcp tools cannot be read", count=unreadable)
        for name in self._overridden:
            if name not in self.tools:
                self._log.warning("options for a tool that is not there", tool=name)
        self._log.info("mcp tools ready", tools=[*self.tools])

    def _leave_out(self, tool: str, why: str) -> None:
        self._log.warning("mcp tool left out", tool=printable(tool)[:80], reason=printable(why))
