"""`[limits]` of an agent file: what ends this agent's calls sooner than the settings' `[limits]` would."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from offhook.engine.host.settings import LimitsSettings

KEY = "limits"


class AgentLimits(msgspec.Struct, frozen=True):
    """None: as the settings say."""

    call_s: Annotated[float, msgspec.Meta(gt=0, le=86_400)] | None = None
    cost: Annotated[float, msgspec.Meta(gt=0, le=1_000_000)] | None = None

    def looser_than(self, allowed: LimitsSettings) -> Iterator[tuple[str, float, float]]:
        """The keys that would allow more than the settings do, with both values."""
        if self.call_s is not None and self.call_s > allowed.call_s:
            yield "call_s", self.call_s, allowed.call_s
        if self.cost is not None and 0 < allowed.cost < self.cost:  # 0: no limit
            yield "cost", self.cost, allowed.cost

    def within(self, allowed: LimitsSettings) -> LimitsSettings:
        """The limits of this agent's calls: never looser than what is allowed."""
        changed: dict[str, float] = {}
        if self.call_s is not None:
            changed["call_s"] = min(self.call_s, allowed.call_s)
        if self.cost is not None:
            changed["cost"] = min(self.cost, allowed.cost or self.cost)
        return allowed.model_copy(update=changed) if changed else allowed


NO_LIMITS = AgentLimits()
