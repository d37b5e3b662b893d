"""Sounds of sentences that were said before, in memory: what was not asked for the longest gives way."""

from collections import OrderedDict

import msgspec


class CacheStatistics(msgspec.Struct, frozen=True):
    """How the cache has served so far, and what it holds."""

    hits: int
    misses: int
    entries: int
    bytes: int
    evicted: int

    @property
    def hit_rate(self) -> float | None:
        """The share of sentences that nobody had to wait for; None before the first."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else None


class VoiceCache:
    """At most `room` bytes of sound by key. Whoever keeps a sound decides what the key says about it."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._sounds: OrderedDict[str, bytes] = OrderedDict()  # the one asked for last stands last
        self._bytes = self._hits = self._misses = self._evicted = 0

    def __contains__(self, key: str) -> bool:
        """Whether a sound is there, without asking for it: neither order nor statistics change."""
        return key in self._sounds

    def find(self, key: str) -> bytes | None:
        sound = self._sounds.get(key)
        if sound is None:
            self._misses += 1
        else:
            self._hits += 1
            self._sounds.move_to_end(key)
        return sound

    def keep(self, key: str, sound: bytes) -> None:
        """A sound that is larger than all the room is not kept: it would drive out everything and stay alone.

        Nor is one without a byte: those would never fill the room, however many came.
        """
        if not 0 < len(sound) <= self.room:
            return
        self._bytes -= len(self._sounds.pop(key, b""))
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
