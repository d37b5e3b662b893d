"""Nothing of a call or of its connection waits for a garbage collection. Real sockets, the real clock."""

import gc

import pytest
import trio
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.trio.tcp_server import TCPServer

from offhook.telephone.phone import CallOptions, place_call
from tests.freed import Watched, no_collection
from tests.web.server import open_server

pytestmark = pytest.mark.usefixtures("both_ways")


async def test_an_ended_call_is_freed_with_its_connection() -> None:
    """With the collector off nothing of it is left: neither what the engine made, nor the server below."""
    with no_collection():
        async with open_server() as server:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(place_call, CallOptions(server.webhook_url, max_seconds=4))
                await server.live_calls(1)
                watched = Watched(server.exchange)
            await server.at_rest()
            assert watched.alive() == []
            left = [type(each).__name__ for each in gc.get_objects() if isinstance(each, TCPServer | H11Protocol)]
            assert left == []
