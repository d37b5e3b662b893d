"""Collects garbage without pauses that callers would hear.

Python frees nearly everything at once, and finds cycles of objects in three generations. A collection of the oldest
looks at everything that lives: with 100 calls it stops the process for 120 ms, and by itself it comes every few seconds
(measured). So the oldest generation is collected at chosen moments only: when the last call has ended, and else after
many calls, whose cycles hold memory until then. The younger ones are collected as usual, in a few milliseconds at most.
"""

import gc

YOUNG_OBJECTS, YOUNG_COLLECTIONS = 10_000, 3
"""A collection of the youngest comes after so many new objects, and one of the next generation after so many of those:
it looks at 30,000 objects at most."""
NEVER = 1_000_000_000
MOST_ENDED_CALLS = 500
"""With so many calls ended since the last collection it comes in any case."""


class Garbage:
    """The garbage of this process."""

    def __init__(self) -> None:
        self._ended_calls = 0

    def begin(self) -> None:
        """All objects that exist by now live as long as the process: they are never looked at again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, YOUNG_COLLECTIONS, NEVER)

    def call_ended(self, live_calls: int) -> None:
        """A call is over, and so many go on."""
        self._ended_calls += 1
        if not live_calls or self._ended_calls >= MOST_ENDED_CALLS:
            self._ended_calls = 0
            gc.collect()
