"""Runs async code under a seeded scheduler and a clock that jumps, so that a seed is a replay.

Trio has no public switch for this: its generator and the flag that makes it shuffle every batch are private names, and
both are needed. For plain `def test_x(seed)` functions; pytest-trio starts its async fixtures from a set, which no
seed fixes, so a test of its kind takes `seeded_run` and opens what it needs by itself.
"""

import gc
import hashlib
import os
import random
from collections.abc import Awaitable, Callable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, TypeVarTuple

import msgspec
import trio
import trio._core._run as trio_run  # see above
from trio.testing import MockClock

from offhook.engine.record.facts import ActorCrashed, CallCrashed, Fact, ObserverFailed, ServiceFailed, ToolBroke

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

BATCHES_AT_ONE_INSTANT = 100_000


class Trace(trio.abc.Instrument):
    """What happened in the calls of a run, and every step of every task. No addresses in it, so that two runs of one
    seed agree."""

    def __init__(self) -> None:
        self.facts: list[str] = []
        self.steps: list[str] = []

    def observe(self, fact: Fact) -> None:
        """As an observer of each call."""
        if isinstance(fact.what, ActorCrashed | ObserverFailed | CallCrashed | ServiceFailed | ToolBroke):
            # A traceback names this machine's files.
            fact = msgspec.structs.replace(fact, what=msgspec.structs.replace(fact.what, traceback=""))
        self.facts.append(msgspec.json.encode(fact).decode())

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        self.steps.append(f"{trio.current_time():.6f} {task.name}")

    @property
    def digest(self) -> str:
        """Of the facts: a seed is a replay of what happened in its calls."""
        return _digest(self.facts)

    @property
    def steps_digest(self) -> str:
        """Of the scheduler's steps, which differ between seeds also where the calls do not."""
        return _digest(self.steps)

    def difference_from(self, other: "Trace") -> str:
        """The first fact and the first step at which two runs part; empty if they are the same."""
        found = [_difference("fact", self.facts, other.facts), _difference("step", self.steps, other.steps)]
        return "; ".join(each for each in found if each)


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _difference(what: str, here: Sequence[str], there: Sequence[str]) -> str:
    for number, (mine, theirs) in enumerate(zip(here, there, strict=False)):
        if mine != theirs:
            return f"{what} {number}: {mine!r} here, {theirs!r} there"
    if len(here) != len(there):
        return f"{len(here)} {what}s here, {len(there)} there"
    return ""


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current_trace() -> Trace | None:
    """The trace of the seeded run that goes on; None outside one."""
    return _trace.get()


class _SchedulerChance(random.Random):
    """Orders each batch of runnable tasks; ends a run that spins while virtual time stands still."""

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
    """One integer for the scheduler and for whatever a library draws behind our back."""
    saved = trio_run._r, trio_run._ALLOW_DETERMINISTIC_SCHEDULING, os.urandom, random.getstate()
    trio_run._r = _SchedulerChance(seed)
    trio_run._ALLOW_DETERMINISTIC_SCHEDULING = True  # type: ignore[misc]  # final for users, not for this
    os.urandom = random.Random(f"{seed}/urandom").randbytes
    random.seed(seed)
    gc.collect()
    gc.disable()  # a generator that is collected in mid-run would wake the scheduler
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
    """Run `main` to its end. A deadlock is a TooSlowError, at once."""

    async def bounded() -> T:
        with trio.fail_after(virtual_limit_s):
            return await main(*args)

    trace = Trace()
    before = _trace.set(trace)
    try:
        with seeded(seed):
            return trio.run(bounded, clock=MockClock(autojump_threshold=0), instruments=[trace]), trace
    finally:
        _trace.reset(before)
