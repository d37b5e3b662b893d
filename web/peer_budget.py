"""Limits how much one peer may send, so that it cannot slow down other calls. Pure.

A telephone call is fifty messages and about twenty kilobytes a second. After a stalled line, or a pause of this
process, all that was held back comes at once. No carrier has a reason to send more than that. Every frame costs work,
not only every byte: a WebSocket frame of six bytes costs about as much as one with audio.
"""

import math

from offhook.protocol.websocket_frames import FrameCounter


class Bucket:
    """An allowance of `burst` that fills up again by `per_s` a second."""

    __slots__ = ("_burst", "_left", "_per_s", "_taken_at")

    def __init__(self, *, per_s: float, burst: float) -> None:
        self._per_s, self._burst = per_s, burst
        self._left, self._taken_at = burst, -math.inf

    def take(self, amount: float, now: float) -> bool:
        """False once more was taken than there is."""
        filled = self._per_s * (now - self._taken_at) if self._taken_at > -math.inf else 0.0
        self._left = min(self._burst, self._left + filled) - amount
        self._taken_at = now
        return self._left >= 0


class PeerBudget:
    """The budget of one connection. It is asked before the data is handled."""

    __slots__ = ("_bytes", "_counter", "_frames", "_lifted", "_requests")

    def __init__(self) -> None:
        # A proxy brings many callers' webhooks over one connection; a form of the carrier's has one to two kilobytes.
        self._bytes = Bucket(per_s=128 * 1024, burst=256 * 1024)
        self._requests = Bucket(per_s=100, burst=200)
        self._frames = Bucket(per_s=0, burst=0)  # none before the handshake
        self._counter: FrameCounter | None = None
        self._lifted = False

    def begin_websocket(self) -> None:
        """Until a call begins, two messages are expected."""
        self._counter = FrameCounter()
        self._frames = Bucket(per_s=10, burst=200)

    def begin_call(self) -> None:
        self._frames = Bucket(per_s=200, burst=2000)  # 40 s of audio that was held back
        self._bytes = Bucket(per_s=128 * 1024, burst=2 * 1024 * 1024)  # and a message of the longest allowed

    def lift(self) -> None:
        """Remove the limits: the connection belongs to a host application."""
        self._lifted = True

    def take(self, data: bytes, now: float) -> bool:
        """False when these bytes are more than the peer may send."""
        if self._lifted:
            return True
        return self.take_counted(len(data), 0 if self._counter is None else self._counter.feed(data), now)

    def take_counted(self, length: int, frames: int, now: float) -> bool:
        """The same for whoever reads the frames, and so has counted them."""
        return self._bytes.take(length, now) and self._frames.take(frames, now)

    def take_request(self, now: float) -> bool:
        return self._requests.take(1, now)
