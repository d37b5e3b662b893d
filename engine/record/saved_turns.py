"""Writes the times of each turn to the call's book, as soon as no more can be added to them."""

from offhook.engine.record.call_book import CallBook
from offhook.engine.record.call_record import TurnRecord
from offhook.engine.record.facts import Fact, TurnBegan
from offhook.engine.record.timeline import Timeline


class SavedTurns:
    """An observer; it is told of a fact after the timeline."""

    __slots__ = ("_book", "_first_unsaved", "_timeline")

    kinds = (TurnBegan,)

    def __init__(self, timeline: Timeline, book: CallBook) -> None:
        self._timeline, self._book = timeline, book
        self._first_unsaved = 1

    def observe(self, fact: Fact) -> None:
        if isinstance(fact.what, TurnBegan):
            # One turn late, because the clear of the turn just interrupted may not be written yet.
            self._save(before=fact.what.after)

    def save_all(self) -> None:
        """The call is over."""
        self._save(before=self._timeline.newest + 1)

    def _save(self, *, before: int) -> None:
        for turn in range(self._first_unsaved, before):
            if (times := self._timeline.find(turn)) is not None:
                self._book.turn(TurnRecord(turn, times.as_dict()))
        self._first_unsaved = max(self._first_unsaved, before)
