"""Options of Hypercorn's that still do what its manual says, though the server is ours. Real sockets and clock."""

import socket

import httpx
import trio
from hypercorn.config import Config

from offhook.web.serving import requests_to_serve
from tests.web.server import open_server


async def test_numbers_for_statsd_arrive() -> None:
    """`--statsd-host`: who watches the server by them goes on seeing its requests."""
    with trio.socket.socket(type=socket.SOCK_DGRAM) as statsd:
        await statsd.bind(("127.0.0.1", 0))
        host = "{}:{}".format(*statsd.getsockname())
        async with open_server(statsd_host=host) as server, httpx.AsyncClient() as client:
            await client.get(f"http://127.0.0.1:{server.port}/healthz")
            with trio.fail_after(10):
                while (number := await statsd.recv(1000)) != b"hypercorn.requests:1|c|@1.0":
                    assert number.startswith(b"hypercorn.")


async def test_a_statsd_that_cannot_be_reached_is_no_callers_trouble() -> None:
    """A name that has gone, a port where nobody listens: the answer is there."""
    async with open_server(statsd_host="no-such-host.invalid:8125") as server, httpx.AsyncClient() as client:
        for _ in range(2):
            assert (await client.get(f"http://127.0.0.1:{server.port}/healthz")).status_code == 200
    assert "dropped" not in server.log


def test_workers_do_not_all_make_way_at_once() -> None:
    """`--max-requests-jitter`: otherwise every worker drains at the same time, and callers hear busy."""
    config = Config()
    assert requests_to_serve(config) is None
    config.max_requests, config.max_requests_jitter = 1000, 50
    numbers = {requests_to_serve(config) for _ in range(100)}
    assert numbers <= set(range(1000, 1051))
    assert len(numbers) > 1
