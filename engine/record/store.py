"""Writes call records in a thread while the calls go on. A store that fails costs records, never a call.

Reading and writing have a connection and a thread each, so that reads do not wait for writes: in WAL mode SQLite can
read while another program holds the write lock (sqlite.org/wal.html). Both have a deadline. Records that cannot be
written wait in memory (`call_book.py`) until they can.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import trio
from sqlalchemy import Connection
from structlog.typing import FilteringBoundLogger

from offhook.engine.decide.costs import PriceList
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.told_once import ToldOnce
from offhook.engine.host.world import World
from offhook.engine.record.abandoned_calls import ABANDONED_AFTER_S, end_of_abandoned
from offhook.engine.record.call_book import CallBook, WaitingBooks
from offhook.engine.record.call_record import CallBegun, CallRecord
from offhook.engine.record.database import Database, Written
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.facts import CallBegan, Fact
from offhook.engine.record.journal import Journal
from offhook.engine.record.journal_folder import ASKED_AGAIN_WITHIN_S, RETURN_WITHIN_S, JournalFolder
from offhook.engine.record.memory_journals import MemoryJournals
from offhook.engine.record.unwanted import Unwanted

T = TypeVar("T")

GATHER_S = 0.25
BATCH = 256  # parts of records in one transaction; the thread cannot be cancelled
RETRY_S = 0.5
WRITE_COST_S = 0.001
READ_COST_S = 0.001
READ_WITHIN_S = 2.0
WRITE_OUT_WITHIN_S = 5.0
"""How long a stopping server waits for a file that another program holds."""
CLOSE_WITHIN_S = 1.0
DAY_S, DELETE_EVERY_S = 86_400.0, 3600.0
DELETE_AT_ONCE = 5  # calls; records to be written wait no longer than this takes, some milliseconds
CLOCKS_DIFFER_S = 1.0
"""By how much a call's clock, which measures as `time.perf_counter` does, may be ahead of that of the machine."""
NO_PRICES = PriceList()
TIDY_AT_ONCE = 20  # journals; what is read from the records waits no longer than this takes: a transfer, for example
DELETE_PAUSE_S = 0.05
WRITES, READS = "record writes", "record reads"
"""The lanes of `World.run_blocking`."""


