"""Reads the agent files that the settings name: the default one, and those of `[[numbers]]`."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.settings import NumberSettings
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.printable import printable
from offhook.engine.host.private_files import is_open_to_all
from offhook.engine.host.text_file import UnreadableFile, read_text
from offhook.engine.host.toml_lines import KeyLines, KeyPath
from offhook.engine.host.world import World

_SHIPPED = Path(__file__).resolve().parent.parent
NO_NUMBERS: Mapping[str, str] = {}


class AgentFiles(NamedTuple):
    """The agents of a server, read and checked."""

    default: Agent
    others: Sequence[Agent] = ()
    numbers: Mapping[str, str] = NO_NUMBERS
    """Their names, by what callers dial."""

    @property
    def all(self) -> Sequence[Agent]:
        return (self.default, *self.others)

    def exposed(self) -> Iterator[str]:
        """Secrets in files that everybody on the machine can read."""
        for agent in self.all:
            written = agent.lookup is not None and agent.lookup.secret.get_secret_value() in agent.text
            if written and is_open_to_all(Path(agent.path)):
                fix = f"chmod 600 {agent.path}, or name a variable in lookup.secret_variable"
                yield printable(f"{agent.path}: everybody on this machine can read lookup.secret; {fix}")

    def lines(self) -> Iterator[tuple[str, Agent]]:
        """Which agent answers where, in words: first the numbers, then all others, then what is asked for by name."""
        by_name = {agent.name: agent for agent in self.all}
        for number, name in self.numbers.items():
            yield number, by_name[name]
        yield "every other number" if self.numbers else "every number", self.default
        for agent in self.others:
            if agent.name not in self.numbers.values():
                yield f"?agent={agent.name} of the webhook only", agent


class ReadAgents(NamedTuple):
    """None where the default agent cannot be used. Without problems all can."""

    files: AgentFiles | None
    default: Agent | None
    problems: Sequence[str]


def read_agents(
    world: World, default: str, numbers: Sequence[NumberSettings], place: Callable[[KeyPath], str]
) -> ReadAgents:
    """`place` says where a setting comes from. Every problem of every file is told, each once."""
    reading = _Reading(world)
    agent = reading.read(default, "agent.path", place(("agent", "path")))
    by_number: dict[str, str] = {}
    for position, each in enumerate(numbers):
        where = ("numbers", position)
        named = reading.read(each.agent, f"numbers[{position + 1}].agent", place((*where, "agent")))
        for number in each.number:
            if number in by_number:
                what = f"{number} has an agent already: name each number once"
                reading.problems.append(f"{place((*where, 'number'))}: numbers[{position + 1}].number: {what}")
            elif named is not None:
                by_number[number] = named.name
    reading.check_names()
    if agent is None or reading.problems:
        return ReadAgents(None, agent, reading.problems)
    others = [each for each in reading.agents.values() if each is not agent and each is not None]
    return ReadAgents(AgentFiles(agent, others, by_number), agent, ())


class _Reading:
    """Reads each file once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.agents: dict[str, Agent | None] = {}
        self.problems: list[str] = []

    def read(self, named: str, setting: str, place: str) -> Agent | None:
        path = agent_path(named)
        if path not in self.agents:
            try:
                self.agents[path] = read_agent(path, self._world)
            except UnreadableFile as exc:
                self.agents[path] = None
                whole = f"{setting} = {named!r} ({place}): {exc.what}; {exc.fix}; docs/agent-file.md has more"
                at_line = f"{path}:{exc.line}: {exc.what}; {exc.fix}"
                self.problems.append(printable(whole if exc.line is None else at_line))
            except AgentFileError as exc:
                self.agents[path] = None
                self.problems += str(exc).splitlines()
        return self.agents[path]

    def check_names(self) -> None:
        taken: dict[str, Agent] = {}
        for agent in self.agents.values():
            if agent is not None and (other := taken.setdefault(agent.name, agent)) is not agent:
                line = KeyLines(agent.text).line(("name",))
                what = f"the name '{agent.name}' is that of {other.path} too: give each agent a name of its own"
                self.problems.append(printable(f"{agent.path}:{line}: {what}"))


def read_agent(path: str, world: World) -> Agent:
    """A file, checked as a whole: a `[dialogue]` whichever responder is used, or a mistake would show up only later.
    Raises UnreadableFile and AgentFileError."""

    def read_file(named: str) -> str:
        return read_text(Path(named), world.read_file)

    agent = load_agent(path, read_file(path), world.environment(), read_file)
    for each in agent.scripts.values():
        read_script(each)
    return agent


def agent_path(named: str) -> str:
    """The path of an agent file: as it is named or, if there is no such file, among those that come with Offhook."""
    shipped = _SHIPPED / named
    if os.path.lexists(named) or shipped.parent != _SHIPPED / "agents" or not os.path.isfile(shipped):
        return named
    return str(shipped)
