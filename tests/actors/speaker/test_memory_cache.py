"""The cache by itself: pure, no clock, no faults."""

from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.speaker.memory_cache import CacheStatistics, MemoryCache

ROOM = 100
KEYS = st.sampled_from("abcdefgh")


def test_what_was_kept_is_found() -> None:
    """A sound comes back as it was, and is counted as a hit; another key is a miss."""
    cache = MemoryCache[bytes](ROOM)
    cache.keep("a", b"sound")
    assert cache.find("a") == b"sound"
    assert cache.find("b") is None
    assert cache.statistics() == CacheStatistics(hits=1, misses=1, entries=1, bytes=5, evicted=0)
    assert cache.statistics().hit_rate == 0.5


def test_there_is_no_hit_rate_before_the_first_question() -> None:
    """Nothing asked is neither good nor bad; a look that is no question changes nothing."""
    cache = MemoryCache[bytes](ROOM)
    assert "a" not in cache
    assert cache.statistics().hit_rate is None


def test_what_was_not_asked_for_the_longest_gives_way() -> None:
    """The greeting that every call asks for stays, the sentence that one call said once goes."""
    cache = MemoryCache[bytes](ROOM)
    for key in "abc":
        cache.keep(key, bytes(30))
    assert cache.find("a") is not None
    cache.keep("d", bytes(30))
    assert [key for key in "abcd" if key in cache] == ["a", "c", "d"]
    assert cache.statistics().evicted == 1


def test_a_look_is_no_use() -> None:
    """Asking whether a sound is there does not keep it there."""
    cache = MemoryCache[bytes](ROOM)
    cache.keep("a", bytes(60))
    cache.keep("b", bytes(40))
    assert "a" in cache
    cache.keep("c", bytes(1))
    assert [key for key in "abc" if key in cache] == ["b", "c"]


def test_a_sound_kept_again_takes_the_old_ones_place() -> None:
    """Two calls that made the same sentence do not fill the room twice."""
    cache = MemoryCache[bytes](ROOM)
    cache.keep("a", bytes(60))
    cache.keep("a", bytes(70))
    assert (cache.statistics().bytes, cache.statistics().entries, cache.statistics().evicted) == (70, 1, 0)


def test_a_sound_larger_than_the_room_drives_nothing_out() -> None:
    """It is not kept, and neither is one without a byte, of which any number would fit."""
    cache = MemoryCache[bytes](ROOM)
    cache.keep("a", bytes(ROOM))
    cache.keep("b", bytes(ROOM + 1))
    cache.keep("c", b"")
    assert [key for key in "abc" if key in cache] == ["a"]


def test_a_cache_without_room_keeps_nothing() -> None:
    """That is how it is switched off."""
    cache = MemoryCache[bytes](0)
    cache.keep("a", b"1")
    assert cache.find("a") is None


@given(st.lists(st.tuples(KEYS, st.integers(0, ROOM + 10) | st.none())))
def test_the_room_is_never_exceeded(steps: list[tuple[str, int | None]]) -> None:
    """Whatever is kept and asked for: the bytes are those of what can be found, and no more than the room."""
    cache = MemoryCache[bytes](ROOM)
    for key, size in steps:
        if size is None:
            cache.find(key)
        else:
            cache.keep(key, bytes(size))
        told = cache.statistics()
        there = [sound for each in "abcdefgh" if each in cache and (sound := cache.find(each)) is not None]
        assert told.bytes == sum(map(len, there)) <= ROOM
        assert told.entries == len(there)
