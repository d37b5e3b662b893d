"""Reads the WebSocket frames that a client sends, after the handshake and without extensions (RFC 6455). Pure.

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-------+-+-------------+-------------------------------+
|F|R|R|R| opcode|M| Payload len |    Extended payload length    |
|I|S|S|S|  (4)  |A|     (7)     |             (16/64)           |
+-+-+-+-+-------+-+-------------+ - - - - - - - - - - - - - - - +
|    (16/64)    |       Masking-key (32)        | Payload Data  |
+---------------+-------------------------------+---------------+

A carrier's message is nearly always one whole frame of 126 bytes or more, and all of a read: that takes a short way.
Everything else is read field by field. A message is collected up to the longest allowed, whatever its headers announce.
"""

import codecs
from typing import Final

import msgspec

from offhook.web.lane.frames_out import NO_STATUS
from offhook.web.lane.masking import unmasked

PROTOCOL_ERROR, INVALID_DATA, MESSAGE_TOO_BIG = 1002, 1007, 1009  # RFC 6455, 7.4.1
_CONTINUED, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_FINAL, _RESERVED, _OPCODE, _MASKED, _LENGTH = 0x80, 0x70, 0x0F, 0x80, 0x7F
_CONTROL: Final = 0x8  # the bit of an opcode by which a control frame is known
_MOST_IN_CONTROL_FRAME: Final = 125
_WHOLE_TEXT, _LONG_AND_MASKED = _FINAL | _TEXT, _MASKED | 126
_HEADER_BYTES = {126: 8, 127: 14}  # with the masking key; of a shorter frame it is 6
_ONLY_INSIDE = (NO_STATUS, 1006, 1015)  # never on the wire (RFC 6455, 7.4.1)
_DEFINED = range(1000, 1015)
_UNDEFINED = (1004,)
_FOR_APPLICATIONS = range(3000, 5000)


class Ping(msgspec.Struct, frozen=True):
    """The peer wants a pong with the same payload."""

    payload: bytes


class PeerCloses(msgspec.Struct, frozen=True):
    """The peer's close frame. Nothing comes after it. `code` is 1005 if there is none in it."""

    code: int
    reason: str


class Broken(msgspec.Struct, frozen=True):
    """The peer broke the protocol, or sent too much in one message. Nothing that comes after it is read."""

    code: int
    why: str


Received = str | bytes | Ping | PeerCloses | Broken
"""A text message, a binary one, or what a frame means for the connection. Pongs are checked, and not passed on."""


