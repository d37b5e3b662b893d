"""A network in memory that leads to one fake: what the rigs of all services over WebSockets stand on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx  # noqa: ASYNC127  # the project's client is httpx

from offhook.engine.host.network import Network, network_over
from offhook.simulation.fakes.http_server import Serving
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory


class Joined(NamedTuple):
    memory: MemoryNetwork
    network: Network
    transport: httpx.AsyncBaseTransport


@asynccontextmanager
async def network_to(serve: Serving) -> AsyncIterator[Joined]:
    async with in_memory(serve) as (memory, transport):
        network = network_over(transport, memory.open_stream)
        try:
            yield Joined(memory, network, transport)
        finally:
            await network.http.aclose()