class Store:
    """The process's store: one writer task, one thread at a time; readers on another one."""

    def __init__(
        self,
        world: World,
        writer: Database,
        reader: Database,
        log: FilteringBoundLogger,
        hooks: tuple[str, ...] = (),
        prices: PriceList = NO_PRICES,
    ) -> None:
        """`hooks` are told of the end of every call."""
        self._world, self._writer, self._reader, self._log = world, writer, reader, log
        self._hooks, self._prices = hooks, prices
        self.on_message: Callable[[], None] = lambda: None
        """Called when there are new messages in the outbox. Whoever sends them sets it."""
        self._reads_in = WRITES if reader is writer else READS
        self._waiting = WaitingBooks(self._tell_first_drop, self._tell_lost)
        self._journals = MemoryJournals() if writer.in_memory else JournalFolder(writer.path)
        self._closing = trio.Event()
        self._writing = trio.CancelScope(shield=True)  # `close` sets its deadline
        self._deleting = trio.CancelScope()
        self._written_late = trio.Event()
        self._writes, self._reads, self._refused, self._too_many = ToldOnce(), ToldOnce(), ToldOnce(), ToldOnce()
        self.lost = 0
        """How many parts of records, and whole records, could not be stored."""

    def open_book(self, begun: CallBegun, stream_before: str | None = None) -> CallBook:
        """The book of a call, or of its next stream after `stream_before`."""
        book = CallBook(begun, self._waiting, stream_before, self._hooks)
        self._waiting.put(book)
        return book

    def open_journal(self, begun: CallBegun, before: Sequence[Path] = ()) -> Journal | None:
        """The journal of a stream that begins; None if the disk has just failed. `before` are those of the call's
        streams before it."""
        return self._journals.open(begun, self._world.wall_time, before)

    async def journals_of(self, call_sid: str, within_s: float = RETURN_WITHIN_S) -> list[tuple[Path, list[Fact]]]:
        """The journals of a call that has told something in the last `within_s`, stream by stream. None if they
        cannot be read within `READ_WITHIN_S`, which is logged."""
        try:
            with trio.fail_after(READ_WITHIN_S):
                streams = await self._read_journals(partial(self._journals.of_call, call_sid))
        except Exception as exc:  # noqa: BLE001  # a slow disk, no thread: the call cannot return
            self._log.error("journals not read: the call cannot return", call=call_sid, error=in_words(exc))
            return []
        since_s = self._world.machine_time() - _told_at(streams[-1][1]) if streams else 0.0
        return streams if 0.0 <= since_s + CLOCKS_DIFFER_S < within_s else []  # or before the machine's start

    # Reading.

    async def recent(self, limit: int) -> list[CallRecord]:
        """The newest calls, without their parts. Raises DatabaseError, within `READ_WITHIN_S`."""
        return await self._read(lambda database: database.recent(limit))

    async def find(self, sid: str, *, whole: bool = True) -> CallRecord | None:
        """The newest call of this CallSid or StreamSid. Raises DatabaseError, within `READ_WITHIN_S`."""
        return await self._read(lambda database: database.find(sid, whole=whole))

    async def _read(self, work: Callable[[Database], T]) -> T:
        try:
            found = await self._ask(partial(work, self._reader), self._reads_in)
        except DatabaseError as exc:
            if self._reads.is_news(exc.kind):
                self._log.error("call records not read", error=str(exc))
            raise
        if self._reads.works():
            self._log.info("call records can be read again")
        return found

    async def _ask(self, work: Callable[[], T], lane: str) -> T:
        try:
            with trio.fail_after(READ_WITHIN_S):
                return await self._world.run_blocking(work, cost_s=READ_COST_S, lane=lane)
        except trio.TooSlowError as exc:
            text = f"store.path = {self._reader.path!r}: no answer within {READ_WITHIN_S:g} s; check its disk"
            raise DatabaseError(text, "no answer") from exc
        except DatabaseError:
            raise
        except Exception as exc:  # no thread could be started, for example: reported like any other failure
            raise DatabaseError(f"store.path = {self._reader.path!r}: {in_words(exc)}", type(exc).__name__) from exc

    # Writing.

    async def write_all(self) -> None:
        """Write until `close` was called and nothing waits any more, or its deadline has passed."""
        with self._writing:
            while not self._closing.is_set() or len(self._waiting):
                await self._wait_some()
                await self._write_batch()
        if len(self._waiting):
            self.lost += self._waiting.entries + len(self._waiting)
            self._log.error(
                "call records lost: the store did not take them in time",
                calls=len(self._waiting),
                entries=self._waiting.entries,
                within_s=WRITE_OUT_WITHIN_S,
            )

    def close(self) -> None:
        self._deleting.cancel(reason="store closed")
        self._closing.set()
        self._waiting.some.set()
        self._waiting.one_finished.set()
        self._writing.deadline = trio.current_time() + WRITE_OUT_WITHIN_S

    async def _wait_some(self) -> None:
        await self._waiting.some.wait()
        # An entry comes just before its words are answered, and a working thread holds the interpreter lock for up to
        # 5 ms at a time. The record can wait for a quieter moment, the caller cannot.
        with trio.move_on_after(0 if self._closing.is_set() else GATHER_S):
            await self._waiting.one_finished.wait()

    async def _write_batch(self) -> None:
        """Write one batch. What cannot be written waits again."""
        taken = self._waiting.take(BATCH)
        if not taken:
            return
        work = partial(self._writer.write, [parts for _, parts in taken])
        written: list[Written] | None = None
        try:
            written = await self._world.run_blocking(work, cost_s=WRITE_COST_S, lane=WRITES)
        except Exception as exc:  # noqa: BLE001  # a full disk, a locked file, no thread: the calls must not notice
            self._tell_not_taken(exc)
        finally:
            if written is None:
                self._waiting.give_back(taken)
            else:
                self._waiting.stored(taken, written)
        self._tell_notices()
        if written is None:
            await trio.sleep(RETRY_S)
        else:
            self._tell_written(written)
            if self._hooks and any(outcome.has_end for outcome in written):
                self.on_message()

    async def with_outbox(self, work: Callable[[Connection], T]) -> T:
        """Carry out one of `engine/record/outbox.py`, where records are written. Raises DatabaseError, within
        `READ_WITHIN_S`; it may have been carried out even so."""
        return await self._ask(partial(self._writer.with_outbox, work), WRITES)

    # Deleting.

    async def keep_tidy(self, keep_days: int) -> None:
        """Remove journals that are not needed any more, and records that are older than `keep_days` if that is not 0:
        now, once an hour until `close`, and when records were written late. A failure is retried an hour later."""
        with self._deleting:
            while True:
                await self._tidy_journals()
                if keep_days:
                    await self._delete(Unwanted(begun_before=self._world.wall_time() - keep_days * DAY_S))
                with trio.move_on_after(DELETE_EVERY_S):
                    await self._wait_written_late()

    async def _wait_written_late(self) -> None:
        """Until the calls that ended while nothing could be written are on record, and may not return any more: their
        journals were left."""
        await self._written_late.wait()
        self._written_late = trio.Event()
        await trio.sleep(RETURN_WITHIN_S)

    async def _tidy_journals(self) -> None:
        if isinstance(self._journals, MemoryJournals):
            return
        left: list[Path] = []
        try:
            found = await self._read_journals(self._journals.paths)
            for start in range(0, len(found), TIDY_AT_ONCE):
                some = found[start : start + TIDY_AT_ONCE]
                work = partial(self._journals.remove_complete, some, self._is_complete)
                left += await self._read_journals(work, len(some))
                await trio.sleep(DELETE_PAUSE_S)
            incomplete = len(left)
            left, ended = await self._end_abandoned(self._journals, left)
            given_up = await self._read_journals(partial(self._journals.give_up, left, self._world.wall_time()))
        except Exception as exc:  # noqa: BLE001  # no failure may reach the calls, or stop later attempts
            error = str(exc) if isinstance(exc, DatabaseError) else in_words(exc)
            self._log.error("journals not tidied, tried again in an hour", error=error)
            return
        complete, kept = len(found) - incomplete, len(left) - given_up
        if complete or ended or given_up:
            self._log.info("journals tidied", complete=complete, calls_ended=ended, given_up=given_up, kept=kept)

    async def _end_abandoned(self, journals: JournalFolder, left: Sequence[Path]) -> tuple[list[Path], int]:
        """End the calls whose processes were killed, and which have not returned. Returns the journals that are left,
        and how many calls have ended."""
        now, gone, ended = self._world.wall_time(), set[Path](), 0
        begun = partial(journals.calls_in, left, now - ABANDONED_AFTER_S)
        for streams in await self._read_journals(begun, len(left)):
            told = await self._read_journals(partial(journals.read, streams), len(streams))
            end = end_of_abandoned(told, now, self._prices, self._hooks) if told else None
            if end is not None:
                work = partial(self._writer.write_end, end)
                ended += await self._world.run_blocking(work, cost_s=WRITE_COST_S, lane=WRITES)
                await self._read_journals(partial(journals.remove, streams), len(streams))
                gone.update(streams)
            await trio.sleep(DELETE_PAUSE_S)
        if ended and self._hooks:
            self.on_message()
        return [path for path in left if path not in gone], ended

    def _is_complete(self, begun: CallBegun) -> bool:
        """Whether the record is whole, and the call cannot go on any more."""
        goes_on_within_s = ASKED_AGAIN_WITHIN_S if begun.path == "recordings" else RETURN_WITHIN_S
        return self._reader.is_complete(begun, before=self._world.wall_time() - goes_on_within_s)

    async def _read_journals(self, work: Callable[[], T], number: int = 1) -> T:
        return await self._world.run_blocking(work, cost_s=READ_COST_S * number, lane=self._reads_in)

    async def _delete(self, unwanted: Unwanted) -> None:
        """Delete on the writer's thread, a few calls at a time, so that writes do not wait long."""
        deleted = 0
        try:
            while some := await self._world.run_blocking(
                partial(self._writer.delete, unwanted, DELETE_AT_ONCE), cost_s=WRITE_COST_S, lane=WRITES
            ):
                deleted += some
                await trio.sleep(DELETE_PAUSE_S)
            if isinstance(self._journals, JournalFolder):
                work = partial(self._journals.delete, unwanted)
                await self._world.run_blocking(work, cost_s=WRITE_COST_S, lane=WRITES)
        except Exception as exc:  # noqa: BLE001  # no failure may reach the calls, or stop later attempts
            error = str(exc) if isinstance(exc, DatabaseError) else in_words(exc)
            self._log.error("old call records not deleted, tried again in an hour", error=error)
        if deleted:
            self._log.info("old call records deleted", calls=deleted)

    # What is logged.

    def _tell_not_taken(self, exc: Exception) -> None:
        if self._writes.is_news(exc.kind if isinstance(exc, DatabaseError) else type(exc).__name__):
            error = str(exc) if isinstance(exc, DatabaseError) else in_words(exc)
            self._log.error("call records not written, kept for later", calls=len(self._waiting), error=error)

    def _tell_written(self, written: Sequence[Written]) -> None:
        if self._writes.works():
            self._log.info("call records can be written again", lost=self.lost)
            self._written_late.set()
        self._too_many.works()  # the next outage is logged again
        failures = [failure for outcome in written for failure in outcome.failures]
        self.lost += len(failures)
        if failures and self._refused.is_news(failures[0]):
            self._log.error("call record entries not written", error=failures[0], entries=len(failures))

    def _tell_notices(self) -> None:
        for notice in self._writer.notices:
            self._log.warning(notice.event, path=notice.path, error=notice.error)
        self._writer.notices.clear()

    def _tell_first_drop(self, book: CallBook) -> None:
        self._log.warning("call record loses entries: too many to be stored", call=book.begun.call_sid)

    def _tell_lost(self, book: CallBook) -> None:
        self.lost += 1
        if self._too_many.is_news("too many"):
            self._log.error("call record lost: too many calls wait to be stored", call=book.begun.call_sid)


