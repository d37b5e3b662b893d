"""Runs async code under a seeded scheduler and a clock that jumps, so that a seed is a replay.

Trio has no public switch for this: its generator and the flag that makes it shuffle every batch are private names, and
both are needed. For plain `def test_x(seed)` functions; pytest-trio starts its async fixtures from a set, which no
seed fixes, so a test of its kind takes `seeded_run` and opens what it needs by itself.
"""

import gc
import hashlib
import os
import random
from collections.abc import Awaitable, Callable, Iterator, MutableSequence
from contextlib import contextmanager
from typing import TypeVar, TypeVarTuple

import trio
import trio._core._run as trio_run  # see above
from trio.testing import MockClock

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

BATCHES_AT_ONE_INSTANT = 100_000


class Trace(trio.abc.Instrument):
    """Every step of every task, without memory addresses, so that equal runs have the same digest."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        self.steps.append(f"{trio.current_time():.6f} {task.name}")

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.steps).encode()).hexdigest()

    def difference_from(self, other: "Trace") -> str:
        """The first step at which two runs differ; empty if they are equal."""
        for number, (mine, theirs) in enumerate(zip(self.steps, other.steps, strict=False)):
            if mine != theirs:
                return f"step {number}: {mine!r} here, {theirs!r} there"
        if len(self.steps) != len(other.steps):
            return f"{len(self.steps)} steps here, {len(other.steps)} there"
        return ""


class _SchedulerChance(random.Random):
    """Decides the order of each batch of runnable tasks, and ends a run that spins while virtual time stands still."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._instant, self._batches = 0.0, 0

    def shuffle(self, x: MutableSequence[object]) -> None:
        now = trio.current_time()
        if now != self._instant:
            self._instant, self._batches = now, 0
        self._batches += 1
        assert self._batches <= BATCHES_AT_ONE_INSTANT, f"livelock at {now:.6f} s"
        super().shuffle(x)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """One integer seeds the scheduler and every source of randomness that a library uses by itself."""
    saved = trio_run._r, trio_run._ALLOW_DETERMINISTIC_SCHEDULING, os.urandom, random.getstate()
    trio_run._r = _SchedulerChance(seed)
    trio_run._ALLOW_DETERMINISTIC_SCHEDULING = True  # type: ignore[misc]  # declared final
    os.urandom = random.Random(f"{seed}/urandom").randbytes
    random.seed(seed)
    gc.collect()
    gc.disable()  # collecting a generator during the run would wake the scheduler
    try:
        yield
    finally:
        gc.enable()
        trio_run._r, os.urandom = saved[0], saved[2]
        trio_run._ALLOW_DETERMINISTIC_SCHEDULING = saved[1]  # type: ignore[misc]  # as above
        random.setstate(saved[3])


def simulate(
    main: Callable[[*Ts], Awaitable[T]], *args: *Ts, seed: int, virtual_limit_s: float = 3600.0
) -> tuple[T, Trace]:
    """Run `main` to its end. A deadlock raises TooSlowError at once."""

    async def bounded() -> T:
        with trio.fail_after(virtual_limit_s):
            return await main(*args)

    trace = Trace()
    with seeded(seed):
        return trio.run(bounded, clock=MockClock(autojump_threshold=0), instruments=[trace]), trace
