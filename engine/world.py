"""The only door to wall-clock time, chance, ids, threads, processes and files.

Production opens real doors; the simulation opens modelled ones. `trio.current_time()` is free for everyone, because
a clock of Trio's is already ours to choose; nothing else may read a clock.
"""

import gc
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import trio

from offhook.engine.steady_clock import SteadyClock

T = TypeVar("T")


class ChildProcess(Protocol):
    """A process of ours, spoken to over two pipes."""

    @property
    def pid(self) -> int: ...

    @property
    def stdin(self) -> trio.abc.SendStream | None: ...

    @property
    def stdout(self) -> trio.abc.ReceiveStream | None: ...

    def kill(self) -> None: ...

    async def wait(self) -> int: ...


class World(Protocol):
    """What a call may ask of the world outside."""

    def wall_time(self) -> float:
        """Seconds since 1970-01-01 UTC: for records and logs, never for pacing."""

    def random(self, purpose: str) -> random.Random:
        """A generator of its own for each purpose, so that one more draw here changes nothing there."""

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        """Run `work` off the event loop. `cost_s` is what a simulation charges for it in virtual time.

        Cancellation waits for `work` to end: whatever it holds is whole again afterwards. Unless it has a `lane`, which
        is a thread that all work of that name shares, one at a time, and nothing else: then cancellation leaves `work`
        alone, and what comes next in the lane waits for it. For what may hang, and must hold up nobody but its like.
        """

    async def open_process(self, command: Sequence[str]) -> ChildProcess:
        """Start a process with pipes for standard input and output; standard error is shared with ours."""

    def read_file(self, path: Path) -> bytes: ...


class RealWorld:
    """The world as it is."""

    def __init__(self, blocking_threads: int = 4) -> None:
        # A limiter of our own: Trio's default one is shared with every library in the process.
        self._threads = trio.CapacityLimiter(blocking_threads)
        self._lanes: dict[str, trio.CapacityLimiter] = {}

    def wall_time(self) -> float:
        return time.time()

    def random(self, purpose: str) -> random.Random:
        return random.Random(f"{purpose}/{os.urandom(16).hex()}")

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        del cost_s  # real work costs what it costs
        if lane is None:
            return await trio.to_thread.run_sync(work, limiter=self._threads)
        # A thread that was left alone keeps its place in the limiter until its work ends: so the lane stays one thread.
        limiter = self._lanes.setdefault(lane, trio.CapacityLimiter(1))
        return await trio.to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)

    async def open_process(self, command: Sequence[str]) -> ChildProcess:
        # trio.lowlevel.open_process, because Hypercorn's workers are daemonic and multiprocessing refuses to start
        # children there. A session of its own keeps a Ctrl-C in the terminal away from it: it ends when its pipe does.
        return await trio.lowlevel.open_process(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )

    def read_file(self, path: Path) -> bytes:
        return path.read_bytes()

    def settle(self) -> None:
        """Before the first call: what is there by now lives as long as the process, and must not delay a caller.

        The garbage collector would look through all of it every few seconds, which takes longer than a frame lasts;
        and a thread at work gives the interpreter back after 0.5 ms instead of Python's 5.
        """
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(0.0005)

    def environment(self) -> dict[str, str]:
        """The process's environment, for a process that is to inherit it with changes."""
        return dict(os.environ)


def run_on_steady_clock() -> SteadyClock | None:
    """Put a steady clock in the place of the running event loop's own; None where that is a modelled one.

    `trio.run` takes a clock; but the `hypercorn` command calls it before anything of ours is there.
    """
    running = trio.lowlevel.current_clock()
    if isinstance(running, trio._core._run.SystemClock):
        running = SteadyClock(trio.current_time(), time.perf_counter)
        trio._core._run.GLOBAL_RUN_CONTEXT.runner.clock = running  # no public API for this; guarded by a test
    return running if isinstance(running, SteadyClock) else None
