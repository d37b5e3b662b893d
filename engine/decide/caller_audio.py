"""Cuts the caller's audio into 20 ms frames, and fills missing audio with silence.

Order and gaps come from the carrier's timestamps, never from arrival times: a stall and the burst after it would
otherwise be counted twice. Pure.

A timestamp that is a little off is jitter. One that is ahead by no more than can be lost on the way is a gap, and is
filled at once. One that jumps further ahead, or back further than any reordering, is either a clock change at the
carrier or a wrong timestamp. The next payload tells which: it continues from the one time or from the other. Until it
comes, usually 20 ms later, the payload is held back. Otherwise one wrong timestamp would put silence into a sentence,
and end the turn there.
"""

from typing import NamedTuple

from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol.mulaw import SILENCE
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES

# A fill arrives all at once, and with real audio on both sides it must fit the one second that may wait for the VAD
# (engine/run/channels.py). With 2 s, half of it pushed out the other half, and the audio before it too. It is more than
# twice the silence that ends a turn; what a caller did in a longer gap is unknown.
MAX_FILL_MS = 800
BACKWARDS_MS = 5000  # more than any reordering of packets
BEGINS_WITHIN_MS = 500  # a carrier that sends silence too has sent its first audio by then
SLACK_MS = 20  # timestamps are not exact to the sample


class _Payload(NamedTuple):
    mulaw: bytes
    at_ms: int


def _length_ms(mulaw: bytes) -> float:
    return len(mulaw) * 1000 / BYTES_PER_S


def _before_first(waited_ms: float) -> list[bytes]:
    """The silence before a stream's first payload, if that came so late that the carrier sends no silence.

    By our clock, because the carrier's may begin anywhere. Detectors learn from it what this line's noise is."""
    if waited_ms <= BEGINS_WITHIN_MS:
        return []
    fill_ms = min(round(waited_ms), MAX_FILL_MS)
    return [SILENCE * FRAME_BYTES] * (fill_ms * BYTES_PER_S // 1000 // FRAME_BYTES)


def _leaps(expected_ms: float, at_ms: float) -> bool:
    return not -BACKWARDS_MS <= at_ms - expected_ms <= MAX_FILL_MS


class CallerAudio:
    """The incoming audio of one stream."""

    __slots__ = ("_held", "_next_ms", "_rest", "filled_ms", "wrong_times")

    def __init__(self) -> None:
        self._rest = b""
        self._next_ms: float | None = None  # where the next payload would begin if nothing were missing
        self._held: _Payload | None = None
        self.filled_ms = 0
        self.wrong_times = 0

    def feed(self, mulaw: bytes, at_ms: int, waited_ms: float = 0.0) -> list[bytes]:
        """Takes a payload and the carrier's timestamp; returns whole frames of `FRAME_BYTES`. `waited_ms` is how long
        the stream has gone on by our clock."""
        next_ms = self._next_ms
        if next_ms is None:
            return _before_first(waited_ms) + self._cut(mulaw, at_ms)
        is_due = -BACKWARDS_MS <= at_ms - next_ms <= SLACK_MS
        if is_due and len(mulaw) == FRAME_BYTES and not self._rest and self._held is None:  # nearly all of them
            self._next_ms = next_ms + FRAME_MS
            return [mulaw]
        frames = self._judge_held(at_ms)
        assert self._next_ms is not None
        if _leaps(self._next_ms, at_ms):
            self._held = _Payload(mulaw, at_ms)
            return frames
        return frames + self._cut(mulaw, at_ms)

    def _judge_held(self, at_ms: int) -> list[bytes]:
        """Release the payload that was held back, at the time that the payload after it confirms."""
        if self._held is None or self._next_ms is None:
            return []
        held, self._held = self._held, None
        if _leaps(held.at_ms + _length_ms(held.mulaw), at_ms) or abs(at_ms - self._next_ms) <= abs(at_ms - held.at_ms):
            self.wrong_times += 1
            return self._cut(held.mulaw, self._next_ms)
        if held.at_ms < self._next_ms:
            self._next_ms = held.at_ms  # the clock was set back: nothing is missing
        return self._cut(held.mulaw, held.at_ms)

    def _cut(self, mulaw: bytes, at_ms: float) -> list[bytes]:
        audio = self._rest + self._fill(at_ms) + mulaw
        # The carrier's time is not taken over without a fill: small gaps add up until they are more than slack.
        if self._next_ms is None or at_ms - self._next_ms > SLACK_MS:
            self._next_ms = at_ms
        self._next_ms += _length_ms(mulaw)
        whole = len(audio) - len(audio) % FRAME_BYTES
        self._rest = audio[whole:]
        return [audio[start : start + FRAME_BYTES] for start in range(0, whole, FRAME_BYTES)]

    def _fill(self, at_ms: float) -> bytes:
        missing_ms = 0.0 if self._next_ms is None else at_ms - self._next_ms
        if missing_ms <= SLACK_MS:
            return b""
        fill_ms = min(round(missing_ms), MAX_FILL_MS)
        self.filled_ms += fill_ms
        return SILENCE * (fill_ms * BYTES_PER_S // 1000)
