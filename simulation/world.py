"""The simulated world: blocking work runs inline, in a fixed virtual time; wall time follows the virtual clock."""

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, closing
from pathlib import Path
from typing import TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.engine.host.network import Network, NetworkDoor, network_over
from offhook.engine.host.websocket import OpenStream
from offhook.engine.host.world import ChildProcess
from offhook.simulation.shared_folder import ModelledFolder, SharedMemory

T = TypeVar("T")

EPOCH = 1_800_000_000.0


class SimulatedWorld:
    """The world that a call needs. Two worlds with the same seed give the same random numbers for the same purpose."""

    def __init__(
        self,
        seed: int = 0,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        open_stream: OpenStream | None = None,
        environment: Mapping[str, str] | None = None,
        shared_memory: SharedMemory | None = None,
        clock_set_by_s: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """Worlds of workers of one server have the same `shared_memory`. Somebody has set the wall clock by
        `clock_set_by_s`."""
        self._seed = seed
        self._shared_memory = shared_memory or SharedMemory()
        self._environment = environment or {}
        self._clock_set_by_s = clock_set_by_s
        self._network = NetworkDoor(lambda: network_over(transport or _NoTransport(), open_stream))

    def wall_time(self) -> float:
        return EPOCH + trio.current_time() + self._clock_set_by_s()

    def machine_time(self) -> float:
        return trio.current_time()

    def random(self, purpose: str) -> random.Random:
        return random.Random(f"{self._seed}/{purpose}")

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        del lane  # nothing hangs here, and all work is one step
        await trio.sleep(cost_s)  # a real thread would finish at an instant that no seed determines
        return work()

    async def open_process(self, command: Sequence[str]) -> ChildProcess:
        raise AssertionError(f"nothing is started in virtual time: {command}")

    def read_file(self, path: Path) -> bytes:
        return path.read_bytes()

    def shared_folder(self, path: str | None) -> AbstractContextManager[ModelledFolder]:
        del path
        return closing(self._shared_memory.open())

    def network(self) -> AbstractAsyncContextManager[Network]:
        return self._network.open()

    def environment(self) -> Mapping[str, str]:
        return self._environment


class _NoTransport(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"nothing is connected to in virtual time: {request.url.host}")