def _told_at(stream: Sequence[Fact]) -> float:
    """When the last fact of a stream was told, in seconds since the machine was started."""
    began = stream[0].what
    return began.machine_s + stream[-1].at_s - stream[0].at_s if isinstance(began, CallBegan) else 0.0


@asynccontextmanager
async def open_store(
    world: World,
    path: str,
    log: FilteringBoundLogger,
    *,
    keep_days: int = 0,
    hooks: tuple[str, ...] = (),
    prices: PriceList = NO_PRICES,
) -> AsyncIterator[Store]:
    """Opens a store. Its records are written before the context ends, unless its deadline passes. Raises DatabaseError.

    A record is deleted `keep_days` after its call began; 0 means never. For each call that ends there is a message to
    each of the `hooks` in the outbox.
    """
    writer = await world.run_blocking(lambda: Database(path), cost_s=WRITE_COST_S, lane=WRITES)
    reader = writer
    try:
        if not writer.in_memory:
            open_reader = partial(Database, path, makes_file=False)
            reader = await world.run_blocking(open_reader, cost_s=READ_COST_S, lane=READS)
        store = Store(world, writer, reader, log, hooks, prices)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(store.write_all, name="store writer")
            if keep_days or not writer.in_memory:
                nursery.start_soon(store.keep_tidy, keep_days, name="old records")
            try:
                yield store
            finally:
                store.close()
    finally:
        # Each in its own lane, so that no connection is closed while in use. The last one empties the -wal file.
        with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
            await world.run_blocking(reader.close, cost_s=READ_COST_S, lane=READS)
            await world.run_blocking(writer.close, cost_s=WRITE_COST_S, lane=WRITES)
