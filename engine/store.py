"""Writes call records off the event loop, as the calls go. A store that fails costs records, never a call."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

import trio
from structlog.typing import FilteringBoundLogger

from engine.call_trace import CallTrace
from engine.conversation import Entry
from engine.database import Database
from engine.record import CallBegun, CallOver, CallRecord, TurnRecord
from engine.world import World

T = TypeVar("T")

GATHER_S = 0.25
BATCH = 256  # writes in one go on the thread, which nothing can cancel
QUEUE = 4096  # entries of all calls that may wait for the disk
WRITE_COST_S = 0.001
END_WITHIN_S = 1.0


class CallBook:
    """One call's pen. `write` never waits; what finds no room is counted."""

    def __init__(self, store: "Store", begun: CallBegun) -> None:
        self._store = store
        self._begun = begun
        self._call_id: int | None = None

    def entry(self, entry: Entry) -> None:
        self._store.enqueue(lambda database: database.add_entry(self._id(), entry))

    def turn(self, turn: TurnRecord) -> None:
        self._store.enqueue(lambda database: database.add_turn(self._id(), turn))

    def trace(self, trace: CallTrace) -> None:
        # Encoded on the writer's thread: a call of hours has some hundred kilobytes of it.
        self._store.enqueue(lambda database: database.add_trace(self._id(), trace))

    def begin(self) -> None:
        self._store.enqueue(self._begin)

    async def end(self, over: CallOver) -> None:
        """Queue the last line and wait, for a moment, until it is written. Made to be called under a shield."""
        written = trio.Event()
        self._store.enqueue(lambda database: database.end_call(self._id(), over), written)
        with trio.move_on_after(END_WITHIN_S):
            await written.wait()

    def _begin(self, database: Database) -> None:
        self._call_id = database.begin_call(self._begun)

    def _id(self) -> int:
        if self._call_id is None:
            raise LookupError("the call's first line was not written, so nothing can be added to it")
        return self._call_id


class _Write:
    def __init__(self, work: Callable[[Database], None], done: trio.Event | None) -> None:
        self.work, self.done = work, done


class Store:
    """The process's store: one writer task, one thread at a time."""

    def __init__(self, world: World, database: Database, log: FilteringBoundLogger) -> None:
        self._world, self._database, self._log = world, database, log
        self._send, self._receive = trio.open_memory_channel[_Write](QUEUE)
        self._one_at_a_time = trio.Lock()
        self._hurry = trio.Event()
        self.lost = 0

    def open_book(self, begun: CallBegun) -> CallBook:
        book = CallBook(self, begun)
        book.begin()
        return book

    def enqueue(self, work: Callable[[Database], None], done: trio.Event | None = None) -> None:
        try:
            self._send.send_nowait(_Write(work, done))
        except (trio.WouldBlock, trio.ClosedResourceError, trio.BrokenResourceError):  # full, or the server is gone
            self.lost += 1
        if done is not None:
            self._hurry.set()

    async def recent(self, limit: int) -> list[CallRecord]:
        return await self._on_thread(lambda: self._database.recent(limit))

    async def find(self, sid: str) -> CallRecord | None:
        return await self._on_thread(lambda: self._database.find(sid))

    async def write_all(self) -> None:
        """Write until no more can come: `close` was called and the queue is empty."""
        async for first in self._receive:
            # What was just said is about to be answered, and a thread at work holds the interpreter for up to 5 ms
            # at a time: the record can wait for a quieter moment, the caller cannot.
            with trio.move_on_after(GATHER_S):
                await self._hurry.wait()
            self._hurry = trio.Event()
            batch = [first, *self._waiting()]
            for failure in await self._write(batch):
                self.lost += 1
                self._log.error("call record not written", error=failure, lost=self.lost)
            for write in batch:
                if write.done is not None:
                    write.done.set()

    async def _write(self, batch: Sequence[_Write]) -> list[str]:
        try:
            return await self._on_thread(partial(_write_batch, self._database, batch))
        except Exception as exc:  # noqa: BLE001  # not even a thread to be had: the calls must not notice that either
            return [f"{type(exc).__name__}: {exc}"] * len(batch)

    def _waiting(self) -> Iterator[_Write]:
        for _ in range(BATCH - 1):
            try:
                yield self._receive.receive_nowait()
            except (trio.WouldBlock, trio.EndOfChannel):
                return

    def close(self) -> None:
        self._send.close()
        self._hurry.set()

    async def _on_thread(self, work: Callable[[], T]) -> T:
        async with self._one_at_a_time:  # the database has one connection
            return await self._world.run_blocking(work, cost_s=WRITE_COST_S)


def _write_batch(database: Database, batch: Sequence[_Write]) -> list[str]:
    """Each write by itself, on a thread; what went wrong with some does not keep the others from being written."""
    failures = []
    for write in batch:
        try:
            write.work(database)
        except Exception as exc:  # noqa: BLE001  # a full disk, a locked file: the calls must not notice
            failures.append(f"{type(exc).__name__}: {exc}")
    return failures


@asynccontextmanager
async def open_store(world: World, path: str, log: FilteringBoundLogger) -> AsyncIterator[Store]:
    """A store whose queue is written out before the context ends. Raises DatabaseError."""
    database = await world.run_blocking(lambda: Database(path), cost_s=WRITE_COST_S)
    try:
        store = Store(world, database, log)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(store.write_all, name="store writer")
            try:
                yield store
            finally:
                store.close()
    finally:
        database.close()
