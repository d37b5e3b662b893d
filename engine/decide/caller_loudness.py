"""How loud this caller's speech is, learnt from what was understood. Pure.

All loudness is that of an utterance's loudest syllable, in decibels of its power.
"""

import math
from collections.abc import Iterable

REMEMBERED = 5  # utterances
OF_SOFTEST_DB = 3.0
"""So much softer than the softest utterance that was understood lately, a voice may still be the caller's."""


class CallerLoudness:
    """The loudness of one call's caller.

    The median of the last utterances that were understood is the caller's usual loudness. Whoever is understood is
    somebody to listen to: the second one at a telephone, or the caller who turns away from it.
    """

    __slots__ = ("_understood", "least_db", "softer_db", "times")

    def __init__(self, softer_db: float) -> None:
        self.softer_db = softer_db
        """By how much others are softer, at least; 0 if nothing is to be told by loudness."""
        self.times = 0
        """How many utterances were understood."""
        self._understood: list[float] = []  # a deque of nothing takes 700 bytes
        self.least_db = -math.inf
        """A voice that never gets as loud as this is not the caller's. Everything is, until something was
        understood."""

    def understood(self, loudest_db: float) -> None:
        """An utterance as loud as this was understood."""
        self.times += 1
        self._understood = [*self._understood, loudest_db][-REMEMBERED:]
        if self.softer_db:
            usual_db = middle_of(self._understood)
            self.least_db = min(usual_db - self.softer_db, min(self._understood) - OF_SOFTEST_DB)


def middle_of(values: Iterable[float]) -> float:
    """The median; of two in the middle the softer one."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
