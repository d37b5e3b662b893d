"""The agents of a server: which one answers a call, and in which version of its file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import trio

from offhook.engine.host.agent import Agent
from offhook.engine.host.called_address import normal_address
from offhook.engine.run.call import Cast
from offhook.engine.run.recorded_part import Answers

KEPT_VERSIONS = 3
"""Of each file, for calls that return; more where calls go on."""
NO_NUMBERS: Mapping[str, str] = {}


class AgentInUse:
    """One version of an agent, with whoever acts in its calls. In its texts nothing about a call is filled in."""

    def __init__(self, agent: Agent, cast: Cast, answers: Answers) -> None:
        """`answers` to calls that the carrier records turn by turn."""
        self.agent, self.cast, self.answers = agent, cast, answers
        self._calls = 0
        self._is_dropped = False
        self.unused = trio.Event()
        """Set when no call has it, and none will."""

    @contextmanager
    def in_call(self) -> Iterator[None]:
        self._calls += 1
        try:
            yield
        finally:
            self._calls -= 1
            self._look()

    def drop(self) -> None:
        """No further call gets it."""
        self._is_dropped = True
        self._look()

    def _look(self) -> None:
        if self._is_dropped and not self._calls:
            self.unused.set()


class Agents:
    """All agents of one process."""

    def __init__(
        self, default: AgentInUse, others: Sequence[AgentInUse] = (), numbers: Mapping[str, str] = NO_NUMBERS
    ) -> None:
        """`numbers` has, by what callers dial (`engine/host/called_address.py`), the agents' names."""
        self._default, self._numbers = default.agent.name, numbers
        self._versions = {each.agent.name: [each] for each in (default, *others)}

    @property
    def default(self) -> AgentInUse:
        return self._versions[self._default][0]

    @property
    def names(self) -> Sequence[str]:
        return list(self._versions)

    @property
    def differ(self) -> bool:
        """Whether it matters to a call what its webhook has found out: there are several agents, or several versions of
        one, or its texts need facts about the call. If not, no file has to be opened when a call begins."""
        return len(self._versions) > 1 or len(self._versions[self._default]) > 1 or bool(self.default.agent.asks_for)

    def is_known(self, name: str) -> bool:
        return name in self._versions

    def for_call(self, called: str, wanted: str = "") -> AgentInUse:
        """Who answers a new call: the agent that is `wanted`, if there is one of this name; else the number's; else the
        default one."""
        name = wanted if wanted in self._versions else self._numbers.get(normal_address(called), self._default)
        return self._versions[name][0]

    def of_call(self, name: str, version: str) -> AgentInUse | None:
        """Who answers a call that is known already: the same version, else the newest one. None if there is no agent of
        this name any more."""
        versions = self._versions.get(name)
        if versions is None:
            return None
        return next((each for each in versions if each.agent.version == version), versions[0])

    def replace(self, new: AgentInUse) -> None:
        """The newest version, for new calls. One that was there before comes to the front again by a new opening."""
        versions = self._versions[new.agent.name]
        versions.insert(0, new)
        while len(versions) > KEPT_VERSIONS:
            versions.pop().drop()
