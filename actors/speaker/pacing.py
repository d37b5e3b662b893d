"""Keeps the audio that waits at the carrier short: a clear then wastes little, and the position is known."""

import trio

from engine.speech import BYTES_PER_S


class Pacing:
    """The carrier's playback clock as we must assume it: it plays what it has, at once and in real time."""

    def __init__(self, lead_s: float) -> None:
        self._lead_s = lead_s
        self.plays_until = 0.0

    async def wait_turn(self, length: int) -> None:
        """Wait until `length` more bytes leave no more than the lead unplayed, and count them as sent."""
        duration = length / BYTES_PER_S
        # An absolute deadline: the time our own work takes is not added to the audio's.
        await trio.sleep_until(self.plays_until + duration - self._lead_s)
        self.plays_until = max(self.plays_until, trio.current_time()) + duration

    def cleared(self) -> None:
        """The carrier dropped what it had not played."""
        self.plays_until = 0.0
