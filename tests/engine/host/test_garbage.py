"""When the garbage collector stops the process: a full collection looks at everything that lives."""

import gc
from collections.abc import Iterator

import pytest

from offhook.engine.host.garbage import ENDED_CALLS, FEW_CALLS, LEAKING_OBJECTS, Garbage

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


def collections() -> list[int]:
    return [int(each["collections"]) for each in gc.get_stats()]


def test_while_calls_go_on_nothing_is_looked_at(garbage: Garbage) -> None:
    """However many objects a process makes, and keeps or lets go: callers would hear the pause."""
    before = collections()
    kept = [Cycle() for _ in range(100_000)]
    for _ in range(100_000):
        Cycle()
    for _ in range(1_000_000):
        assert not [[]].pop()
    assert collections() == before
    assert len(kept) == 100_000


def test_what_leaks_is_collected_before_it_fills_the_memory(garbage: Garbage) -> None:
    """On a server that is never idle, or by the application that Offhook is mounted in."""
    before = gc.get_stats()[0]["collected"]
    for _ in range(LEAKING_OBJECTS):
        Cycle()
    assert gc.get_stats()[0]["collected"] - before > LEAKING_OBJECTS // 2


def test_it_collects_when_the_last_call_has_ended(garbage: Garbage) -> None:
    """Then nobody hears the pause."""
    before = full_collections()
    garbage.call_ended(3)
    assert full_collections() == before
    garbage.call_ended(0)
    assert full_collections() == before + 1


def test_it_collects_when_few_calls_go_on(garbage: Garbage) -> None:
    """At a quiet hour of a server that is never idle; but not with every call that ends then."""
    before = full_collections()
    for _ in range(ENDED_CALLS):
        garbage.call_ended(FEW_CALLS + 1)
    assert full_collections() == before
    for _ in range(ENDED_CALLS):
        garbage.call_ended(FEW_CALLS)
    assert full_collections() == before + 1
