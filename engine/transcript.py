"""Keeps the conversation as it was heard, here and in the call's book.

What was heard of a reply that was cut off is certain once its clear is out: on a slow line the carrier plays on until
then. What is known of it stands here at once, and is not written before it is certain; nor is what was said after it.
"""

from collections import deque
from collections.abc import Sequence

from engine.call_book import CallBook
from engine.conversation import AgentSaid, CallerSaid, Entry
from engine.ledger import HeardSentence
from engine.record import TurnRecord
from engine.timeline import Timeline

KEPT_ENTRIES = 2000  # the book has them all


class Transcript:
    """One call's entries, in the order in which they were told."""

    def __init__(self, book: CallBook) -> None:
        self._book = book
        self._first_unsaved = 1
        self._entries: deque[Entry] = deque(maxlen=KEPT_ENTRIES)
        self._unwritten: deque[Entry] = deque()
        self._uncertain: dict[int, AgentSaid] = {}  # by turn

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def caller_said(self, entry: CallerSaid) -> None:
        self._add(entry)

    def agent_said(
        self, turn: int, heard: list[HeardSentence], *, at_s: float, interrupted: bool, certain: bool = True
    ) -> None:
        """A turn is over. What is not certain will be told again. One of which nothing was begun leaves no entry."""
        before = self._uncertain.pop(turn, None)
        if not heard:
            return
        text, unheard = _told(heard)
        entry = AgentSaid(turn, text, round(at_s, 3) if before is None else before.at_s, interrupted, unheard)
        if not certain:
            self._uncertain[turn] = entry
        if before is None:
            self._add(entry)
        else:
            for entries in (self._entries, self._unwritten):
                entries[entries.index(before)] = entry
            self._write()

    def save_turns(self, timeline: Timeline, *, before: int) -> None:
        """Write the times of the turns before this one that are not written yet."""
        for turn in range(self._first_unsaved, before):
            if (times := timeline.find(turn)) is not None:
                self._book.turn(TurnRecord(turn, times.as_dict()))
        self._first_unsaved = max(self._first_unsaved, before)

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._unwritten.append(entry)
        self._write()

    def _write(self) -> None:
        while self._unwritten and self._unwritten[0] not in self._uncertain.values():
            self._book.entry(self._unwritten.popleft())


def _told(heard: list[HeardSentence]) -> tuple[str, str]:
    """What was heard of a reply, and what was not. A sentence that a crash cut off and that was said again was heard
    once."""
    whole = [sentence.heard for sentence in heard if sentence.whole]
    told = [sentence for sentence in heard if sentence.whole or sentence.text not in whole]
    said = " ".join(sentence.heard for sentence in told if sentence.heard)
    return said, " ".join(sentence.unheard for sentence in told if sentence.unheard)
