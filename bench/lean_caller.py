"""A caller that needs little CPU: a minimal WebSocket client, and a log of what happened when.

While the load runs it only notes messages, and echoes marks when the carrier's playout has reached them. The figures
are computed afterwards (`bench/call_figures.py`).
"""

import socket
import struct
from array import array
from collections import deque
from collections.abc import Iterator
from functools import partial

import msgspec
import trio

from bench.listener import Listener
from bench.script import Script
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol.carriers.twilio.theirs import CarrierSide, Clear, PlaceMark, PlayAudio, Refusal, StreamIdentity
from offhook.protocol.mulaw import SAMPLE_RATE_HZ

CONNECT_WITHIN_S = 10.0
READ_BYTES = 65_536
MOST_UNSENT_BYTES = 2**20
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_FINAL, _MASKED = 0x80, 0x80
_NO_MASK = bytes(4)  # RFC 6455, section 5.3, allows any key; a key of zeros leaves the payload as it is


class AgentAudio(msgspec.Struct, frozen=True):
    """A media message of the server arrived."""

    at: float
    length: int


class AgentCleared(msgspec.Struct, frozen=True):
    """A clear arrived."""

    at: float


class CallLog:
    """The log of one call. Its size is bounded by the length of the script."""

    def __init__(self) -> None:
        self.sent_at = array("d")
        """When each frame of the script left."""
        self.late_s = array("d")
        """How long after its deadline."""
        self.agent: list[AgentAudio | AgentCleared] = []
        self.failure = ""


def client_frame(payload: bytes, opcode: int = _TEXT) -> bytes:
    """One WebSocket message (RFC 6455, section 5.2)."""
    if len(payload) < 126:
        return bytes((_FINAL | opcode, _MASKED | len(payload))) + _NO_MASK + payload
    return struct.pack("!BBH", _FINAL | opcode, _MASKED | 126, len(payload)) + _NO_MASK + payload


class ServerFrames:
    """Splits the server's bytes into messages. They are neither fragmented nor masked."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Opcode and payload of each message that is complete."""
        self._waiting += data
        while (ends := self._first()) is not None:
            begins, end = ends
            message = self._waiting[0] & 0x0F, self._waiting[begins:end]
            self._waiting = self._waiting[end:]
            yield message

    def _first(self) -> tuple[int, int] | None:
        """Where the payload of the first message begins and ends; None until it is complete."""
        if len(self._waiting) < 2:
            return None
        length, begins = self._waiting[1], 2
        if length >= 126:
            begins = 4 if length == 126 else 10
            length = int.from_bytes(self._waiting[2:begins])
        end = begins + length
        return (begins, end) if len(self._waiting) >= max(begins, end) else None


class PlayoutClock:
    """Knows when the carrier has played what it got. A mark is due when the audio before it was played."""

    def __init__(self) -> None:
        self._plays_until = 0.0
        self._marks: deque[tuple[float, str]] = deque()

    @property
    def plays_until(self) -> float:
        """When all that has come so far has been played."""
        return self._plays_until

    def add(self, length: int, now: float) -> None:
        self._plays_until = max(self._plays_until, now) + length / SAMPLE_RATE_HZ

    def mark(self, name: str, now: float) -> None:
        self._marks.append((max(self._plays_until, now), name))

    def clear(self, now: float) -> None:
        """Drop the audio; every mark is due."""
        self._plays_until = now
        self._marks = deque((now, name) for _, name in self._marks)

    def due(self, now: float) -> Iterator[str]:
        while self._marks and self._marks[0][0] <= now:
            yield self._marks.popleft()[1]


