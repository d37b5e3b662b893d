"""What all fakes with a WebSocket have in common. In memory; the client is a bare wsproto."""

import pytest
import trio
from trio.testing import MockClock, memory_stream_pair
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Ping, Request

from offhook.simulation.fakes.websocket_server import Close, Peer, WebSocketServer


async def test_a_ping_that_crosses_the_fakes_close_ends_nothing_but_that_connection() -> None:
    """The client has not read the close yet. No exception may come out of the fake: it would end all the others."""

    async def hang_up(peer: Peer) -> None:
        await peer.send([Close(1011)])

    server, client = WebSocketServer(hang_up), WSConnection(ConnectionType.CLIENT)
    ours, theirs = memory_stream_pair()
    with trio.fail_after(5):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(server.serve, theirs)
            await ours.send_all(client.send(Request(host="fake", target="/")))
            seen: list[type] = []
            while CloseConnection not in seen:
                client.receive_data(bytes(await ours.receive_some()))
                seen += [type(event) for event in client.events()]
            await ours.send_all(_late_ping())
            while await ours.receive_some():
                pass


@pytest.mark.parametrize("side", [0, 1])
async def test_a_client_that_leaves_in_the_handshake_is_not_waited_for(side: int, autojump_clock: MockClock) -> None:
    """Nor one whose connection is cut there: such calls seemed to leave channels behind. Found by seed 1100530."""
    streams = memory_stream_pair()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(WebSocketServer(_nobody).serve, streams[1])
        await trio.sleep(1)
        await trio.aclose_forcefully(streams[side])
    assert trio.current_time() == pytest.approx(1)


async def _nobody(peer: Peer) -> None:
    raise NotImplementedError


def _late_ping() -> bytes:
    """As it is sent by whoever knows of no close."""
    client, server = WSConnection(ConnectionType.CLIENT), WSConnection(ConnectionType.SERVER)
    server.receive_data(client.send(Request(host="fake", target="/")))
    client.receive_data(server.send(AcceptConnection()))
    assert [type(event) for event in client.events()] == [AcceptConnection]
    return client.send(Ping(b"late"))
