"""Keeps the conversation as it was heard, here and in the call's book."""

from collections import deque
from collections.abc import Sequence

from engine.conversation import AgentSaid, CallerSaid, Entry
from engine.ledger import HeardSentence
from engine.record import TurnRecord
from engine.store import CallBook
from engine.timeline import Timeline

KEPT_ENTRIES = 2000  # the book has them all


class Transcript:
    """One call's entries, in the order in which they became certain."""

    def __init__(self, book: CallBook) -> None:
        self._book = book
        self._first_unsaved = 1
        self._entries: deque[Entry] = deque(maxlen=KEPT_ENTRIES)

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def caller_said(self, entry: CallerSaid) -> None:
        self._add(entry)

    def agent_said(self, turn: int, heard: list[HeardSentence], *, at_s: float, interrupted: bool) -> None:
        """A turn is over. One of which nothing was begun leaves no entry."""
        if heard:
            whole = [sentence.heard for sentence in heard if sentence.whole]
            # A sentence that a crash cut off and that was said again was heard once.
            told = [sentence for sentence in heard if sentence.whole or sentence.text not in whole]
            said = " ".join(sentence.heard for sentence in told if sentence.heard)
            rest = " ".join(sentence.unheard for sentence in told if sentence.unheard)
            self._add(AgentSaid(turn, said, round(at_s, 3), interrupted, rest))

    def save_turns(self, timeline: Timeline, *, before: int) -> None:
        """Write the times of the turns before this one that are not written yet."""
        for turn in range(self._first_unsaved, before):
            if (times := timeline.find(turn)) is not None:
                self._book.turn(TurnRecord(turn, times.as_dict()))
        self._first_unsaved = max(self._first_unsaved, before)

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._book.entry(entry)
