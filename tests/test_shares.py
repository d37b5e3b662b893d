"""Workers of one server share its calls evenly: `offhook serve --workers 2` and `hypercorn -w 2` as a user runs them.

Real processes and sockets, and a machine that may be busy: only who has how many calls is looked at, and never when.
"""

import itertools
import os
import re
import signal
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from pathlib import Path

import httpx
import pytest
import trio

from tests.serving import HypercornCommand, hypercorn, serve_with_workers, settings_in
from tests.web.raw_peer import open_peer

AT_LEAST = 0.25
"""Of the calls each of two workers has at least that share, also where others keep the cores busy: by chance one of
them had 2 of 42. How even shares are on a machine that is not busy is in docs/running.md, and by a modelled clock in
test_fair_share.py."""


def two_workers(command: str, settings: Mapping[str, str]) -> AbstractAsyncContextManager[HypercornCommand]:
    return hypercorn(settings, "-w", "2") if command == "hypercorn" else serve_with_workers(settings)


def patient(folder: Path) -> dict[str, str]:
    """Callers who say nothing are not sent away."""
    return settings_in(folder, OFFHOOK__LIMITS__CARRIER_SILENCE_S="300", OFFHOOK__FLOOR__IDLE_S="300")


class Callers:
    """Callers who stay until the server or the test ends. Their webhooks share a few connections, as those of a carrier
    or a proxy do."""

    def __init__(self, server: HypercornCommand, staying: AsyncExitStack) -> None:
        self._server, self._staying = server, staying
        self._numbers = itertools.count(1)

    async def ring(self, webhooks: httpx.AsyncClient) -> None:
        """Return when the agent speaks."""
        number = next(self._numbers)
        form = {"CallSid": f"CA{number:032d}", "From": "+15550100", "To": "+15550200", "CallStatus": "ringing"}
        answer = await webhooks.post(f"{self._server.address}/voice-stream", data=form)
        parameters = dict(re.findall(r'<Parameter name="([^"]+)" value="([^"]+)"', answer.text))
        assert parameters, answer.text
        peer = await self._staying.enter_async_context(open_peer(self._server, number=number))
        await peer.send(peer.side.connected(), peer.side.start(parameters))
        await peer.hears(b'"media"')


async def shares(server: HypercornCommand, calls: int) -> dict[int, int]:
    """How many calls each of the two workers has, by its process, once they have so many."""
    async with httpx.AsyncClient(base_url=server.address) as client:
        while True:
            with suppress(httpx.TransportError):  # the one that was asked has died
                told = (await client.get("/calls")).json()
                found = {worker["process"]: worker["calls"] for worker in told["workers"]}
                if len(found) == 2 and sum(found.values()) == calls and len(told["live"]) in found.values():
                    return found
            await trio.sleep(0.1)


@pytest.mark.parametrize("command", ["offhook serve", "hypercorn"])
async def test_each_worker_has_its_share_of_the_calls(command: str, tmp_path: Path) -> None:
    """Half of them come at once, the others one by one. No webhook and no stream is refused, whoever gets it."""
    with trio.fail_after(180):
        async with two_workers(command, patient(tmp_path)) as server, AsyncExitStack() as staying:
            await shares(server, 0)
            callers = Callers(server, staying)
            async with httpx.AsyncClient() as webhooks:
                async with trio.open_nursery() as nursery:
                    for _ in range(20):
                        nursery.start_soon(callers.ring, webhooks)
                for _ in range(20):
                    await callers.ring(webhooks)
            found = await shares(server, 40)
    assert min(found.values()) >= 40 * AT_LEAST, found
    assert b"refused" not in server.log
    assert b"turned away" not in server.log


async def test_a_worker_that_replaces_a_dead_one_gets_the_next_calls(tmp_path: Path) -> None:
    """Nobody waits for the dead one; and the new one soon has calls as the other has."""
    with trio.fail_after(180):
        async with two_workers("offhook serve", patient(tmp_path)) as server, AsyncExitStack() as staying:
            await shares(server, 0)
            callers = Callers(server, staying)
            async with httpx.AsyncClient() as webhooks:
                for _ in range(20):
                    await callers.ring(webhooks)
            before = await shares(server, 20)
            dies, stays = before
            os.kill(dies, signal.SIGKILL)
            await server.workers_started(3)
            assert (await shares(server, before[stays]))[stays] == before[stays]
            async with httpx.AsyncClient() as webhooks:
                for _ in range(before[stays]):
                    await callers.ring(webhooks)
            found = await shares(server, 2 * before[stays])
    assert min(found.values()) >= 2 * before[stays] * AT_LEAST, found
