"""Limits how much audio waits at the carrier, so that a clear wastes little and the playback position is known."""

import math

import trio

from offhook.engine.decide.ledger import Ledger
from offhook.engine.run.timetable import sleep_until
from offhook.protocol.telephone_audio import BYTES_PER_S

ROUNDING_S = 1e-6
TICK_S = 0.010
"""A speaker goes on at a multiple of this time, so that those of many calls share a wake-up of the process, which costs
more than their own work. The audio that waits at the carrier meanwhile hides it from the caller."""


class Pacing:
    """Keeps the audio sent at most the lead ahead of playback, by the ledger's account, also after a slow line."""

    __slots__ = ("_lead_s", "_ledger")

    def __init__(self, ledger: Ledger, lead_s: float) -> None:
        self._ledger, self._lead_s = ledger, lead_s

    async def wait_turn(self, length: int) -> None:
        """Wait until `length` more bytes leave no more than the lead unplayed."""
        if self._due(length) <= trio.current_time() + ROUNDING_S:
            await trio.lowlevel.checkpoint()
        # Absolute instants: the time our own work takes is not added to the audio's.
        while (due := self._due(length)) > trio.current_time() + ROUNDING_S:  # noqa: ASYNC110  # a slow line rings no bell
            await sleep_until(math.ceil(due / TICK_S) * TICK_S)

    def _due(self, length: int) -> float:
        return self._ledger.all_played_at(trio.current_time()) + length / BYTES_PER_S - self._lead_s
