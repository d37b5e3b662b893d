"""The carrier's playout: plays what the server queued, byte by byte, in real time.

    media ──► [ audio | mark | audio | audio | mark ] ──► caller's ear, 8000 bytes a second
                                                     └──► mark echoed when all before it has played

A mark that meets an empty queue is due at once; `clear` drops the sound and makes every mark in the queue due.
"""

from collections import deque

import msgspec

SAMPLE_RATE_HZ = 8000  # this file shares no code with our codec and pacing, because it tests them
_ROUNDING_BYTES = 1e-3  # an instant computed from a byte's number must lead back to that byte
DEFAULT_PAUSE_S = 0.7


class SoundBegan(msgspec.Struct, frozen=True):
    """Sound arrived where there was none."""

    at: float


class SoundPlayed(msgspec.Struct, frozen=True):
    """These bytes were played, the first of them at this instant."""

    at: float
    mulaw: bytes

    @property
    def until(self) -> float:
        return self.at + len(self.mulaw) / SAMPLE_RATE_HZ


class MarkDue(msgspec.Struct, frozen=True):
    """This mark is to be echoed."""

    at: float
    name: str


class SoundEnded(msgspec.Struct, frozen=True):
    """All that was queued has been played; or was dropped, if `cleared_bytes` is not zero."""

    at: float
    cleared_bytes: int = 0


class Gap(msgspec.Struct, frozen=True):
    """The ear heard nothing in the middle of a reply, because the server was late."""

    at: float
    until: float


PlayoutEvent = SoundBegan | SoundPlayed | MarkDue | SoundEnded


class Playout:
    """The queue and its clock. Each method takes `now` in seconds and returns what has happened, in order."""

    def __init__(self, *, pause_s: float = DEFAULT_PAUSE_S) -> None:
        self.gaps: list[Gap] = []
        self._pause_s = pause_s
        """A shorter silence between two sounds is a gap, a longer one ends the reply."""
        self._queue: deque[bytes | str] = deque()
        self._queued_bytes = 0
        self._began_at = 0.0
        self._played_bytes = 0  # since `_began_at`: counting whole bytes keeps long replies free of rounding
        self._ran_dry_at: float | None = None

    @property
    def sounding(self) -> bool:
        return self._queued_bytes > 0

    def enqueue(self, mulaw: bytes, now: float) -> list[PlayoutEvent]:
        events = self.advance(now)
        if not mulaw:
            return events
        if not self.sounding:
            self._begin(now)
            events.append(SoundBegan(now))
        self._queue.append(mulaw)
        self._queued_bytes += len(mulaw)
        return events

    def mark(self, name: str, now: float) -> list[PlayoutEvent]:
        events = self.advance(now)
        if self.sounding:
            self._queue.append(name)
        else:
            events.append(MarkDue(now, name))
        return events

    def clear(self, now: float) -> list[PlayoutEvent]:
        events = self.advance(now)
        if self.sounding:
            events.append(SoundEnded(now, self._queued_bytes))
        events += [MarkDue(now, name) for name in self._queue if isinstance(name, str)]
        self._queue.clear()
        self._queued_bytes = 0
        self._ran_dry_at = None  # silence after a clear was asked for
        return events

    def advance(self, now: float) -> list[PlayoutEvent]:
        """Play up to `now`. A byte is heard once its 125 microseconds are over."""
        if not self.sounding:
            return []
        due = int((now - self._began_at) * SAMPLE_RATE_HZ + _ROUNDING_BYTES) - self._played_bytes
        events: list[PlayoutEvent] = []
        while due > 0 and self.sounding:
            head = self._queue.popleft()
            assert isinstance(head, bytes), "a mark at the head was due before the sound behind it"
            played = head[:due]
            if len(played) < len(head):
                self._queue.appendleft(head[due:])
            events.append(SoundPlayed(self._instant(self._played_bytes), played))
            due -= len(played)
            self._played_bytes += len(played)
            self._queued_bytes -= len(played)
            events += self._marks_reached()
        if events and not self.sounding:
            self._ran_dry_at = self._instant(self._played_bytes)
            events.append(SoundEnded(self._ran_dry_at))
        return events

    def next_deadline(self) -> float | None:
        """When the next mark falls due or the sound ends; until then `advance` has nothing urgent to say."""
        if not self.sounding:
            return None
        ahead = 0
        for item in self._queue:
            if isinstance(item, str):
                break
            ahead += len(item)
        return self._instant(self._played_bytes + ahead)

    def _begin(self, now: float) -> None:
        if self._ran_dry_at is not None and self._ran_dry_at < now < self._ran_dry_at + self._pause_s:
            self.gaps.append(Gap(self._ran_dry_at, now))
        self._began_at, self._played_bytes = now, 0

    def _marks_reached(self) -> list[PlayoutEvent]:
        due: list[PlayoutEvent] = []
        while self._queue and isinstance(name := self._queue[0], str):
            self._queue.popleft()
            due.append(MarkDue(self._instant(self._played_bytes), name))
        return due

    def _instant(self, byte_number: int) -> float:
        return self._began_at + byte_number / SAMPLE_RATE_HZ
