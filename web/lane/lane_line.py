"""A call's line over a socket on the media lane: the lane reads it, whoever sends writes it.

All that `web/connection_guard.py` promises of a WebSocket holds here too: what a peer may send is limited, control
frames are answered, a peer that breaks the protocol is told its code, and for a peer that does not read one message
waits, and no more.
"""

import os
import select
from collections import deque

import trio

from offhook.engine.run.ear import Ear, Hear
from offhook.engine.run.line import LineClosed, LineFlooded
from offhook.engine.run.mailbox import Wake
from offhook.protocol.carriers.carrier import Message
from offhook.web.bytes_in import PORTION
from offhook.web.connection import Connection
from offhook.web.connection_guard import MAX_MESSAGE_BYTES
from offhook.web.lane.frames_in import MESSAGE_TOO_BIG, Broken, FrameReader, PeerCloses, Ping
from offhook.web.lane.frames_out import close_frame, message_frame, pong_frame
from offhook.web.lane.lane import Lane

CLOSE_WITHIN_S = 1.0
MOST_UNTAKEN = 64
"""Messages that wait for a receiver: then no more is read. What the last portion brought may come on top."""
MOST_AFTER_CLOSE_BYTES = MAX_MESSAGE_BYTES
"""What is still read of a peer to which a close frame was sent: a socket closed on unread bytes loses that frame."""
COUNTED_BYTES, COUNTED_FRAMES = 4096, 32
"""So much is read before the peer's budget is asked again: of a call about four times a second, instead of fifty."""
NORMAL_CLOSURE, UNSUPPORTED_DATA = 1000, 1003  # RFC 6455, 7.4.1
_GONE = "the carrier's connection is gone"


