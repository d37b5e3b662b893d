"""A carrier's end of the media socket, byte by byte: what no WebSocket library would let a test send."""

import itertools
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

import trio

from offhook.protocol.carriers.twilio.theirs import CarrierSide, StreamIdentity
from tests.fakes.clips import QUIET_FRAME
from tests.web.server import RunningServer

TEXT, BINARY, CLOSE, PING, RESERVED_OPCODE = 0x1, 0x2, 0x8, 0x9, 0xB
WITHIN_S = 10.0  # generous: machines under load
_CLOSE_1000 = b"\x88\x02\x03\xe8"  # from the server, so not masked


def upgrade_request(path: str = "/media-stream") -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def frame(payload: bytes, opcode: int = TEXT, *, reserved_bits: int = 0, final: bool = True) -> bytes:
    """A client's frame (RFC 6455, 5.2). The masking key is zero, which masks nothing and is as valid as any."""
    first = final << 7 | reserved_bits << 4 | opcode
    match len(payload):
        case size if size < 126:
            head = struct.pack("!BB", first, 0x80 | size)
        case size if size < 2**16:
            head = struct.pack("!BBH", first, 0x80 | 126, size)
        case size:
            head = struct.pack("!BBQ", first, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


class Listening(Protocol):
    """A server on this machine, in this process or another."""

    @property
    def port(self) -> int: ...


class Peer:
    """An open socket on which a test says what it likes."""

    def __init__(self, stream: trio.SocketStream, number: int) -> None:
        self.stream = stream
        self.call_sid = f"CA{number:032d}"
        self.side = CarrierSide(StreamIdentity("AC" + "0" * 32, self.call_sid, f"MZ{number:032d}"))
        self._frames = 0
        self._one_at_a_time = trio.Lock()

    async def send(self, *messages: str) -> None:
        """Whole messages, in one write."""
        await self.send_bytes(b"".join(frame(message.encode()) for message in messages))

    async def send_bytes(self, data: bytes) -> None:
        """Whatever it is. From any task; the bytes of two never mix."""
        async with self._one_at_a_time:
            await self.stream.send_all(data)

    async def start(self) -> None:
        await self.send(self.side.connected(), self.side.start({"caller": "+15550100"}))

    async def hears(self, sound: bytes) -> None:
        """Read until these bytes have come. Raises AssertionError if the server closes before."""
        seen = b""
        with trio.fail_after(WITHIN_S):
            while sound not in seen:
                data = bytes(await self.stream.receive_some(65_536))
                assert data, f"closed before {sound!r} came; last: {seen[-200:]!r}"
                seen = seen[-len(sound) :] + data

    async def until_closed(self) -> bytes:
        """Read to the end; the last bytes that came. A connection that is reset has ended too."""
        seen = b""
        with trio.fail_after(WITHIN_S), suppress(trio.BrokenResourceError):
            while data := await self.stream.receive_some(65_536):
                seen = (seen + bytes(data))[-4096:]
        return seen

    async def hang_up(self) -> None:
        """The stop message, and the server's close answered. Raises AssertionError if there is none."""
        await self.send(self.side.stop())
        await self.hears(_CLOSE_1000)
        await self.send_bytes(frame(_CLOSE_1000[2:], CLOSE))
        await self.until_closed()

    async def stay_on_the_line(self) -> None:
        """A frame every 20 ms and no ear for the answer, until cancelled or cut off."""
        began_at = trio.current_time()
        with suppress(trio.BrokenResourceError):
            for number in itertools.count():
                await trio.sleep_until(began_at + number * 0.020)
                await self.send(self.side.media(QUIET_FRAME, self._frames * 20))
                self._frames += 1

    async def flood(self, message: str) -> None:
        """The same message, as fast as the server takes it, until it takes no more."""
        many = frame(message.encode()) * 500
        with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
            while True:
                await self.send_bytes(many)


@asynccontextmanager
async def open_peer(
    server: Listening, *, number: int = 1, shake_hands: bool = True, receive_buffer: int | None = None
) -> AsyncIterator[Peer]:
    """Connect to the media socket. The connection is closed, without a word, when the context is left."""
    connection = trio.socket.socket()
    if receive_buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    await connection.connect(("127.0.0.1", server.port))
    async with trio.SocketStream(connection) as stream:
        peer = Peer(stream, number)
        if shake_hands:
            await peer.send_bytes(upgrade_request())
            await peer.hears(b"\r\n\r\n")
        yield peer


@asynccontextmanager
async def call_beside(server: RunningServer) -> AsyncIterator[None]:
    """A call that must notice nothing: it is still going on, and still gets answers, when the context is left."""
    async with open_peer(server, number=99) as peer, trio.open_nursery() as nursery:
        await peer.start()
        await peer.hears(b'"media"')
        nursery.start_soon(peer.stay_on_the_line)
        yield
        await peer.send_bytes(frame(b"still there?", PING))
        await peer.hears(b"still there?")
        assert peer.call_sid in [call.begun.call_sid for call in server.exchange.live_calls]
        nursery.cancel_scope.cancel()


def is_orderly(last_bytes: bytes) -> bool:
    """Whether the server said goodbye before it closed."""
    return last_bytes.endswith(_CLOSE_1000)
