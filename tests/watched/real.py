"""On the real clock: a call with the embedded services, as a server opens them, and strangers at a real server."""

from contextlib import suppress
from pathlib import Path

import trio

from offhook.app import open_exchange
from offhook.protocol.carriers.twilio.theirs import CarrierSide
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, record_of, settings_with
from offhook.telephone.clip import from_wav
from tests.watched.watch import Watch
from tests.web.raw_peer import BINARY, frame, open_peer, upgrade_request
from tests.web.server import RunningServer, open_server

WITHIN_S = 60.0
AUDIO = Path(__file__).parent.parent / "audio"
HERE, STRANGER = "Host: 127.0.0.1\r\nConnection: close\r\n", "Host: example.com\r\nConnection: close\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
REQUESTS = [
    f"GET /healthz HTTP/1.1\r\n{HERE}\r\n",
    f"GET /readyz HTTP/1.1\r\n{HERE}\r\n",
    f"GET /calls HTTP/1.1\r\n{HERE}\r\n",
    f"GET /calls/CA00000000000000000000000000000001 HTTP/1.1\r\n{HERE}\r\n",
    f"GET /calls/%1b%e2%80%ae HTTP/1.1\r\n{HERE}\r\n",
    f"GET /calls HTTP/1.1\r\n{STRANGER}\r\n",
    f"GET /nowhere HTTP/1.1\r\n{STRANGER}\r\n",
    f"HEAD /voice-stream HTTP/1.1\r\n{STRANGER}\r\n",
    f"PUT /voice-stream HTTP/1.1\r\n{STRANGER}\r\n",
    f"GET /voice-stream?From=%2B15550100&CallSid=CA1 HTTP/1.1\r\n{STRANGER}\r\n",
    f"GET /voice-stream?From=% HTTP/1.1\r\n{STRANGER}\r\n",
    f"POST /voice-stream HTTP/1.1\r\n{STRANGER}{FORM}Content-Length: 8\r\n\r\nFrom=%ff",
    f"POST /voice-stream HTTP/1.1\r\nHost: b@d host\r\nConnection: close\r\n{FORM}Content-Length: 0\r\n\r\n",
    f"POST /voice-stream/after HTTP/1.1\r\n{STRANGER}{FORM}Content-Length: 11\r\n\r\nCallSid=CA1",
    f"POST /voice-stream/after HTTP/1.1\r\n{STRANGER}{FORM}Content-Length: 2\r\n\r\n\xff\xfe",
    f"POST /voice-stream HTTP/1.1\r\n{STRANGER}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    f"GET http://127.0.0.1/healthz HTTP/1.1\r\n{HERE}\r\n",
    "no HTTP at all\r\n\r\n",
]


async def _embedded(watch: Watch) -> None:
    """A greeting, an interruption, an answer, keys: recognised and spoken in processes of their own."""
    words = from_wav((AUDIO / "book_a_room.wav").read_bytes())
    async with open_exchange() as exchange:
        carrier = SimulatedCarrier()
        with watch.branch("the embedded services"):
            async with calling(exchange, carrier):
                await carrier.wait(lambda: carrier.seconds_heard > 0.5)
                carrier.say(b"".join(words.frames))
                await carrier.wait(lambda: bool(carrier.clears))
                before = len(carrier.media)
                await carrier.wait(lambda: len(carrier.media) > before + 5, within_s=WITHIN_S)
                carrier.press("*")
                await trio.sleep(1.5)
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "caller hung up"
    assert record.over.faults == {}
    assert len(record.transcript) >= 3


async def _say(server: RunningServer, data: bytes, *, shake_hands: bool = False) -> None:
    """On a connection of its own, and read what comes until it is closed; the server may close at any byte."""
    async with open_peer(server, shake_hands=shake_hands) as peer:
        with suppress(trio.BrokenResourceError):
            await peer.send_bytes(data)
            await peer.stream.send_eof()
            await peer.until_closed()


async def _streams(server: RunningServer) -> None:
    """A call, and what may come instead of one."""
    async with open_peer(server) as peer:
        await peer.start()
        await peer.hears(b'"media"')
        await peer.send(peer.side.dtmf("1"))
        await peer.hang_up()
    for data in (
        frame(b"x" * 1_500_000),
        frame(b"\x00", BINARY),
        frame(b"\xff\xfe"),
        frame(_start(peer.side).replace(b"x-mulaw", rb"\u001b[31m\u202e")),
        frame(b"x") * 200,
        b"\x81\x05hello",
    ):
        await _say(server, data, shake_hands=True)
    for handshake in (
        upgrade_request("/elsewhere"),
        upgrade_request("/elsewhere") + frame(b"hello"),
        upgrade_request() + b"X",
        upgrade_request().replace(b"Version: 13", b"Version: 7"),
        upgrade_request().replace(b"dGhlIHNhbXBsZSBub25jZQ==", b""),
    ):
        await _say(server, handshake)


def _start(side: CarrierSide) -> bytes:
    return side.start({"caller": "+15550100"}).encode()


async def _served(watch: Watch) -> None:
    async with open_server(settings_with(limits={"start_s": 1.0}, log={"level": "debug"})) as server:
        with watch.branch("requests"):
            for request in REQUESTS:
                await _say(server, request.encode("latin-1"))
        with watch.branch("streams"):
            await _streams(server)
            await server.at_rest()
        with watch.branch("a page of a call"):
            async with open_peer(server, shake_hands=False) as peer:
                await peer.send_bytes(REQUESTS[3].encode())
                await peer.hears(b'"transcript"')


def play(watch: Watch) -> None:
    trio.run(_embedded, watch)
    trio.run(_served, watch)
