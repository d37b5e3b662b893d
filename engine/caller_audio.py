"""Cuts the caller's audio into 20 ms frames and fills what the carrier left out.

Order and gaps come from the carrier's timestamps, never from arrival times: a stall and the burst after it would
otherwise be counted twice. Pure.

A timestamp that is only a little off is jitter. One that is ahead by what can be lost on the way is a hole, and filled
at once. One that leaps further, or back further than any reordering, is either the carrier's clock being set or a wrong
timestamp, and the next payload tells which: it goes on from the one or from the other. Until then, 20 ms as a rule, the
payload is held back; taken at its word, one wrong timestamp would put silence, and with it the end of a turn, into a
sentence.
"""

from typing import NamedTuple

from offhook.engine.speech import BYTES_PER_S, FRAME_BYTES
from offhook.protocol.mulaw import SILENCE

# A fill arrives at once and is meant to be heard: with real audio on both its sides it fits the one second that waits
# for the VAD (engine/channels.py). At 2 s half of it drove the other half out, and the audio before it too. It is more
# than twice the silence that ends a turn; of a longer hole nobody can say what the caller did in it.
MAX_FILL_MS = 800
BACKWARDS_MS = 5000  # more than any reordering
BEGINS_WITHIN_MS = 500  # longer than any carrier takes that sends silence as well
SLACK_MS = 20  # timestamps are not exact to the sample


class _Payload(NamedTuple):
    mulaw: bytes
    at_ms: int


def _length_ms(mulaw: bytes) -> float:
    return len(mulaw) * 1000 / BYTES_PER_S


def _leaps(expected_ms: float, at_ms: float) -> bool:
    return not -BACKWARDS_MS <= at_ms - expected_ms <= MAX_FILL_MS


class CallerAudio:
    """One stream's audio on its way in."""

    def __init__(self) -> None:
        self._rest = b""
        self._next_ms: float | None = None  # where the next payload would begin if nothing were missing
        self._held: _Payload | None = None
        self.filled_ms = 0
        self.wrong_times = 0

    def before_first(self, waited_ms: float) -> list[bytes]:
        """The silence before a stream's first payload, where that was so long in coming that none can have been sent.
        By our clock: the carrier's may begin anywhere. Detectors learn from it what this line is without a voice."""
        if self._next_ms is not None or waited_ms <= BEGINS_WITHIN_MS:
            return []
        fill_ms = min(round(waited_ms), MAX_FILL_MS)
        return [SILENCE * FRAME_BYTES] * (fill_ms * BYTES_PER_S // 1000 // FRAME_BYTES)

    def feed(self, mulaw: bytes, at_ms: int) -> list[bytes]:
        """A payload and the carrier's time for it; whole frames of `FRAME_BYTES` out."""
        frames = self._judge_held(at_ms)
        if self._next_ms is not None and _leaps(self._next_ms, at_ms):
            self._held = _Payload(mulaw, at_ms)
            return frames
        return frames + self._cut(mulaw, at_ms)

    def _judge_held(self, at_ms: int) -> list[bytes]:
        """Let go of what was held back, at the time that the payload after it speaks for."""
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
        # Without a fill the carrier's time is not taken over: what is missing adds up until it is more than slack.
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
