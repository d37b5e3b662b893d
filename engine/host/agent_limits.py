"""`[limits]` of an agent file: what ends a call with this agent sooner than the settings say."""

from typing import Annotated

import msgspec

from offhook.engine.host.settings import LimitsSettings


class AgentLimits(msgspec.Struct, frozen=True):
    """Each is in force where it is lower than that of the settings."""

    call_s: Annotated[float, msgspec.Meta(gt=0, le=86_400)] | None = None
    cost: Annotated[float, msgspec.Meta(gt=0, le=1_000_000)] | None = None

    def lowest_call_s(self, limits: LimitsSettings) -> float:
        """How long a call may last."""
        return limits.call_s if self.call_s is None else min(self.call_s, limits.call_s)

    def lowest_cost(self, limits: LimitsSettings) -> float:
        """How much the services of a call may cost; 0 for any amount."""
        return min((cost for cost in (self.cost, limits.cost) if cost), default=0.0)
