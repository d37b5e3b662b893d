"""Bounded queues that do what a plain memory channel cannot: drop one kind of item, replace, or share a wake-up.

Posting is synchronous and never waits. A mailbox belongs to the call: when an actor crashes, the restarted one finds
what was queued. One reader at a time.
"""

from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

import trio

from offhook.engine.run.ear import Ear, Hear

T = TypeVar("T")


class MailboxOverflow(Exception):
    """The queue is full of items that must not be dropped: the reader has stopped reading."""


class Wake:
    """A wake-up signal: ringing twice before anyone waits is the same as ringing once. One listener at a time.

    Built on Trio's low-level API, not on a channel of size 1, because every frame of every caller rings it.
    """

    __slots__ = ("_listener", "_rung")

    def __init__(self) -> None:
        self._rung = False
        self._listener: trio.lowlevel.Task | None = None

    def ring(self) -> None:
        if self._listener is None:
            self._rung = True
        else:
            trio.lowlevel.reschedule(self._listener)
            self._listener = None

    async def wait(self) -> None:
        if self._rung:
            await trio.lowlevel.checkpoint()
            self._rung = False
            return
        assert self._listener is None, "two listen to one bell: one of them would never hear it"
        self._listener = trio.lowlevel.current_task()
        await trio.lowlevel.wait_task_rescheduled(self._stop_listening)

    def _stop_listening(self, raise_cancel: Callable[[], NoReturn]) -> trio.lowlevel.Abort:
        del raise_cancel
        self._listener = None
        return trio.lowlevel.Abort.SUCCEEDED


class Mailbox(Generic[T]):
    """Keeps the newest `room` items: older ones are dropped and counted.

    Several mailboxes may share one `wake`, so that one reader can wait for any of them.
    """

    __slots__ = ("_items", "_shares_wake", "dropped", "name", "peak", "room", "wake")

    def __init__(self, name: str, room: int, wake: Wake | None = None) -> None:
        self.name, self.room = name, room
        self.wake, self._shares_wake = wake or Wake(), wake is not None
        self.dropped = 0
        self.peak = 0
        self._items: list[T] = []  # nearly always empty, and a deque of nothing takes 700 bytes

    def __len__(self) -> int:
        return len(self._items)

    def post(self, item: T) -> None:
        if len(self._items) >= self.room:
            self._make_room()
        self._append(item)

    def take(self) -> T | None:
        """The next item, or None at once. Items are never None."""
        return self._items.pop(0) if self._items else None

    def remind(self) -> None:
        """Wake a reader that has left items in the queue: it may want them now."""
        if self._items:
            self.wake.ring()

    async def receive(self) -> T:
        """Wait for the next item. Loses nothing when cancelled: the item is taken after the wait."""
        if self._items:
            await trio.lowlevel.checkpoint()
        while not self._items:
            await self.wake.wait()
        return self._items.pop(0)

    def _append(self, item: T) -> None:
        self._items.append(item)
        self.peak = max(self.peak, len(self._items))
        if len(self._items) == 1 or self._shares_wake:  # nobody waits for this one alone while something is in it
            self.wake.ring()

    def _make_room(self) -> None:
        self._items.pop(0)
        self._note_dropped()

    def _note_dropped(self) -> None:
        self.dropped += 1


class HeardMailbox(Mailbox[T]):
    """The same for a reader that lends its function while it waits (`engine/run/ear.py`)."""

    __slots__ = ("_ear",)

    def __init__(self, name: str, room: int) -> None:
        super().__init__(name, room)
        self._ear: Ear[T] = Ear()

    def post(self, item: T) -> None:
        ear = self._ear
        if self._items or not ear.tell(item):
            super().post(item)
            return
        while self._items and ear.listens:  # posted by what it heard
            ear.tell(self._items.pop(0))

    async def listen(self, hear: Hear[T]) -> None:
        """Call `hear` with each item, until it returns True, or `stop_listening`: at once, in the task that posts
        where nothing is queued. Raises what `hear` raises. Loses nothing when cancelled."""
        while self._items:
            await trio.lowlevel.checkpoint()
            if hear(self._items.pop(0)):
                return
        await self._ear.lend(hear)

    def stop_listening(self) -> None:
        """The reader goes on without an item, if it waits for one."""
        self._ear.wake()


class FirstKeptMailbox(Mailbox[T]):
    """Keeps the oldest `room` items: what is posted when it is full is dropped and counted."""

    __slots__ = ()

    def post(self, item: T) -> None:
        if len(self._items) >= self.room:
            self._note_dropped()
            return
        self._append(item)


class TwoKindMailbox(Mailbox[T]):
    """One queue for two kinds of item: when it is full, old `bulk` is dropped for new; the rest is never dropped."""

    __slots__ = ("_bulk_waiting", "_is_bulk", "_other_room")

    def __init__(self, name: str, room: int, other_room: int, is_bulk: Callable[[T], bool]) -> None:
        super().__init__(name, room)
        self._other_room = other_room
        self._is_bulk = is_bulk
        self._bulk_waiting = 0

    def post(self, item: T) -> None:
        """Raises MailboxOverflow if `other_room` items that must not be dropped wait already."""
        if self._is_bulk(item):
            if self._bulk_waiting >= self.room:
                self._drop_oldest_bulk()
            self._bulk_waiting += 1
        elif len(self._items) - self._bulk_waiting >= self._other_room:
            raise MailboxOverflow(f"{self.name}: {self._other_room} events wait unread")
        self._append(item)

    def take(self) -> T | None:
        item = super().take()
        if item is not None and self._is_bulk(item):
            self._bulk_waiting -= 1
        return item

    async def receive(self) -> T:
        item = await super().receive()
        if self._is_bulk(item):
            self._bulk_waiting -= 1
        return item

    def _drop_oldest_bulk(self) -> None:
        for position, waiting in enumerate(self._items):
            if self._is_bulk(waiting):
                del self._items[position]
                self._bulk_waiting -= 1
                self._note_dropped()
                return


class ReplacingMailbox(Mailbox[T]):
    """A `provisional` item replaces one that is still queued, and is dropped when the queue is full of others."""

    __slots__ = ("_is_provisional", "_waiting_for_room")

    def __init__(self, name: str, room: int, wake: Wake, is_provisional: Callable[[T], bool]) -> None:
        super().__init__(name, room, wake)
        self._is_provisional = is_provisional
        self._waiting_for_room = trio.lowlevel.ParkingLot()

    def post(self, item: T) -> None:
        for position, waiting in enumerate(self._items):
            if self._is_provisional(waiting):
                del self._items[position]
                break
        if len(self._items) >= self.room:
            self._note_dropped()
            return
        self._append(item)

    async def send(self, item: T) -> None:
        """Queue an item that must arrive: waits until there is room."""
        await trio.lowlevel.checkpoint_if_cancelled()
        while sum(not self._is_provisional(waiting) for waiting in self._items) >= self.room:
            await self._waiting_for_room.park()
        self.post(item)

    def take(self) -> T | None:
        item = super().take()
        self._waiting_for_room.unpark()
        return item

    async def receive(self) -> T:
        item = await super().receive()
        self._waiting_for_room.unpark()
        return item


class Latest(Generic[T]):
    """Holds one value: the newest, until a newer one is set."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value
