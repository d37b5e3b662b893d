"""How late this process reads what the carrier sent, measured by the carrier's timestamps. Pure.

A process that is behind learns late that its audio has played, or that the caller has hung up. Until then it would
count its audio as still playing. The timestamp of the newest audio tells when the carrier really sent it.
"""

from offhook.protocol.telephone_audio import FRAME_S

BEHIND_S = 0.1  # less than that is network jitter
LEAP_S = 1.0  # a larger jump is a clock change or a wrong timestamp, and is ignored
DRIFT = 0.001  # seconds per second: more than two clocks ever drift apart


class CarrierTime:
    """The delay of one call, whose audio comes in messages of `message_s`."""

    __slots__ = ("_at_best", "_message_s", "_newest", "_read_at")

    def __init__(self, message_s: float = FRAME_S) -> None:
        self._message_s = message_s
        self._at_best: float | None = None  # our time minus the carrier's, when nothing was late
        self._newest = 0.0  # the same of the newest audio
        self._read_at = 0.0

    def read(self, at_ms: int, now: float) -> None:
        """Note that audio with the carrier's timestamp `at_ms` was read at `now`."""
        behind = now - at_ms / 1000
        if self._at_best is None or abs(behind - self._newest) > LEAP_S:
            self._at_best = behind
        else:
            self._at_best = min(behind, self._at_best + (now - self._read_at) * DRIFT)
        self._newest, self._read_at = behind, now

    @property
    def late_s(self) -> float:
        """How late the newest audio was read; 0 for a delay within network jitter."""
        late_s = 0.0 if self._at_best is None else self._newest - self._at_best
        return late_s if late_s > BEHIND_S else 0.0

    def ended_at(self, now: float) -> float:
        """When the line really ended, if its end is read now: right after the newest audio, if that was read late."""
        return min(now, self._read_at - self.late_s + self._message_s) if self.late_s else now
