"""Options of Hypercorn's that still do what its manual says, though the server is ours. Real sockets and clock."""

import socket

import httpx
import trio
from hypercorn.config import Config

from offhook.web.connection_guard import MAX_MESSAGE_BYTES
from offhook.web.serving import requests_to_serve
from tests.web.raw_peer import frame, open_peer
from tests.web.server import open_server


class WatchedConfig(Config):
    """Knows which of its options have been set."""

    def __init__(self) -> None:
        self.set: list[str] = []

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name != "set":
            self.set.append(name)


async def test_no_option_lets_a_stranger_send_more() -> None:
    """A file of options that allows long messages, and HTTP/2 under TLS, keeps neither."""
    config = Config.from_mapping(websocket_max_message_size=2**24, alpn_protocols=["h2", "http/1.1"])
    async with open_server(config=config) as server, open_peer(server) as peer:
        await peer.start()
        await peer.hears(b'"media"')
        await peer.send_bytes(frame(b"x" * (MAX_MESSAGE_BYTES + 1)))
        await peer.hears(b"\x88\x02\x03\xf1")  # 1009, message too big
        await peer.until_closed()
        await server.at_rest()
    assert config.alpn_protocols == ["http/1.1"]


async def test_a_connection_sets_no_options() -> None:
    """They belong to all connections, and are what they are before the first one comes."""
    config = WatchedConfig()
    async with open_server(config=config) as server:
        assert config.set.count("websocket_max_message_size") == 1
        before = len(config.set)
        for number in range(3):
            async with open_peer(server, number=number) as peer:
                await peer.start()
                await peer.hears(b'"media"')
        await server.at_rest()
        assert config.set[before:] == []


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
