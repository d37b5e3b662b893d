"""The cache in memory: rendered sentences, of which the least recently used one is dropped first."""

from collections import OrderedDict
from collections.abc import Sized
from typing import Generic, TypeVar

import msgspec

SoundT = TypeVar("SoundT", bound=Sized)


class CacheStatistics(msgspec.Struct, frozen=True):
    """Hits and misses of the cache, and what it holds."""

    hits: int
    misses: int
    entries: int
    bytes: int
    evicted: int

    @property
    def hit_rate(self) -> float | None:
        """The share of sentences that were in the cache; None before the first request."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else None


class MemoryCache(Generic[SoundT]):
    """At most `room` bytes of sound, by key. The key is chosen by the user of the cache."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._sounds: OrderedDict[str, SoundT] = OrderedDict()  # the one asked for last stands last
        self._bytes = self._hits = self._misses = self._evicted = 0

    def __contains__(self, key: str) -> bool:
        """Whether a sound is there. Changes neither the order nor the statistics."""
        return key in self._sounds

    def find(self, key: str) -> SoundT | None:
        sound = self._sounds.get(key)
        if sound is None:
            self._misses += 1
        else:
            self._hits += 1
            self._sounds.move_to_end(key)
        return sound

    def keep(self, key: str, sound: SoundT) -> None:
        """Keep a sound, unless it is larger than the whole room, which would push out all others.

        An empty sound is not kept either: any number of them would fit, and the cache would grow without limit.
        """
        if not 0 < len(sound) <= self.room:
            return
        before = self._sounds.pop(key, None)
        self._bytes -= 0 if before is None else len(before)
        self._sounds[key] = sound
        self._bytes += len(sound)
        while self._bytes > self.room:
            _, oldest = self._sounds.popitem(last=False)
            self._bytes -= len(oldest)
            self._evicted += 1

    def statistics(self) -> CacheStatistics:
        return CacheStatistics(
            hits=self._hits,
            misses=self._misses,
            entries=len(self._sounds),
            bytes=self._bytes,
            evicted=self._evicted,
        )
