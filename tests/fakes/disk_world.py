"""A modelled world whose disk can be slow, and which can run out of threads."""

from collections.abc import Callable
from typing import TypeVar

import trio

from offhook.simulation.world import SimulatedWorld

T = TypeVar("T")


class DiskWorld(SimulatedWorld):
    """Blocking work takes `slow_s`, or finds no thread while they are `exhausted`."""

    def __init__(self) -> None:
        super().__init__()
        self.exhausted = False
        self.slow_s = 0.0

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        await trio.sleep(self.slow_s)
        if self.exhausted:
            raise RuntimeError("can't start new thread")
        return await super().run_blocking(work, cost_s=cost_s, lane=lane)
