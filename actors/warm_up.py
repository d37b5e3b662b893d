"""Opens connections to services before a call needs them, and keeps them open while there are calls.

A new connection costs three round trips before the first byte of an answer (TCP, TLS, the request), a kept one costs
one. An interruption closes the connection of the reply that it stops, so one more than is needed is kept.

Connections are opened at the start, again when the carrier's webhook announces a call, which is while the telephone
still rings, and every `RENEWED_EVERY_S` while calls are live. Neither httpx nor the services have a request that only
connects: a HEAD is the cheapest one, and whatever answers it will do.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.http_answer import Deadlines, http_answer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World

APART_S = 5.0
"""However many calls are announced, connections are opened no more often."""
RENEWED_EVERY_S = 15.0
"""Servers close idle connections after a minute and more. This is sooner, for those that interruptions have cost."""
MOST_AT_ONCE = 4
"""Connections to one server."""
_DEADLINES = Deadlines(connect_s=2.0, first_byte_s=3.0, gap_s=1.0, total_s=3.0)
_LONGEST_ANSWER = 65_536


class WarmConnections(msgspec.Struct, frozen=True):
    """What a service would find open."""

    url: str
    """What is asked for, with HEAD."""
    headers: Mapping[str, str]
    connections: int


class WarmUp:
    """Knows when connections are wanted. Without `keep_warm` nothing is opened."""

    def __init__(self) -> None:
        self._wanted = trio.Event()
        self._began_at = -float("inf")
        self._calls = 0

    def expect_call(self) -> None:
        """A call is coming."""
        if trio.current_time() - self._began_at >= APART_S:
            self._wanted.set()

    @contextmanager
    def during_call(self) -> Iterator[None]:
        self.expect_call()  # not every call is announced by a webhook
        self._calls += 1
        try:
            yield
        finally:
            self._calls -= 1

    async def keep_warm(
        self, servers: Sequence[WarmConnections], http: httpx.AsyncClient, log: FilteringBoundLogger
    ) -> None:
        """Open connections whenever they are wanted, until cancelled."""
        while True:
            self._began_at, self._wanted = trio.current_time(), trio.Event()
            async with trio.open_nursery() as nursery:
                for server in servers:
                    for _ in range(server.connections):  # at the same time: one after the other they would share one
                        nursery.start_soon(_open_one, server, http, log, name="warm-up")
            with trio.move_on_after(RENEWED_EVERY_S):
                await self._wanted.wait()
            if not self._calls:
                await self._wanted.wait()


@asynccontextmanager
async def open_warm_up(
    wanted: Sequence[WarmConnections], world: World, log: FilteringBoundLogger
) -> AsyncIterator[WarmUp]:
    """Keeps connections to these servers for as long as the context lasts. A failure is nothing: the service itself
    will say what is wrong when it is asked."""
    warm_up = WarmUp()
    if not wanted:
        yield warm_up
        return
    async with world.network() as network, trio.open_nursery() as nursery:
        nursery.start_soon(warm_up.keep_warm, _by_server(wanted), network.http, log, name="warm-up")
        yield warm_up
        nursery.cancel_scope.cancel(reason="no call will need them")


def _by_server(wanted: Sequence[WarmConnections]) -> list[WarmConnections]:
    """One for each server: the connections of its services are in one pool."""
    found: dict[tuple[str, str, int | None], WarmConnections] = {}
    for each in wanted:
        url = httpx.URL(each.url)
        server = url.scheme, url.host, url.port
        known = found.get(server)
        connections = min(MOST_AT_ONCE, each.connections + (known.connections if known else 0))
        found[server] = msgspec.structs.replace(known or each, connections=connections)
    return list(found.values())


async def _open_one(server: WarmConnections, http: httpx.AsyncClient, log: FilteringBoundLogger) -> None:
    request = http.build_request("HEAD", server.url, headers=dict(server.headers))
    try:
        async with http_answer(http, request, _DEADLINES, ServiceFailed) as answer:
            await answer.whole(_LONGEST_ANSWER)
    except ServiceFailed as exc:
        log.debug("no connection opened ahead of a call", server=request.url.host, why=str(exc))