class LeanCaller:
    """One call. The load calls `tick` for every frame; `run` does the rest."""

    def __init__(self, script: Script, name: str) -> None:
        self.log = CallLog()
        self.over = trio.Event()
        """The connection is gone, whoever closed it."""
        self._ended = trio.Event()
        self._script = script
        self._carrier = CarrierSide(StreamIdentity("AC" + name, "CA" + name, "MZ" + name))
        self._socket: socket.socket | None = None
        self._frames = ServerFrames()
        self._unsent = b""
        self._playout = PlayoutClock()
        self._left = False

    async def run(self, host: str, port: int, listener: Listener) -> None:  # noqa: ASYNC910  # connecting waits
        """Run the connection until the server closes it. On cancellation it is closed from this side."""
        try:
            with socket.socket() as opened:
                with trio.fail_after(CONNECT_WITHIN_S):
                    await _open_websocket(opened, host, port)
                self._socket = opened
                with listener.listening(opened, partial(self._read, opened)):
                    await self._ended.wait()
                self._fail("the server ended the call")
        except (OSError, trio.TooSlowError) as exc:
            self._fail(str(exc) or type(exc).__name__)
        finally:
            self._socket = None
            self.over.set()

    def begin(self) -> None:
        """Send the start message, as carriers do before the first frame."""
        self.say(self._carrier.connected())
        self.say(self._carrier.start({}))

    def tick(self, deadline: float) -> None:
        """Send the next frame, which is due at `deadline`, and echo the marks that were reached in the meantime."""
        now = trio.current_time()
        number = len(self.log.sent_at)
        self.log.sent_at.append(now)
        self.log.late_s.append(now - deadline)
        said = client_frame(self._carrier.media(self._script.frames[number], number * FRAME_MS).encode())
        for name in self._playout.due(now):
            said += client_frame(self._carrier.mark(name).encode())
        self.send(said)

    def hang_up(self) -> None:
        """Send the stop message; the server then closes the connection."""
        self.leave()
        self.say(self._carrier.stop())

    def leave(self) -> None:
        """From now on nothing that the server does counts as a failure."""
        self._left = True

    def say(self, message: str) -> None:
        self.send(client_frame(message.encode()))

    def send(self, data: bytes) -> None:
        """Write as much as the kernel takes. A frame that it does not take counts as sent when it was due."""
        if self._socket is None:
            self._fail("not connected")
            return
        self._unsent += data
        try:
            sent = self._socket.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError as exc:
            self._fail(str(exc))
            sent = len(self._unsent)
        self._unsent = self._unsent[sent:]
        if len(self._unsent) > MOST_UNSENT_BYTES:
            self._fail("the server does not read")
            self._unsent = b""

    def _read(self, opened: socket.socket) -> None:
        """Something has come, or the connection has ended."""
        try:
            data = opened.recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError as exc:
            self._fail(str(exc))
            data = b""
        now = trio.current_time()
        if not data:
            self._ended.set()
        for opcode, payload in self._frames.feed(data):
            if opcode == _CLOSE:
                self.send(client_frame(payload, _CLOSE))
            elif opcode == _PING:
                self.send(client_frame(payload, _PONG))
            else:
                self._obey(payload, now)

    def _obey(self, payload: bytes, now: float) -> None:
        match self._carrier.receive(payload.decode()):
            case PlayAudio(media=media):
                self._playout.add(len(media.payload), now)
                self.log.agent.append(AgentAudio(now, len(media.payload)))
            case PlaceMark(mark=mark):
                self._playout.mark(mark.name, now)
            case Clear():
                self._playout.clear(now)
                self.log.agent.append(AgentCleared(now))
            case Refusal(reason=reason):
                self._fail(reason)

    def _fail(self, why: str) -> None:
        """Note the first failure; after hanging up there are none."""
        if not self._left and not self.log.failure:
            self.log.failure = why


async def _open_websocket(opened: socket.socket, host: str, port: int) -> None:
    """Connect and make the handshake. Raises OSError."""
    opened.setblocking(False)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.connect_ex((host, port))
    await trio.lowlevel.wait_writable(opened)
    opened.send(
        f"GET /media-stream HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode()
    )
    await wait_upgraded(opened)


async def wait_upgraded(opened: socket.socket) -> None:
    """Wait until the server has made a WebSocket of a connection that has asked for it. Raises OSError."""
    await trio.lowlevel.checkpoint()
    # The server sends nothing before our `start`, so this can only be its answer to the handshake.
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        await trio.lowlevel.wait_readable(opened)
        read = opened.recv(READ_BYTES)
        if not read:
            raise ConnectionResetError("closed during the handshake")
        answer += read
    if not answer.startswith(b"HTTP/1.1 101 "):
        raise ConnectionRefusedError(answer.partition(b"\r\n")[0].decode(errors="replace"))
