"""Takes up agent files that change while the server runs (`agent.reload`): for new calls, each worker by itself.

A file is looked at once a second, in a thread of its own, with the Python files that its `tools` name and the files of
its languages. What is new is taken up when two looks have found the same, so that a file which is just being written is
left alone. One with a mistake is refused, with its line, and the agent before goes on. Calls that have begun keep the
version that they began with.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.agent_files import AgentFiles, read_agent
from offhook.actors.chosen_chain import chosen_chains
from offhook.actors.open_services import open_for_agent
from offhook.actors.opened_agents import Hands
from offhook.actors.price_check import unpriced
from offhook.actors.shared_services import SharedServices
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.tools.python_files import named_files
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.errors_in_words import in_words, leaves
from offhook.engine.host.printable import printable
from offhook.engine.host.text_file import UnreadableFile, decoded
from offhook.engine.host.toml_lines import KeyLines
from offhook.engine.host.world import World
from offhook.engine.run.agents import Agents

LOOK_EVERY_S = 1.0
READ_COST_S = 0.01
LANE = "agent files"


class _Content(NamedTuple):
    """What stands in an agent file, and in the Python files and the files of languages that it names. Bytes for what is
    no text, and None for a file that cannot be read."""

    text: str | bytes | None
    python: Sequence[str | bytes | None]


class _Looked(NamedTuple):
    """What a look at a file has found."""

    agent: Agent | None = None
    refused: str = ""


def _named_by(agent: Agent) -> Sequence[Path]:
    return (*named_files(agent), *(Path(each.path) for each in agent.files.values()))


class AgentReload:
    """The agent files of one process."""

    def __init__(
        self,
        files: AgentFiles,
        agents: Agents,
        shared: SharedServices,
        hands: Hands,
        world: World,
        log: FilteringBoundLogger,
    ) -> None:
        self._agents, self._shared, self._hands, self._world, self._log = agents, shared, hands, world, log
        self._names = {each.path: each.name for each in files.all}
        self._python = {each.path: _named_by(each) for each in files.all}
        self._taken = {each.path: _Content(each.text, self._python_content(each.path)) for each in files.all}
        """What was taken up or refused last, by file."""
        self._seen = dict(self._taken)

    async def run(self, nursery: trio.Nursery) -> None:
        """Look again and again. New versions live in the `nursery` for as long as calls need them."""
        while True:
            await trio.sleep(LOOK_EVERY_S)
            for path in self._names:
                looked = await self._world.run_blocking(partial(self._look, path), cost_s=READ_COST_S, lane=LANE)
                if looked is None:
                    continue
                if looked.agent is None:
                    self._refuse(path, looked.refused)
                else:
                    await nursery.start(self._take_up, looked.agent, name=f"agent {looked.agent.name}")

    def _look(self, path: str) -> _Looked | None:
        """None if there is nothing new. In a thread, one at a time."""
        content = _Content(self._content(Path(path)), self._python_content(path))
        is_stable, self._seen[path] = content == self._seen[path], content
        if not is_stable or content == self._taken[path]:
            return None
        self._taken[path] = content
        try:
            agent = read_agent(path, self._world)
        except UnreadableFile as exc:
            return _Looked(refused=f"{path}{'' if exc.line is None else f':{exc.line}'}: {exc.what}; {exc.fix}")
        except AgentFileError as exc:
            return _Looked(refused=str(exc))
        if agent.name != (name := self._names[path]):
            line = KeyLines(agent.text).line(("name",))
            return _Looked(refused=f"{path}:{line}: the name was '{name}': keep it, or start the server anew")
        if self._python[path] != (python := _named_by(agent)):
            self._python[path] = python
            self._taken[path] = self._seen[path] = _Content(content.text, self._python_content(path))
        return _Looked(agent)

    def _python_content(self, path: str) -> Sequence[str | bytes | None]:
        return [self._content(each) for each in self._python[path]]

    def _content(self, path: Path) -> str | bytes | None:
        try:
            content = self._world.read_file(path)
        except OSError:
            return None
        try:
            return decoded(content)
        except UnreadableFile:
            return content

    def _check_limit(self, agent: Agent) -> None:
        """A changed file may bring in services that no call could use before. Raises StartUpFailed."""
        settings = self._shared.settings
        chains = chosen_chains(settings, self._world.environment(), agent)
        if settings.limits.cost and (names := unpriced(settings, chains)):
            missing = ", ".join(f"prices.{name}" for name in names)
            raise StartUpFailed(f"{agent.path}: limits.cost cannot be kept with it: set {missing}")

    def _refuse(self, path: str, why: str) -> None:
        self._log.warning("agent file refused, the agent before goes on", file=path, why=printable(why))

    async def _take_up(self, agent: Agent, task_status: trio.TaskStatus[None]) -> None:
        """Open a new version, and keep it open until no call has it."""
        is_up = False
        try:
            self._check_limit(agent)
            async with open_for_agent(self._shared, agent) as services:
                in_use = self._hands.in_use(agent, services)
                self._agents.replace(in_use)
                self._log.info("agent file taken up", agent=agent.name, file=agent.path)
                is_up = True
                task_status.started()
                await in_use.unused.wait()
        except* StartUpFailed as group:
            self._refuse(agent.path, "\n".join(str(exc) for exc in leaves(group)))
        except* Exception as group:  # noqa: BLE001  # a bug in a responder of another package, for instance: other agents go on
            self._refuse(agent.path, in_words(group))
        if not is_up:
            task_status.started()
