"""The media lane: one task that reads the sockets of all calls of the process, without a task for each of them.

After the handshake a call's socket joins an `epoll`, whose own descriptor the task waits for. Each time it is woken it
serves every socket that has bytes, one portion each, and calls what listens there at once. The busier the process is,
the more calls share a wake-up, and the less a frame costs. Nothing here waits for a single connection.

What belongs to a call is no longer in the processor's caches when its next frame comes, if other calls took turns
since, and so a frame costs more than another one right after it. With very many connections each is visited every 40 ms
therefore, when two frames have come, or every 60. There are several `epoll`s for that, each with its share of the
sockets, and they are served in turn.

So that the lane keeps nobody waiting, it makes way for other tasks after `TURN_S`, and a connection gets no second
portion before all others had their first. What the lane cannot divide is the handling of one portion: a slow one is
counted (`Figures`).

Linux alone has `epoll`. Elsewhere, and where `server.media_lane` is off, calls go the way through Hypercorn (`AsgiLine`
in `web/media.py`), as those over TLS do.
"""

import select
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from typing import Protocol

import msgspec
import trio

from offhook.engine.run.timetable import sleep_until

TURN_S = 0.002
"""As long as the lane works before other tasks run: line writers, timers, other connections."""
MANY, GATHER_S = 25, 0.005
"""With more connections than that, the lane is woken at multiples of this time, so that more of them share a wake-up. A
process that has slept does its first steps slowly: a frame takes 40 µs among five, 25 among a hundred (measured)."""
VERY_MANY, GROUPS = 100, 8
"""With more connections than that, only one of so many groups is served at a time. A call takes 15 % less processor
time, and an interruption is heeded 12 ms later (docs/performance.md)."""
VISITED_EVERY_S, FULL, VISITED_EVERY_IF_FULL_S = 0.040, 150, 0.060
"""Each of very many connections is served once in this time, when it has two frames; of more than so many, when it has
three."""
LATE_S = 0.005
"""Once the bytes of a call have waited so long for those of others, or one portion took so long, it is counted."""


class Served(Protocol):
    """A connection on the lane."""

    def serve(self, events: int) -> None:
        """Handle what `epoll` reports, without waiting: one portion of it."""

    def fail(self, exc: Exception) -> None:
        """`serve` has raised this."""


class Figures(msgspec.Struct):
    """What the lane has done since the start."""

    wake_ups: int = 0
    portions: int = 0
    overruns: int = 0
    """Portions that waited for others, or took, longer than `LATE_S`."""
    longest_ms: float = 0.0
    """The longest that one portion took."""


class Lane:
    """The connections of one process that carry calls."""

    def __init__(self) -> None:
        self.figures = Figures()
        self._groups = [select.epoll() for _ in range(GROUPS)]
        self._ready = select.epoll()
        """Tells which groups have something to serve."""
        for group in self._groups:
            self._ready.register(group.fileno(), select.EPOLLIN)
        self._next_group = cycle(self._groups)
        self._served: dict[int, Served] = {}
        self._group_of: dict[int, select.epoll] = {}

    def __len__(self) -> int:
        return len(self._served)

    def watch(self, descriptor: int, served: Served, events: int) -> None:
        """Report these events of a socket to `served` from now on. With none it leaves the lane, which may be done
        twice, and after the socket was closed: its number may be another one's by then."""
        if self._served.get(descriptor) is not served:
            if events:
                group = next(self._next_group)
                group.register(descriptor, events)
                self._served[descriptor], self._group_of[descriptor] = served, group
        elif events:
            self._group_of[descriptor].modify(descriptor, events)
        else:
            del self._served[descriptor]
            group = self._group_of.pop(descriptor)
            if not group.closed:
                with suppress(OSError):  # closed, and so forgotten by the kernel
                    group.unregister(descriptor)

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            while len(self._served) <= VERY_MANY:
                await trio.lowlevel.wait_readable(self._ready.fileno())
                await self._serve(self._events())
                if len(self._served) > MANY:
                    await sleep_until((trio.current_time() // GATHER_S + 1) * GATHER_S)
            await self._take_turns()

    def close(self) -> None:
        for poll in (self._ready, *self._groups):
            poll.close()

    def _events(self) -> list[tuple[int, int]]:
        """What all sockets are ready for."""
        ready = {descriptor for descriptor, _ in self._ready.poll(0, GROUPS)}
        return [event for group in self._groups if group.fileno() in ready for event in self._events_of(group)]

    def _events_of(self, group: select.epoll) -> list[tuple[int, int]]:
        return group.poll(0, max(len(self._served), 1))

    async def _take_turns(self) -> None:
        """Serve one group after the other, as long as there are very many connections."""
        at = trio.current_time()
        for group in cycle(self._groups):
            visited_every_s = VISITED_EVERY_S if len(self._served) <= FULL else VISITED_EVERY_IF_FULL_S
            at = max(at + visited_every_s / GROUPS, trio.current_time())
            await sleep_until(at)
            await self._serve(self._events_of(group))
            if rest := self._events_of(group):  # who has more than a portion after all this time gets a second one
                await self._serve(rest)
            if len(self._served) <= VERY_MANY:
                return

    async def _serve(self, ready: Sequence[tuple[int, int]]) -> None:
        figures = self.figures
        figures.wake_ups += 1
        began_at = turn_at = before = trio.current_time()
        for descriptor, events in ready:
            served = self._served.get(descriptor)
            if served is None:  # it left during this wake-up
                continue
            try:
                served.serve(events)
            except Exception as exc:  # noqa: BLE001  # a bug that one connection meets must not end the others
                served.fail(exc)
            now = trio.current_time()
            figures.portions += 1
            figures.longest_ms = max(figures.longest_ms, (now - before) * 1000)
            if now - before > LATE_S or before - began_at > LATE_S:
                figures.overruns += 1
            before = now
            if now - turn_at > TURN_S:
                await trio.lowlevel.checkpoint()
                turn_at = before = trio.current_time()


@asynccontextmanager
async def open_lane(*, wanted: bool) -> AsyncIterator[Lane | None]:
    """The lane of a process; None where it is not wanted, or the system has no `epoll`."""
    if not wanted or not hasattr(select, "epoll"):
        yield None
        return
    lane = Lane()
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(lane.run, name="media lane")
            yield lane
            nursery.cancel_scope.cancel(reason="no call is left")
    finally:
        lane.close()
