"""The protocol between Offhook and its worker processes, over a pipe.

    0               4               8
    +---------------+---------------+----------------+
    | body length   | session       | body           |   both numbers little-endian, unsigned
    +---------------+---------------+----------------+

One pipe carries many sessions (one utterance, one sentence). An empty body closes its session. Session 0 is the
worker itself: an empty body means "ready", any other is the reason why it cannot start. A worker that still works
answers any message in session 0 with "ready" again.
"""

import struct
from typing import NamedTuple

_HEADER = struct.Struct("<II")
MAX_BODY_BYTES = 4 * 1024 * 1024
WORKER_ITSELF = 0


class WorkerFrame(NamedTuple):
    """One message of one session."""

    session: int
    body: bytes


class FrameTooLarge(Exception):
    """The peer announced more than `MAX_BODY_BYTES`: the pipe is out of step or the peer is broken."""


def encode(session: int, body: bytes) -> bytes:
    if len(body) > MAX_BODY_BYTES:
        raise FrameTooLarge(f"a frame of {len(body)} bytes for session {session}; at most {MAX_BODY_BYTES}")
    return _HEADER.pack(len(body), session) + body


class FrameReader:
    """Turns bytes, however they were cut, into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[WorkerFrame]:
        self._buffer += data
        frames = []
        while len(self._buffer) >= _HEADER.size:
            length, session = _HEADER.unpack_from(self._buffer)
            if length > MAX_BODY_BYTES:
                raise FrameTooLarge(f"a frame of {length} bytes announced for session {session}")
            end = _HEADER.size + length
            if len(self._buffer) < end:
                break
            frames.append(WorkerFrame(session, bytes(self._buffer[_HEADER.size : end])))
            del self._buffer[:end]
        return frames
