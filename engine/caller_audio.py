"""Cuts the caller's audio into 20 ms frames and fills what the carrier left out.

Order and gaps come from the carrier's timestamps, never from arrival times: a stall and the burst after it would
otherwise be counted twice. Pure.
"""

from engine.speech import BYTES_PER_S, FRAME_BYTES
from protocol.mulaw import SILENCE

MAX_FILL_MS = 2000  # a longer hole is the carrier's pause, not lost audio
BACKWARDS_MS = 5000  # more than any reordering
SLACK_MS = 20  # timestamps are not exact to the sample


class CallerAudio:
    """One stream's audio on its way in."""

    def __init__(self) -> None:
        self._rest = b""
        self._next_ms: float | None = None  # where the next payload would begin if nothing were missing
        self.filled_ms = 0

    def feed(self, mulaw: bytes, at_ms: int) -> list[bytes]:
        """A payload and the carrier's time for it; whole frames of `FRAME_BYTES` out."""
        if self._next_ms is not None and self._next_ms - at_ms > BACKWARDS_MS:
            self._next_ms = at_ms  # its clock was set back, or one timestamp ran far ahead: begin anew from here
        audio = self._rest + self._fill(at_ms) + mulaw
        # Without a fill the carrier's time is not taken over: what is missing adds up until it is more than slack.
        if self._next_ms is None or at_ms - self._next_ms > SLACK_MS:
            self._next_ms = at_ms
        self._next_ms += len(mulaw) * 1000 / BYTES_PER_S
        whole = len(audio) - len(audio) % FRAME_BYTES
        self._rest = audio[whole:]
        return [audio[start : start + FRAME_BYTES] for start in range(0, whole, FRAME_BYTES)]

    def _fill(self, at_ms: int) -> bytes:
        missing_ms = 0.0 if self._next_ms is None else at_ms - self._next_ms
        if missing_ms <= SLACK_MS:
            return b""
        fill_ms = min(round(missing_ms), MAX_FILL_MS)
        self.filled_ms += fill_ms
        return SILENCE * (fill_ms * BYTES_PER_S // 1000)
