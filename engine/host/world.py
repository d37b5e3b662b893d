"""The only access to wall-clock time, randomness, ids, threads, processes, files and the network.

Production uses the real ones, the simulation modelled ones. `trio.current_time()` may be used anywhere, because Trio's
clock can be replaced; nothing else may read a clock.
"""

import os
import random
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import trio
from threadpoolctl import threadpool_limits

from offhook.engine.host.garbage import Garbage
from offhook.engine.host.network import Network, NetworkDoor, real_network
from offhook.engine.host.runtime_folder import open_runtime_folder
from offhook.engine.host.shared_folder import SharedFolder
from offhook.engine.host.steady_clock import SteadyClock
from offhook.protocol.vendor_variables import without_settings

T = TypeVar("T")

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""Of numpy's linear algebra in workers, which read it when they start; `settle` does the same here."""


class ChildProcess(Protocol):
    """A child process with pipes for its standard input and output."""

    @property
    def pid(self) -> int: ...

    @property
    def stdin(self) -> trio.abc.SendStream | None: ...

    @property
    def stdout(self) -> trio.abc.ReceiveStream | None: ...

    def kill(self) -> None: ...

    async def wait(self) -> int: ...


class World(Protocol):
    """What a call may use of the outside world."""

    def wall_time(self) -> float:
        """Seconds since 1970-01-01 UTC, for records and logs, never for pacing."""

    def machine_time(self) -> float:
        """Seconds since the machine was started: the same in all its processes, and never set. To compare times of
        several processes."""

    def random(self, purpose: str) -> random.Random:
        """A random generator for one purpose, so that one more draw for a purpose changes no other."""

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        """Run `work` in a thread. `cost_s` is the virtual time that a simulation charges for it.

        Cancellation waits until `work` ends, so that whatever it uses is consistent afterwards. With a `lane` it does
        not: a lane is a thread of its own for all work of that name, one at a time. After a cancellation `work` goes
        on there, and the next work in the lane waits for it. Use it for work that may hang.
        """

    async def open_process(self, command: Sequence[str]) -> ChildProcess:
        """Start a process with pipes for standard input and output; standard error is shared with ours. Keys and tokens
        of the environment are not passed on."""

    def read_file(self, path: Path) -> bytes: ...

    def shared_folder(self, path: str | None) -> AbstractContextManager[SharedFolder]:
        """The folder that all workers of this server share; None is the server's own. Raises UnusableFolder."""

    def network(self) -> AbstractAsyncContextManager[Network]:
        """The way to other machines, one for all services."""

    def environment(self) -> Mapping[str, str]:
        """The process's environment variables."""


class RealWorld:
    """The real world."""

    def __init__(
        self,
        blocking_threads: int = 4,
        *,
        trust_environment: bool = True,
        certificates: ssl.SSLContext | None = None,
        started_by: int | None = None,
    ) -> None:
        self.garbage = Garbage()
        # A limiter of our own: Trio's default one is shared with every library in the process.
        self._threads = trio.CapacityLimiter(blocking_threads)
        self._started_by = started_by
        self._lanes: dict[str, trio.CapacityLimiter] = {}
        self._network = NetworkDoor(
            partial(real_network, trust_environment=trust_environment, certificates=certificates)
        )

    def wall_time(self) -> float:
        return time.time()

    def machine_time(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # which goes on while the machine sleeps (clock_gettime(2))

    def random(self, purpose: str) -> random.Random:
        return random.Random(f"{purpose}/{os.urandom(16).hex()}")

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        del cost_s  # real work costs what it costs
        if lane is None:
            return await trio.to_thread.run_sync(work, limiter=self._threads)
        # An abandoned thread keeps its place in the limiter until its work ends: so the lane stays one thread.
        limiter = self._lanes.setdefault(lane, trio.CapacityLimiter(1))
        return await trio.to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)

    async def open_process(self, command: Sequence[str], *, inherited: Sequence[int] = ()) -> ChildProcess:
        """Also with descriptors that the process inherits, under the same numbers: then it is a server of ours, and
        reads settings and keys as we do."""
        # trio.lowlevel.open_process, because Hypercorn's workers are daemonic and multiprocessing refuses to start
        # children there. In a session of its own it gets no Ctrl-C from the terminal: it ends when its pipe does.
        return await trio.lowlevel.open_process(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            pass_fds=tuple(inherited),
            # What parses sound or text of strangers in C, a recognizer or a voice, has no use for the secrets.
            env=None if inherited else ONE_THREAD | without_settings(self.environment()),
        )

    def read_file(self, path: Path) -> bytes:
        return path.read_bytes()

    def shared_folder(self, path: str | None) -> AbstractContextManager[SharedFolder]:
        return open_runtime_folder(path, self.environment(), self._started_by)

    def network(self) -> AbstractAsyncContextManager[Network]:
        return self._network.open()

    def settle(self) -> None:
        """Prepare the process for calls: tame the garbage collector, shorten Python's switch interval, and keep numpy's
        linear algebra to the thread that asks for it.

        A working thread releases the interpreter lock after 0.5 ms, not after 5. The library behind `numpy.linalg` has
        a thread for each core. The longest filter of the echo guard is fitted in 3 ms by one, in 4.5 by two, in 8
        where another process keeps the second core busy, and in 100 and more on a crowded machine; every call waits.
        """
        self.garbage.begin()
        threadpool_limits(1, user_api="blas")
        sys.setswitchinterval(0.0005)

    def environment(self) -> dict[str, str]:
        """For services, and for a child process that inherits them with changes."""
        return dict(os.environ)


def run_on_steady_clock() -> SteadyClock | None:
    """Replace the running event loop's clock with a steady one; None if it has a modelled clock.

    `trio.run` takes a clock, but the `hypercorn` command calls it before our code runs.
    """
    running = trio.lowlevel.current_clock()
    if isinstance(running, trio._core._run.SystemClock):
        running = SteadyClock(trio.current_time(), time.perf_counter)
        trio._core._run.GLOBAL_RUN_CONTEXT.runner.clock = running  # no public API for this; guarded by a test
    return running if isinstance(running, SteadyClock) else None
