"""Record entries that wait to be stored: bounded for each call, and shared fairly between calls.

A call's entries (what was said, the times of its turns) wait here for the store, up to a limit for each call. When more
come than the store takes, the call's *oldest* entries are dropped: how a call ended is asked for more often than how it
began, and a caller who floods us with keys loses keys. Each dropped entry is counted on the record of its call. The
beginning, the trace and the end of a record are never dropped one by one. Only whole records are, the oldest first, and
only when hundreds of calls are over and the store has taken none of them.
"""

from collections.abc import Callable, Sequence
from itertools import islice

import trio

from offhook.engine.record.call_record import CallBegun, CallOver, RecordPart, TurnRecord, with_dropped
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.conversation import Entry
from offhook.engine.record.database import CallParts, Written
from offhook.engine.record.outbox import Ending

ENTRIES_OF_A_CALL = 512  # a quarter of an hour of conversation
ENTRIES_OF_ALL = 32_768  # shared between all calls that wait, but each may keep at least:
ENTRIES_AT_LEAST = 16
FINISHED_CALLS = 500
END_WITHIN_S = 0.5  # so that a call's end stays within the second that closing its transport may take


class CallBook:
    """Writes one call's record. Writing never waits."""

    def __init__(
        self,
        begun: CallBegun,
        waiting: "WaitingBooks",
        stream_before: str | None = None,
        hooks: tuple[str, ...] = (),
    ) -> None:
        """`hooks` are told of the end, by a message in the outbox."""
        self.begun, self._stream_before = begun, stream_before
        self._hooks, self._may_go_on_s = hooks, 0.0
        self.call_id: int | None = None
        self.dropped = 0
        """How many entries the record lacks."""
        self.over: CallOver | None = None
        self.closed = trio.Event()
        """Set when nothing of it waits any more: it is stored, or lost."""
        self.has_end = False
        """Whether the record in the store has its end."""
        self._waiting = waiting
        self._entries: list[Entry | TurnRecord] = []
        self._trace: CallTrace | None = None

    def entry(self, entry: Entry) -> None:
        self._add(entry)

    def turn(self, turn: TurnRecord) -> None:
        self._add(turn)

    def trace(self, trace: CallTrace) -> None:
        """Stored with the end, and encoded on the store's thread: for a call of hours it is some hundred kilobytes."""
        self._trace = trace

    async def end(self, over: CallOver, may_go_on_s: float = 0.0) -> CallOver:
        """Write the end of the record, and wait a moment until it is stored. To be called under a shield.

        Returns it as it is stored, with the number of dropped entries in it. For `may_go_on_s` the call may still go
        on in another stream: hooks are told later, if it has not.
        """
        self.over, self._may_go_on_s = over, may_go_on_s
        self._waiting.put(self)
        with trio.move_on_after(END_WITHIN_S):
            await self.closed.wait()
        return with_dropped(over, self.dropped)

    # What the store uses.

    def __len__(self) -> int:
        """How many entries wait."""
        return len(self._entries)

    def take(self, most: int) -> CallParts:
        """Take at most `most` entries, the oldest first. The trace and the end go with the last of them."""
        parts: list[RecordPart] = [*self._entries[:most]]
        del self._entries[:most]
        if self.over is not None and not self._entries:
            parts += [] if self._trace is None else [self._trace]
            parts.append(with_dropped(self.over, self.dropped))
        ending = Ending(self._hooks, self._may_go_on_s)
        return CallParts(self.begun, parts, self.call_id, self._stream_before, ending)

    def give_back(self, parts: Sequence[RecordPart], room: int) -> None:
        """Put back what could not be stored: these are the oldest entries again."""
        entries = [part for part in parts if not isinstance(part, (CallBegun, CallTrace, CallOver))]
        self._entries[:0] = entries
        self._fit(room)

    def _add(self, entry: Entry | TurnRecord) -> None:
        self._entries.append(entry)
        self._fit(self._waiting.room_for_each)
        self._waiting.put(self)

    def _fit(self, room: int) -> None:
        excess = len(self._entries) - room
        if excess > 0:
            if not self.dropped:
                self._waiting.on_first_drop(self)
            del self._entries[:excess]
            self.dropped += excess


class WaitingBooks:
    """The books of all calls that have something to store; the one that has waited longest comes first."""

    def __init__(self, on_first_drop: Callable[[CallBook], None], on_lost: Callable[[CallBook], None]) -> None:
        self.on_first_drop, self._on_lost = on_first_drop, on_lost
        self._books: dict[CallBook, None] = {}  # in the order of their turns
        self.some = trio.Event()
        """Rung when there is a book."""
        self.one_finished = trio.Event()
        """Rung when there is a book whose call is over."""

    def __len__(self) -> int:
        return len(self._books)

    @property
    def entries(self) -> int:
        return sum(len(book) for book in self._books)

    @property
    def room_for_each(self) -> int:
        return max(ENTRIES_AT_LEAST, min(ENTRIES_OF_A_CALL, ENTRIES_OF_ALL // max(1, len(self._books))))

    def put(self, book: CallBook) -> None:
        """Add a book that has something to store."""
        self._books.setdefault(book)
        self.some.set()
        if book.over is not None:
            self.one_finished.set()
            self._bound_finished()

    def take(self, most: int) -> list[tuple[CallBook, CallParts]]:
        """What goes into one batch: calls that are over first and whole, the others share the rest of `most` evenly."""
        finished = [book for book in self._books if book.over is not None]
        taken: list[tuple[CallBook, CallParts]] = []
        for book in finished:
            if most > 0:
                taken.append((book, book.take(ENTRIES_OF_A_CALL)))
                most -= 1 + len(taken[-1][1].parts)
        going_on = [book for book in self._books if book.over is None][: max(0, most)]
        share = max(1, most // max(1, len(going_on)))
        taken += [(book, book.take(share)) for book in going_on]
        for book, _ in taken:
            del self._books[book]
        self._look_again()
        return taken

    def stored(self, taken: Sequence[tuple[CallBook, CallParts]], written: Sequence[Written]) -> None:
        """Note that what was taken is stored, except for the parts that failed."""
        for (book, call), outcome in zip(taken, written, strict=True):
            book.call_id = outcome.call_id
            book.dropped += len(outcome.failures)
            book.has_end = outcome.has_end
            if any(isinstance(part, CallOver) for part in call.parts):
                book.closed.set()
            elif len(book) or book.over is not None:
                self.put(book)

    def give_back(self, taken: Sequence[tuple[CallBook, CallParts]]) -> None:
        """Note that none of it is stored: it waits again, before what came meanwhile."""
        room = self.room_for_each
        self._books = dict.fromkeys(book for book, _ in taken) | self._books
        for book, call in taken:
            book.give_back(call.parts, room)
        self._look_again()
        self._bound_finished()

    def _look_again(self) -> None:
        self.some, self.one_finished = trio.Event(), trio.Event()  # nobody waits for them while books are moved
        if self._books:
            self.some.set()
        if any(book.over is not None for book in self._books):
            self.one_finished.set()

    def _bound_finished(self) -> None:
        finished = [book for book in self._books if book.over is not None]
        for book in islice(finished, max(0, len(finished) - FINISHED_CALLS)):
            del self._books[book]
            book.closed.set()
            self._on_lost(book)
