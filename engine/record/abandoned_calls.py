"""Ends calls that nobody can end any more: their process was killed, and they have not returned.

What they have told is in their journals. The end is written as that of one more stream, as if the call had returned
once more and had ended at once: so it is told to hooks, and counts what was used, as that of every call.
"""

from collections.abc import Sequence

import msgspec

from offhook.engine.decide.costs import PriceList
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.record import facts
from offhook.engine.record.call_book import ENTRIES_OF_A_CALL, CallBook, WaitingBooks
from offhook.engine.record.call_recorder import CallRecorder
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.database import CallParts
from offhook.engine.record.facts import Fact

ABANDONED_AFTER_S = 3600.0
"""After the last fact. In a call that goes on, somebody has spoken by then, or was asked whether he is there."""


def is_over(stream: Sequence[Fact]) -> bool:
    """Whether its process has ended it."""
    return any(isinstance(fact.what, facts.CallEnded | facts.RequestAnswered) for fact in stream)


def end_of_abandoned(
    streams: Sequence[Sequence[Fact]], now: float, prices: PriceList, hooks: tuple[str, ...]
) -> CallParts | None:
    """What is to be written at the end of a call. None if it has its end, or may go on.

    `streams` are what its journals hold, in order; `now` is in seconds since 1970 UTC."""
    so_far = CallSoFar(fact for stream in streams for fact in stream)
    first = so_far.begun
    if first is None or is_over(streams[-1]):
        return None
    ended_at = first.started_at + so_far.at_s - streams[0][0].at_s  # the journal of an earlier stream may be gone
    if ended_at > now - ABANDONED_AFTER_S:
        return None
    # Not by the path of a stream: the caller has not returned at that moment.
    end = msgspec.structs.replace(first, stream_sid=f"{so_far.stream}/end", started_at=ended_at, path="recordings")
    book = CallBook(end, WaitingBooks(lambda _: None, lambda _: None), so_far.stream, hooks)
    recorder = CallRecorder(book, prices)
    recorder.take_up([fact for stream in streams if not is_over(stream) for fact in stream])
    reason, transfer_to = EndReason.CRASHED, None
    if so_far.ending is not None:
        reason, transfer_to = so_far.ending.reason, so_far.ending.transfer_to or None
    book.over = recorder.over(reason, transfer_to, None, ended_at)
    return book.take(ENTRIES_OF_A_CALL)
