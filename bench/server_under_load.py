"""Runs a real server on a core for each of its workers, and a load of calls from another core."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import msgspec
import trio

from bench.load import IDLE, STEADY, LoadReport
from bench.pinned import pinned
from bench.script import TONE_S
from bench.zero_latency import EMBEDDED, FREE_SPEECH, SETTINGS
from offhook.reports.terminal import complain
from offhook.telephone.server_process import COMMAND, READY_WITHIN_S, STOP_WITHIN_S, RunningServer, started_server

BARE_COMMAND = tuple("bench.bare_app:app" if part == "offhook.app:app" else part for part in COMMAND)
COMMANDS = {"offhook": COMMAND, "bare": BARE_COMMAND, "embedded": COMMAND, "free_speech": COMMAND}
MORE_SETTINGS = {"embedded": EMBEDDED, "free_speech": FREE_SPEECH}
"""Of each server that has other services than those that answer at once."""


class Cores(msgspec.Struct, frozen=True):
    """Which process runs on which cores; none named is any core."""

    server: tuple[int, ...]
    generator: tuple[int, ...]

    @property
    def are_shared(self) -> bool:
        """Whether server and generator have to share one."""
        return not self.server or not set(self.server).isdisjoint(self.generator)


def choose_cores(workers: int = 1) -> Cores:
    """The first cores that we may use, one for each worker, and the next one for the generator; the last one, if there
    is none. With only one core, server and generator share it."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) == 1:
        return Cores((), ())
    return Cores(tuple(allowed[:workers]), (allowed[min(workers, len(allowed) - 1)],))


def with_workers(command: Sequence[str], workers: int) -> tuple[str, ...]:
    """The same Hypercorn command with so many workers."""
    return (*command, "--workers", str(workers))


class LoadFailed(Exception):
    """The generator ended before it reported anything; its standard error says why."""


class _Log:
    """The server's, which is shown: it has the reason if the server does not start."""

    def __init__(self) -> None:
        self.workers = 0
        """How many take calls."""

    def read(self, line: bytes) -> None:
        self.workers += b"Running on http" in line
        complain(line.decode(errors="replace"))


class LoadedServer:
    """The two processes, for a measurement. Call the three waits in this order, once each."""

    def __init__(self, server: RunningServer, generator: trio.Process) -> None:
        self.server, self.generator = server, generator
        self.port = int(server.address.rpartition(":")[2])
        self._unread = b""

    async def wait_idle(self) -> None:
        """Wait until the server has answered one call and is idle. All three raise LoadFailed."""
        await self._wait_for(IDLE)

    async def wait_steady(self) -> None:
        """Wait until all calls are in conversation, which lasts for the requested seconds."""
        await self._wait_for(STEADY)

    async def report(self) -> LoadReport:
        """Wait for the callers' figures."""
        return msgspec.json.decode(await self._next_line(), type=LoadReport)

    async def _wait_for(self, word: str) -> None:
        while await self._next_line() != word.encode():
            pass

    async def _next_line(self) -> bytes:
        await trio.lowlevel.checkpoint()
        assert self.generator.stdout is not None
        while b"\n" not in self._unread:
            data = await self.generator.stdout.receive_some()
            if not data:
                raise LoadFailed("the load generator has failed")
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        return line


@asynccontextmanager
async def server_under_load(
    command: Sequence[str],
    calls: int,
    seconds: float,
    cores: Cores,
    more_settings: Mapping[str, str],
    *,
    workers: int = 1,
) -> AsyncIterator[LoadedServer]:
    """Start a server, then, when all of its workers take calls, the generator. Both are stopped when the context is
    left. Raises ServerNotReady."""
    settings = SETTINGS | {
        "OFFHOOK__LIMITS__CALLS": str(2 * calls + 10),
        "OFFHOOK__SPEAKER__TONE__SECONDS": str(TONE_S),
        **more_settings,
    }
    log = _Log()
    async with started_server(pinned(command, cores.server), settings, log.read) as server:
        with trio.fail_after(READY_WITHIN_S):
            while log.workers < workers:  # noqa: ASYNC110  # no bell rings
                await trio.sleep(0.1)
        place = urlsplit(server.address)
        order = (str(place.hostname), str(place.port), str(calls), str(seconds))
        load = pinned((sys.executable, "-m", "bench.load", *order), cores.generator)
        generator = await trio.lowlevel.open_process(list(load), stdout=subprocess.PIPE)
        try:
            yield LoadedServer(server, generator)
        finally:
            generator.kill()
            with trio.move_on_after(STOP_WITHIN_S, shield=True):
                await generator.wait()
