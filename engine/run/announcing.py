"""Finds out, while it rings, who is to answer a call, and what that agent's texts need to know about it.

LookupFailed             the server that knows callers gave no answer that can be used; the text says why
"""

from collections.abc import Mapping
from typing import Protocol

import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_lookup import Lookup
from offhook.engine.host.known_values import known_value
from offhook.engine.host.told_once import ToldOnce
from offhook.engine.run.agents import AgentInUse, Agents
from offhook.engine.run.announced import Announced, Announcements
from offhook.engine.run.ring import Ring
from offhook.engine.words.placeholders import CALLED, CALLER, LOOKUP, PARAMS

LOOKUP_WITHIN_S = 1.5
AGENT_PARAMETER = "agent"
"""The parameter of a webhook that names the agent."""
MOST_CHARACTERS = 256
"""Of a name that a webhook brings."""


class LookupFailed(Exception):
    """Nothing is known about the caller."""


class LookUp(Protocol):
    """Asks the server that knows callers."""

    async def __call__(self, lookup: Lookup, ring: Ring, agent: str) -> Mapping[str, str]:
        """Its facts as text, by name; names of nested ones have dots. The caller sets the deadline. Raises
        LookupFailed."""


class Announcing:
    """One worker's part."""

    def __init__(
        self, agents: Agents, announcements: Announcements, look_up: LookUp, log: FilteringBoundLogger
    ) -> None:
        self._agents, self._announcements, self._look_up, self._log = agents, announcements, look_up, log
        self._failures: dict[str, ToldOnce] = {}
        self._unknown = ToldOnce()

    async def announce(self, ring: Ring) -> Announced:
        """Which agent will answer, with everything that it needs to know. Takes LOOKUP_WITHIN_S at most."""
        await trio.lowlevel.checkpoint()
        in_use = self.choose(ring)
        agent = in_use.agent
        facts: Mapping[str, str] = {}
        if agent.lookup is not None and any(name.startswith(LOOKUP) for name in agent.asks_for):
            facts = await self._looked_up(agent, agent.lookup, ring)
        announced = announced_of(agent, ring, facts)
        if self._agents.differ:
            self._announcements.put(ring.call_id, announced)
        return announced

    def choose(self, ring: Ring) -> AgentInUse:
        """Who answers."""
        wanted = ring.parameters.get(AGENT_PARAMETER, "")
        if wanted and not self._agents.is_known(wanted) and self._unknown.is_news(wanted):
            self._log.warning(
                "agent not known, another one answers",
                call=ring.call_id,
                agent=wanted[:MOST_CHARACTERS],
                known=list(self._agents.names),
            )
        return self._agents.for_call(ring.called, wanted)

    async def _looked_up(self, agent: Agent, lookup: Lookup, ring: Ring) -> Mapping[str, str]:
        told = self._failures.setdefault(agent.name, ToldOnce())
        error = f"no answer within {LOOKUP_WITHIN_S:g} s"
        with trio.move_on_after(LOOKUP_WITHIN_S):
            try:
                facts = await self._look_up(lookup, ring, agent.name)
            except LookupFailed as exc:
                error = str(exc)
            else:
                told.works()
                return facts
        if told.is_news(error):
            self._log.warning("caller not looked up", call=ring.call_id, agent=agent.name, error=error)
        return {}


def announced_of(agent: Agent, ring: Ring, facts: Mapping[str, str]) -> Announced:
    """Only what the agent's texts ask for is kept."""
    given = {
        CALLER: ring.caller,
        CALLED: ring.called,
        **{f"{PARAMS}{name}": value for name, value in ring.parameters.items()},
        **{f"{LOOKUP}{name}": value for name, value in facts.items()},
    }
    known = {name: value for name in agent.asks_for if (value := known_value(given.get(name, "")))}
    return Announced(agent.name, agent.version, ring.caller, ring.called, known)
