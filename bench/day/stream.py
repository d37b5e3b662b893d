"""A media stream of the day's telephone: as lean as the load's (`bench/lean_caller.py`), and signed as Twilio signs."""

import socket
from urllib.parse import urlsplit

import trio

from bench.day.ear import Ear
from bench.lean_caller import CONNECT_WITHIN_S, READ_BYTES, ServerFrames, client_frame, wait_upgraded
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol import mulaw
from offhook.protocol.carriers.twilio.signature import HEADER, sign
from offhook.protocol.carriers.twilio.theirs import CarrierSide, Clear, PlaceMark, PlayAudio, Refusal
from offhook.telephone.clip import FRAME_BYTES

QUIET = mulaw.SILENCE * FRAME_BYTES
MOST_UNSENT_BYTES = 2**20
_CLOSE, _PING, _PONG = 0x8, 0x9, 0xA


class StreamFailed(Exception):
    """The media socket cannot be opened."""


class Stream:
    """One stream: `run` receives until it ends, `send` sends a frame."""

    def __init__(self, carrier: CarrierSide, ear: Ear) -> None:
        self._carrier, self._ear = carrier, ear
        self._socket: socket.socket | None = None
        self._frames = 0
        self._unsent = b""
        self.refused: list[str] = []
        """Messages of the server that Twilio would not take."""

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    async def run(self, url: str, parameters: dict[str, str], auth_token: str) -> None:
        """Until either side closes the connection. Raises StreamFailed."""
        with socket.socket() as opened:
            try:
                with trio.fail_after(CONNECT_WITHIN_S):
                    await _handshake(opened, url, auth_token)
            except (OSError, trio.TooSlowError) as exc:
                raise StreamFailed(str(exc) or type(exc).__name__) from exc
            self._socket = opened
            try:
                self._say(self._carrier.connected())
                self._say(self._carrier.start(parameters))
                await self._listen(opened)
            except OSError:
                pass  # it broke
            finally:
                self._socket = None

    def send(self, frame: bytes, now: float) -> None:
        """The caller's next 20 ms, and the marks that were reached."""
        said = client_frame(self._carrier.media(frame, self._frames * FRAME_MS).encode())
        self._frames += 1
        for name in self._ear.playout.due(now):
            said += client_frame(self._carrier.mark(name).encode())
        self._write(said)

    def press(self, key: str) -> None:
        self._say(self._carrier.dtmf(key))

    def hang_up(self) -> None:
        """As a carrier does: the server is told, and the connection is closed."""
        self._say(self._carrier.stop())
        self._write(client_frame(b"", _CLOSE))
        self.cut()

    def cut(self) -> None:
        """The connection ends without a word."""
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_WR)

    def _say(self, message: str) -> None:
        self._write(client_frame(message.encode()))

    def _write(self, data: bytes) -> None:
        if self._socket is None:
            return
        self._unsent += data
        try:
            sent = self._socket.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent = len(self._unsent)  # it broke; the reader sees it too
        self._unsent = self._unsent[sent:]
        if len(self._unsent) > MOST_UNSENT_BYTES:
            self._unsent = b""  # the server does not read; it has a deadline for that

    async def _listen(self, opened: socket.socket) -> None:
        frames = ServerFrames()
        while True:
            await trio.lowlevel.wait_readable(opened)
            data = opened.recv(READ_BYTES)
            if not data:
                return
            now = trio.current_time()
            for opcode, payload in frames.feed(data):
                if opcode == _CLOSE:
                    self._write(client_frame(payload, _CLOSE))
                elif opcode == _PING:
                    self._write(client_frame(payload, _PONG))
                else:
                    self._obey(payload, now)

    def _obey(self, payload: bytes, now: float) -> None:
        match self._carrier.receive(payload.decode()):
            case PlayAudio(media=media):
                self._ear.play(media.payload, now)
            case PlaceMark(mark=mark):
                self._ear.playout.mark(mark.name, now)
            case Clear():
                self._ear.clear(now)
            case Refusal(reason=reason):
                self.refused.append(reason)


async def _handshake(opened: socket.socket, url: str, auth_token: str) -> None:
    """Raises OSError."""
    place = urlsplit(url)
    opened.setblocking(False)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.connect_ex((str(place.hostname), place.port or 80))
    await trio.lowlevel.wait_writable(opened)
    problem = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if problem:
        raise OSError(problem, "the media socket cannot be reached")
    opened.send(
        f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
        f"{HEADER}: {sign(auth_token, url)}\r\n\r\n".encode()
    )
    await wait_upgraded(opened)
