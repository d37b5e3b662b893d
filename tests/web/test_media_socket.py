"""The media socket over real sockets, on the real clock: every way in which a peer can behave or misbehave.

After each of them nothing of the connection may be left: no call, no task.
"""

import pytest
import trio

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedVoice
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_stream import WayToLeave
from offhook.web import connection_guard
from offhook.web.media import AsgiLine, AsgiMessage
from tests.web.raw_peer import (
    TEXT,
    WITHIN_S,
    call_beside,
    frame,
    is_orderly,
    open_peer,
    upgrade_request,
)
from tests.web.server import open_server

pytestmark = pytest.mark.usefixtures("both_ways")


@pytest.mark.parametrize(
    ("ending", "reason"),
    [(WayToLeave.STOP, "caller hung up"), (WayToLeave.DROP, "caller hung up"), (WayToLeave.VANISH, "carrier silent")],
)
async def test_a_call_from_its_webhook_to_its_record(ending: WayToLeave, reason: str) -> None:
    """A caller who says goodbye, is cut off, or is silently gone: one record, and nothing else is left."""
    async with open_server(settings_with(limits={"carrier_silence_s": 1})) as server:
        outcome = await place_call(CallOptions(server.webhook_url, ending=ending, max_seconds=5))
        await server.at_rest()
        records = await server.records()
    assert outcome.failure == ""
    assert outcome.report.refused_messages == 0
    assert [record.over and record.over.end_reason for record in records] == [reason]


@pytest.mark.parametrize(("message", "kind"), [("text", "text"), (b"\x00\xff", "bytes")])
async def test_a_carrier_may_be_sent_text_or_bytes(message: str | bytes, kind: str) -> None:
    """Each kind of message is a WebSocket message of that kind."""
    sent: list[AsgiMessage] = []

    async def send(asgi_message: AsgiMessage) -> None:
        await trio.lowlevel.checkpoint()
        sent.append(asgi_message)

    async def receive() -> AsgiMessage:
        await trio.sleep_forever()
        raise AssertionError("nobody wakes it")

    await AsgiLine(receive, send, "a peer", None).send(message)
    assert sent == [{"type": "websocket.send", kind: message}]


async def test_a_message_that_is_far_too_long_is_not_kept() -> None:
    """No carrier can make the server hold megabytes: the message is refused while it comes in, and the peer told."""
    async with open_server() as server, open_peer(server) as peer:
        await peer.start()
        await peer.hears(b'"media"')
        await peer.send_bytes(frame(b"x" * (connection_guard.MAX_MESSAGE_BYTES + 1)))
        await peer.hears(b"\x88\x02\x03\xf1")  # 1009, message too big
        await peer.until_closed()
        await server.at_rest()
        assert server.exchange.faults == {"messages too long": 1}


async def test_a_connection_that_says_nothing_is_closed() -> None:
    """Who opens a socket and names no call within `limits.start_s` is sent away."""
    async with open_server(settings_with(limits={"start_s": 0.3})) as server:
        async with open_peer(server) as peer:
            assert is_orderly(await peer.until_closed())
            await server.at_rest()
        assert server.exchange.faults[ServerFault.WITHOUT_CALL] == 1
        assert await server.records() == []


async def test_a_message_that_never_ends_keeps_nobody() -> None:
    """Fragments without a last one are no message: the connection has `limits.start_s` like any other."""
    async with open_server(settings_with(limits={"start_s": 0.3})) as server, open_peer(server) as peer:
        await peer.send_bytes(frame(b"{", TEXT, final=False))
        await peer.until_closed()
        await server.at_rest()
        assert server.exchange.faults[ServerFault.WITHOUT_CALL] == 1


async def test_a_peer_that_never_reads_is_let_go() -> None:
    """A send that nothing can cancel ends all the same, and nobody else waits for it."""
    settings = settings_with(limits={"carrier_stalled_s": 0.5})
    async with open_server(settings, voice=SimulatedVoice(30), send_buffer=4096) as server:
        async with call_beside(server):
            async with open_peer(server, number=1, receive_buffer=1) as peer, trio.open_nursery() as nursery:
                await peer.start()
                nursery.start_soon(peer.stay_on_the_line)
                await server.live_calls(2)
                await server.live_calls(1)
                nursery.cancel_scope.cancel()
            records = {record.begun.call_sid: record for record in await server.records()}
            over = records[peer.call_sid].over
            assert over is not None
            assert over.end_reason == "carrier does not read"
        await server.at_rest()


async def test_a_peer_that_never_answers_our_close_is_let_go() -> None:
    """The carrier that neither answers our close nor closes itself loses its connection."""
    async with open_server() as server, open_peer(server) as peer:
        await peer.start()
        await peer.send(peer.side.stop())
        await peer.hears(b"\x88\x02\x03\xe8")
        await server.at_rest()
        await peer.until_closed()
        (record,) = await server.records()
    assert record.over is not None
    assert record.over.end_reason == "caller hung up"


@pytest.mark.parametrize("moment", ["before start", "after stop"])
async def test_a_flood_leaves_nothing_behind(moment: str) -> None:
    """A peer that sends without end, and answers no close, is cut off however much of it is still unread."""
    async with open_server(settings_with(limits={"start_s": 0.3})) as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                if moment == "after stop":
                    await peer.start()
                    await peer.send(peer.side.stop())
                with trio.fail_after(WITHIN_S):
                    await peer.flood("x")
            await server.live_calls(1)
        await server.at_rest()


@pytest.mark.parametrize("more", [b"", frame(b"hello"), b"X"], ids=["nothing more", "a message behind it", "a byte"])
async def test_another_socket_path_is_refused(more: bytes) -> None:
    """There is one WebSocket here; elsewhere the handshake is answered with a refusal, and the connection closed."""
    async with open_server() as server, open_peer(server, shake_hands=False) as peer:
        await peer.send_bytes(upgrade_request("/media-stream/elsewhere") + more)
        answer = await peer.until_closed()
        assert answer.startswith(b"HTTP/1.1 40")
        await server.at_rest()


async def test_a_full_exchange_refuses_the_connection() -> None:
    """A socket that comes although there is no room is closed in order, and the call that has the room goes on."""
    async with open_server(settings_with(limits={"calls": 1})) as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                await peer.start()
                assert is_orderly(await peer.until_closed())
            assert server.exchange.faults[ServerFault.CONNECTIONS_REFUSED] == 1
        await server.at_rest()
