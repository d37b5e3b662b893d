"""Compares the stored calls of a server by path: those that were recorded turn by turn with the streamed ones."""

from collections.abc import Sequence

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database_error import DatabaseError
from offhook.reports.comparison import Comparison, Figures, Kind, NotComparable, side_by_side
from offhook.reports.figures import spreads_of_calls
from offhook.reports.savings import times_of
from offhook.reports.stored_call import NoStore, newest_stored

NAMES = {"recordings": "over recordings", "stream": "over a stream"}


def by_path(store_path: str, last: int) -> Comparison:
    """A are the recorded calls of the newest `last`, B the streamed. Raises NotComparable."""
    try:
        records = newest_stored(store_path, last)
    except (NoStore, DatabaseError) as exc:
        raise NotComparable(str(exc)) from exc
    return side_by_side(*(_figures(records, path, last) for path in NAMES))


def _figures(records: Sequence[CallRecord], path: str, last: int) -> Figures:
    calls = [record for record in records if record.begun.path == path]
    times = times_of(calls)
    if times is None:
        raise NotComparable(
            f"the newest {last} calls have no answer {NAMES[path]}: place some, or look further back with --last"
        )
    return Figures(
        f"{len(calls)} calls {NAMES[path]}", Kind.CALL, {"calls": len(calls)} | spreads_of_calls(calls), (), times
    )
