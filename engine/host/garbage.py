"""Collects garbage without pauses that callers would hear.

Python frees nearly everything at once, and finds cycles of objects by looking at all that are young, or at all there
are. In a process of many calls, whose memory is cold by the time that it is looked at, that takes 1 to 4 µs an object.
A collection of the young ones took up to 48 ms with 200 calls, and found nothing: what calls do makes new objects all
the time, so that soon most are young, whatever the threshold; and calls leave no cycles (tests/actors/
test_ended_calls.py). A collection of all took 120 ms with 100 calls. So there is none while many calls go on, unless so
many objects were made that something leaks, such as an application that Offhook is mounted in.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LEAKING_OBJECTS = 500_000
"""More than were freed since the last collection: ten times what 100 calls hold, some 100 MB. Then all that were made
since are looked at, which takes half a second."""
NEVER = 1_000_000_000
FEW_CALLS, ENDED_CALLS = 4, 100
"""While so few calls go on, everything that lives is looked at in a few milliseconds; once that many have ended."""


class Garbage:
    """The garbage of this process."""

    def __init__(self) -> None:
        self._ended_calls = 0

    def begin(self) -> None:
        """All objects that exist by now live as long as the process: they are never looked at again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(LEAKING_OBJECTS, NEVER, NEVER)

    def call_ended(self, live_calls: int) -> None:
        """A call is over, and so many go on."""
        self._ended_calls += 1
        if not live_calls or (live_calls <= FEW_CALLS and self._ended_calls >= ENDED_CALLS):
            self._ended_calls = 0
            gc.collect()


@contextmanager
def nothing_is_garbage() -> Iterator[None]:
    """For imports. What they make stays: to look through it again and again takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
