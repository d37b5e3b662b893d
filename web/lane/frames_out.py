"""Writes the WebSocket frames of a server: whole messages, which are not masked (RFC 6455, 5.1 and 5.2). Pure."""

import struct

NO_STATUS = 1005
"""Stands for a close frame without a code, and is never sent (RFC 6455, 7.4.1)."""
_FINAL = 0x80
_TEXT, _BINARY, _CLOSE, _PONG = _FINAL | 0x1, _FINAL | 0x2, _FINAL | 0x8, _FINAL | 0xA
_MOST_IN_CONTROL_FRAME = 125
_in_two_bytes = struct.Struct("!BBH").pack
_in_eight_bytes = struct.Struct("!BBQ").pack


def message_frame(message: str | bytes) -> bytes:
    """A text or a binary message."""
    return _frame(_TEXT, message.encode()) if isinstance(message, str) else _frame(_BINARY, message)


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping, with its payload."""
    return _frame(_PONG, payload)


def close_frame(code: int, reason: str = "") -> bytes:
    """`reason` is cut to the room there is, at a whole character. A frame for `NO_STATUS` says nothing at all."""
    if code == NO_STATUS:
        return _frame(_CLOSE, b"")
    room = _MOST_IN_CONTROL_FRAME - 2
    said = reason.encode()[:room].decode(errors="ignore").encode()
    return _frame(_CLOSE, code.to_bytes(2) + said)


def _frame(first: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return bytes((first, length)) + payload
    if length < 2**16:
        return _in_two_bytes(first, 126, length) + payload
    return _in_eight_bytes(first, 127, length) + payload
