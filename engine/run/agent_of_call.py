"""Which agent has a call, and what it knows about it: of one that goes on, the same as before."""

import msgspec
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.agent import Agent
from offhook.engine.host.known_values import known_value
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.run.agents import AgentInUse, Agents
from offhook.engine.run.announced import Announced, Announcements
from offhook.engine.run.announcing import Announcing, announced_of
from offhook.engine.run.ring import Ring
from offhook.engine.words.placeholders import CALLED, CALLER


class AgentOfCall(msgspec.Struct, frozen=True):
    """Who answers one call."""

    in_use: AgentInUse
    agent: Agent
    """With what is known filled into its texts."""
    announced: Announced


class AgentsOfCalls:
    """Finds them, in one process."""

    def __init__(
        self, agents: Agents, announcements: Announcements, announcing: Announcing, log: FilteringBoundLogger
    ) -> None:
        self._agents, self._announcements, self._announcing, self._log = agents, announcements, announcing, log

    def find(self, ring: Ring, before: CallSoFar | None) -> AgentOfCall:
        """By what was before; else as its webhook has found out; else, for a stream that no webhook has announced here,
        by what itself says."""
        known = _told(before)
        if known is None and self._agents.differ:
            known = self._announcements.find(ring.call_id)
        if known is not None:
            in_use = self._agents.of_call(known.agent, known.version)
            if in_use is not None:
                return _of(in_use, known)
            self._log.warning("agent not known any more, another one answers", call=ring.call_id, agent=known.agent)
        in_use = self._announcing.choose(ring)
        return _of(in_use, announced_of(in_use.agent, ring, {}))

    def note_begun(self, call_id: str) -> None:
        """What was found out about it is in its journal by now."""
        if self._agents.differ:
            self._announcements.forget(call_id)


def _told(before: CallSoFar | None) -> Announced | None:
    if before is None or before.begun is None:
        return None
    begun = before.begun
    numbers = {CALLER: known_value(begun.caller), CALLED: known_value(begun.called)}
    return Announced(begun.agent, before.agent_version, begun.caller, begun.called, {**numbers, **before.known})


def _of(in_use: AgentInUse, announced: Announced) -> AgentOfCall:
    announced = msgspec.structs.replace(announced, version=in_use.agent.version)
    return AgentOfCall(in_use, in_use.agent.filled(announced.known), announced)
