"""Counts WebSocket frames as their bytes come in, without reading their payload (RFC 6455, 5.2).

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-------+-+-------------+-------------------------------+
|F|R|R|R| opcode|M| Payload len |    Extended payload length    |
|I|S|S|S|  (4)  |A|     (7)     |             (16/64)           |
+-+-+-+-+-------+-+-------------+ - - - - - - - - - - - - - - - +
|    (16/64)    |  Masking-key, if MASK is set (32)             |
+---------------+ - - - - - - - - - - - - - - - - - - - - - - - +
"""

_MASKED = 0x80
_LENGTH_BYTES = {126: 2, 127: 8}


class FrameCounter:
    """Fed a stream's bytes in any portions; tells how many frames began in each."""

    __slots__ = ("_head", "_skip")

    def __init__(self) -> None:
        self._head = b""  # of a frame whose header is not complete
        self._skip = 0  # bytes of the present frame that are still to come

    def feed(self, data: bytes) -> int:
        begun = 0
        at = 0
        while at < len(data):
            if self._skip:
                passed = min(self._skip, len(data) - at)
                self._skip -= passed
                at += passed
                continue
            if not self._head:
                begun += 1
            needed = _header_length(self._head)
            taken = data[at : at + needed - len(self._head)]
            self._head += taken
            at += len(taken)
            if len(self._head) == _header_length(self._head):
                self._skip = _rest_length(self._head)
                self._head = b""
        return begun


def _header_length(head: bytes) -> int:
    """Bytes up to and with the extended length, as far as the header is known."""
    return 2 if len(head) < 2 else 2 + _LENGTH_BYTES.get(head[1] & 0x7F, 0)


def _rest_length(head: bytes) -> int:
    """Masking key and payload."""
    short = head[1] & 0x7F
    payload = int.from_bytes(head[2:]) if short in _LENGTH_BYTES else short
    return payload + (4 if head[1] & _MASKED else 0)