class _Refused(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.broken = Broken(code, why)


class FrameReader:
    """Fed one connection's bytes in any portions; returns what is complete."""

    def __init__(self, max_message_bytes: int) -> None:
        self._max_message_bytes = max_message_bytes
        self.frames = 0
        """How many frames have begun."""
        self.is_over = False
        """Whether the peer has closed, or broken the protocol."""
        self._unread = b""  # of a header that is not complete
        self._opcode, self._is_final = _CONTINUED, True  # of the frame whose payload comes in
        self._missing = 0  # bytes of its payload that are still to come
        self._key = b""  # turned, so that it begins with the next of them
        self._is_in_frame = False
        self._control = b""  # the payload so far of a control frame
        self._message_opcode = _CONTINUED  # of the message that is being collected; none while it is this
        self._message_bytes = 0
        self._parts: list[str | bytes] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def feed(self, data: bytes) -> list[Received]:
        """What became complete with these bytes, in order. The last of it may be `PeerCloses` or `Broken`."""
        received: list[Received] = []
        if self.is_over:
            return received
        try:
            is_between = not (self._unread or self._is_in_frame)
            if data and is_between and self._end_of_plain_text(data, 0, len(data)) == len(data):
                self.frames += 1
                received.append(_text(unmasked(data[8:], data[4:8])))
            else:
                self._read(data, received)
        except _Refused as refused:
            self.is_over = True
            received.append(refused.broken)
        return received

    def _read(self, data: bytes, received: list[Received]) -> None:
        """Raises _Refused."""
        if self._unread:
            data, self._unread = self._unread + data, b""
        at, end = 0, len(data)
        while not self.is_over:
            if not self._is_in_frame:
                if ends := self._end_of_plain_text(data, at, end):
                    self.frames += 1
                    received.append(_text(unmasked(data[at + 8 : ends], data[at + 4 : at + 8])))
                    at = ends
                    continue
                header_bytes = self._begin_frame(data, at, end)
                if not header_bytes:
                    self._unread = data[at:]
                    return
                at += header_bytes
            length = min(self._missing, end - at)
            if self._missing and not length:
                return
            self._take(unmasked(data[at : at + length], self._key), received)
            at += length

    def _end_of_plain_text(self, data: bytes, at: int, end: int) -> int:
        """Where a whole text message ends that is there whole and has its length in two bytes; 0 if it is no such."""
        if end - at < 8 + 126 or data[at] != _WHOLE_TEXT or data[at + 1] != _LONG_AND_MASKED or self._message_opcode:
            return 0
        length = data[at + 2] << 8 | data[at + 3]
        ends = at + 8 + length
        return ends if 126 <= length <= self._max_message_bytes and ends <= end else 0

    def _begin_frame(self, data: bytes, at: int, end: int) -> int:
        """Read a header, as far as it is there. Returns its length; 0 if there is too little. Raises _Refused."""
        if end - at < 2:
            return 0
        first, second = data[at], data[at + 1]
        length = second & _LENGTH
        self._check_beginning(first, second, length)
        header_bytes = _HEADER_BYTES.get(length, 6)
        if length > _MOST_IN_CONTROL_FRAME:
            if end - at < header_bytes - 4:
                return 0
            length = _extended(length, int.from_bytes(data[at + 2 : at + header_bytes - 4]))
        opcode = first & _OPCODE
        if end - at < header_bytes:
            return 0
        self.frames += 1
        self._opcode, self._is_final, self._missing = opcode, bool(first & _FINAL), length
        self._key, self._is_in_frame = data[at + header_bytes - 4 : at + header_bytes], True
        if opcode and not opcode & _CONTROL:
            self._message_opcode = opcode
        return header_bytes

    def _check_beginning(self, first: int, second: int, length: int) -> None:
        """Raises _Refused."""
        opcode = first & _OPCODE
        if opcode not in (_CONTINUED, _TEXT, _BINARY, _CLOSE, _PING, _PONG):
            raise _Refused(PROTOCOL_ERROR, f"the reserved opcode {opcode:#x}")
        if first & _RESERVED:
            raise _Refused(PROTOCOL_ERROR, "a reserved bit is set")
        if not second & _MASKED:
            raise _Refused(PROTOCOL_ERROR, "a frame is not masked")
        if opcode & _CONTROL:
            if not first & _FINAL:
                raise _Refused(PROTOCOL_ERROR, "a control frame in fragments")
            if length > _MOST_IN_CONTROL_FRAME:
                raise _Refused(PROTOCOL_ERROR, "a control frame of more than 125 bytes")
        elif opcode == _CONTINUED:
            if not self._message_opcode:
                raise _Refused(PROTOCOL_ERROR, "a continuation without a message")
        elif self._message_opcode:
            raise _Refused(PROTOCOL_ERROR, "a message begins inside another")

    def _take(self, payload: bytes, received: list[Received]) -> None:
        """The next part of a frame's payload, or all of it. Raises _Refused."""
        self._missing -= len(payload)
        frame_ends = not self._missing
        if frame_ends:
            self._is_in_frame = False
        else:
            turn = len(payload) % 4
            self._key = self._key[turn:] + self._key[:turn]
        if self._opcode & _CONTROL:
            self._control += payload
            if frame_ends:
                self._end_control_frame(received)
            return
        self._message_bytes += len(payload)
        if self._message_bytes > self._max_message_bytes:
            raise _Refused(MESSAGE_TOO_BIG, f"a message of more than {self._max_message_bytes} bytes")
        message_ends = frame_ends and self._is_final
        if self._message_opcode == _TEXT:
            try:
                self._parts.append(self._decoder.decode(payload, message_ends))
            except UnicodeDecodeError as exc:
                raise _Refused(INVALID_DATA, "a text message that is not UTF-8") from exc
        else:
            self._parts.append(payload)
        if message_ends:
            received.append(self._end_message())

    def _end_message(self) -> str | bytes:
        empty = "" if self._message_opcode == _TEXT else b""
        message = empty.join(self._parts)  # type: ignore[arg-type]  # all are of the type of the message
        self._parts.clear()
        self._message_opcode, self._message_bytes = _CONTINUED, 0
        return message

    def _end_control_frame(self, received: list[Received]) -> None:
        """Raises _Refused."""
        payload, self._control = self._control, b""
        if self._opcode == _PING:
            received.append(Ping(payload))
        elif self._opcode == _CLOSE:
            received.append(_closes(payload))
            self.is_over = True


def _extended(length: int, extended: int) -> int:
    """A length in two or eight bytes, which must not fit in fewer. Raises _Refused."""
    shortest = 126 if length == 126 else 2**16
    if not shortest <= extended < 2**63:
        raise _Refused(
            PROTOCOL_ERROR, f"{extended} is the wrong length for {'two' if length == 126 else 'eight'} bytes"
        )
    return extended


def _text(payload: bytes) -> str:
    """Raises _Refused."""
    try:
        return payload.decode()
    except UnicodeDecodeError as exc:
        raise _Refused(INVALID_DATA, "a text message that is not UTF-8") from exc


def _closes(payload: bytes) -> PeerCloses:
    """Raises _Refused."""
    if not payload:
        return PeerCloses(NO_STATUS, "")
    code = int.from_bytes(payload[:2])
    is_known = (code in _DEFINED and code not in _ONLY_INSIDE and code not in _UNDEFINED) or code in _FOR_APPLICATIONS
    if len(payload) == 1 or not is_known:
        raise _Refused(PROTOCOL_ERROR, "a close frame without a valid code")
    return PeerCloses(code, _text(payload[2:]))
