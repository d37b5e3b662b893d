"""A world for tests: blocking work runs inline, wall time stands with the virtual clock, nothing is started."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import trio

from engine.world import ChildProcess

T = TypeVar("T")

EPOCH = 1_800_000_000.0


class FakeWorld:
    """The modelled doors that a call needs."""

    def wall_time(self) -> float:
        return EPOCH + trio.current_time()

    def random(self, purpose: str) -> random.Random:
        return random.Random(purpose)

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float) -> T:
        await trio.sleep(cost_s)
        return work()

    async def open_process(self, command: Sequence[str]) -> ChildProcess:
        raise AssertionError(f"a test in virtual time starts no process: {command}")

    def read_file(self, path: Path) -> bytes:
        return path.read_bytes()