class LaneLine:
    """A call's line over one WebSocket whose handshake is answered when it `begin`s."""

    def __init__(self, lane: Lane, connection: Connection, socket: trio.socket.SocketType, peer: str) -> None:
        self.peer, self.message_too_long = peer, False
        self._lane, self._connection, self._socket = lane, connection, socket
        self._descriptor = socket.fileno()
        self._reader = FrameReader(MAX_MESSAGE_BYTES)
        self._uncounted_bytes = self._counted_frames = 0
        self._ear: Ear[Message] = Ear()
        self._untaken: deque[Message] = deque()
        self._rung = Wake()
        """A message came that nobody's ear took, or nothing more will come."""
        self._over: Exception | None = None
        """Why no message will come any more: a `LineClosed`, or a bug of ours."""
        self._is_dead = False
        """Nothing more is read or written."""
        self._has_sent_close, self._read_after_close = False, 0
        self._unwritten = b""  # what the kernel did not take yet
        self._written = trio.Event()
        self._pong: bytes | None = None
        """For the newest ping alone, where several wait for an answer (RFC 6455, 5.5.3)."""

    def begin(self) -> None:
        """Join the lane."""
        self._watch()

    async def receive(self) -> Message:
        await trio.lowlevel.checkpoint()
        while not self._untaken:
            self._raise_if_over()
            await self._rung.wait()
        return self._take()

    async def listen(self, hear: Hear[Message]) -> None:
        while self._untaken:
            await trio.lowlevel.checkpoint()
            if hear(self._take()):
                return
        self._raise_if_over()
        await self._ear.lend(hear)

    async def send(self, *messages: Message) -> None:  # noqa: ASYNC910  # what the kernel takes at once waits for nothing
        await self._wait_written()
        self._raise_if_over()
        self._write(b"".join(map(message_frame, messages)))
        await self._wait_written()
        self._raise_if_over()

    def abort(self) -> None:
        self._die(LineClosed(_GONE))
        self._connection.close_transport()

    async def close(self, refusal: str | None = None) -> None:  # noqa: ASYNC910  # nothing to wait for is no wait
        """Send a close frame, read what the peer still sends for up to a second, and close the transport in any case.

        `refusal` is the reason in the close frame, cut to the room there is.
        """
        if not self._connection.is_closed:
            with trio.move_on_after(CLOSE_WITHIN_S, shield=True):  # noqa: ASYNC912  # as above
                self._say_close(NORMAL_CLOSURE if refusal is None else UNSUPPORTED_DATA, refusal or "")
                while not self._is_dead:
                    self._untaken.clear()
                    self._watch()
                    await self._rung.wait()
        self.abort()

    def serve(self, events: int) -> None:
        """The lane calls this."""
        if events & select.EPOLLOUT:
            self._flush()
        if events & ~select.EPOLLOUT and not self._is_dead:
            self._read()

    def fail(self, exc: Exception) -> None:
        """`serve` has a bug, says the lane. Whoever waits for a message gets it, which ends this call and no other."""
        self._die(exc)

    # What comes.

    def _read(self) -> None:
        try:
            data = os.read(self._socket.fileno(), PORTION)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._die(LineClosed(_GONE))
        elif self._has_sent_close:
            self._read_last(data)
        else:
            self._read_frames(data)

    def _read_frames(self, data: bytes) -> None:
        reader = self._reader
        received = reader.feed(data)
        self._uncounted_bytes += len(data)
        is_much = self._uncounted_bytes >= COUNTED_BYTES or reader.frames - self._counted_frames >= COUNTED_FRAMES
        if is_much and not self._is_within_budget():
            self._die(LineFlooded("the carrier sends too much"))
            return
        for each in received:
            if self._is_dead:  # what it brought has ended the call
                return
            if isinstance(each, (str, bytes)):  # half the time of a union
                self._put(each)
            else:
                self._obey(each)
        if self._pong is not None:
            self._flush()

    def _is_within_budget(self) -> bool:
        frames = self._reader.frames - self._counted_frames
        uncounted, self._uncounted_bytes = self._uncounted_bytes, 0
        self._counted_frames += frames
        return self._connection.may_send(uncounted, frames)

    def _read_last(self, data: bytes) -> None:
        """Nothing counts any more but the peer's own close, and the end of its bytes."""
        self._read_after_close += len(data)
        closes = any(isinstance(each, PeerCloses) for each in self._reader.feed(data))
        if closes or self._read_after_close > MOST_AFTER_CLOSE_BYTES:
            self._die(LineClosed(_GONE))

    def _put(self, message: Message) -> None:
        if not self._untaken and self._ear.tell(message):
            return
        self._untaken.append(message)
        self._rung.ring()
        if len(self._untaken) == MOST_UNTAKEN:
            self._watch()

    def _take(self) -> Message:
        message = self._untaken.popleft()
        if len(self._untaken) == MOST_UNTAKEN - 1:
            self._watch()
        return message

    def _obey(self, control: Ping | PeerCloses | Broken) -> None:
        match control:
            case Ping(payload=payload):
                self._pong = pong_frame(payload)
            case PeerCloses(code=code):
                self._say_close(code)
                self._die(LineClosed(_GONE))
            case Broken(code=code, why=why):
                self.message_too_long = code == MESSAGE_TOO_BIG
                self._say_close(code)
                self._end(LineClosed(f"the carrier broke the WebSocket protocol: {why}"))

    # What is sent.

    def _say_close(self, code: int, reason: str = "") -> None:
        if not self._has_sent_close:
            self._write(close_frame(code, reason))
            self._has_sent_close = True

    def _write(self, frame: bytes) -> None:
        """Give it to the kernel, which takes it at once as long as the peer reads."""
        if self._unwritten:
            self._unwritten += frame
        elif not self._is_dead:
            self._unwritten = self._rest_of(frame)
            if self._unwritten:
                self._watch()

    def _flush(self) -> None:
        """Write what waits. A pong goes between two messages."""
        if self._unwritten:
            self._unwritten = self._rest_of(self._unwritten)
        if self._pong is not None and not self._unwritten and not self._is_dead:
            self._unwritten, self._pong = self._rest_of(self._pong), None
        self._watch()
        if not self._unwritten:
            self._written.set()
            self._written = trio.Event()

    def _rest_of(self, data: bytes) -> bytes:
        try:
            return data[os.write(self._socket.fileno(), data) :]
        except BlockingIOError:
            return data
        except OSError:
            self._die(LineClosed(_GONE))
            return b""

    async def _wait_written(self) -> None:  # noqa: ASYNC910  # as `send`
        while self._unwritten and not self._is_dead:
            await self._written.wait()

    # Its end.

    def _raise_if_over(self) -> None:
        if self._over is not None:
            raise self._over.with_traceback(None)

    def _end(self, why: Exception) -> None:
        """No further message will come, and none can be sent. What came before is still received."""
        if self._over is None:
            self._over = why
            self._ear.fail(why)
        self._rung.ring()

    def _die(self, why: Exception) -> None:
        self._is_dead = True
        self._watch()
        self._end(why)
        self._written.set()

    def _watch(self) -> None:
        """Tell the lane what this socket is to be watched for."""
        if not self._is_dead and self._socket.fileno() != self._descriptor:  # the guard closed it: the server stops
            self._die(LineClosed(_GONE))
            return
        reads = not self._is_dead and len(self._untaken) < MOST_UNTAKEN
        writes = not self._is_dead and bool(self._unwritten)
        self._lane.watch(self._descriptor, self, select.EPOLLIN * reads | select.EPOLLOUT * writes)
