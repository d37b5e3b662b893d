"""When the garbage collector stops the process: a full collection looks at everything that lives."""

import gc
from collections.abc import Iterator

import pytest

from offhook.engine.host.garbage import MOST_ENDED_CALLS, Garbage

OLDEST = 2


@pytest.fixture
def garbage() -> Iterator[Garbage]:
    before = gc.get_threshold()
    garbage = Garbage()
    garbage.begin()
    yield garbage
    gc.set_threshold(*before)


def full_collections() -> int:
    return int(gc.get_stats()[OLDEST]["collections"])


class Cycle:
    """Something that only the collector frees."""

    def __init__(self) -> None:
        self.itself = self


def test_no_full_collection_comes_by_itself(garbage: Garbage) -> None:
    """However many objects a process makes and keeps while calls go on."""
    before = full_collections()
    kept = [Cycle() for _ in range(200_000)]
    assert full_collections() == before
    assert len(kept) == 200_000


def test_young_garbage_is_collected_all_the_time(garbage: Garbage) -> None:
    """What is made and let go in a call does not wait for its end."""
    before = gc.get_stats()[0]["collected"]
    for _ in range(20_000):
        Cycle()
    assert gc.get_stats()[0]["collected"] - before > 15_000


def test_it_collects_when_the_last_call_has_ended(garbage: Garbage) -> None:
    """Then nobody hears the pause."""
    before = full_collections()
    garbage.call_ended(3)
    assert full_collections() == before
    garbage.call_ended(0)
    assert full_collections() == before + 1


def test_on_a_server_that_is_never_idle_it_collects_after_many_calls(garbage: Garbage) -> None:
    """Or what ended calls leave behind would fill the memory."""
    before = full_collections()
    for _ in range(MOST_ENDED_CALLS - 1):
        garbage.call_ended(100)
    assert full_collections() == before
    garbage.call_ended(100)
    assert full_collections() == before + 1
