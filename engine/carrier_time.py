"""When the caller's end of the line was lost, as far as the carrier's own times tell. Pure.

A process that is late with its reading learns late that the caller has hung up, and meanwhile believes that its audio
plays on. But what it reads last says when the carrier wrote it.
"""

FRAME_S = 0.02
BEHIND_S = 0.1  # less than that is the network's doing
LEAP_S = 1.0  # the carrier's clock was set, or its time is wrong: nothing follows from it
DRIFT = 0.001  # seconds a second: more than two clocks ever drift apart


class CarrierTime:
    """How far behind the carrier this call's reading is."""

    def __init__(self) -> None:
        self._at_best: float | None = None  # our time minus the carrier's, when nothing was late
        self._newest = 0.0  # the same of the newest audio
        self._read_at = 0.0

    def read(self, at_ms: int, now: float) -> None:
        """Audio was read that the carrier says is of `at_ms`."""
        behind = now - at_ms / 1000
        if self._at_best is None or abs(behind - self._newest) > LEAP_S:
            self._at_best = behind
        else:
            self._at_best = min(behind, self._at_best + (now - self._read_at) * DRIFT)
        self._newest, self._read_at = behind, now

    def ended_at(self, now: float) -> float:
        """When the line ended whose end is read now: right after the newest audio, if that was read late."""
        if self._at_best is None:
            return now
        late_s = self._newest - self._at_best
        return min(now, self._read_at - late_s + FRAME_S) if late_s > BEHIND_S else now
