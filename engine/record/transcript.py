"""The transcript of a call: the conversation as it was heard, kept here and written to the call's book.

Entries are in the order of their first sound. That is not the order in which they become known: what a caller says over
a reply is known before the reply is over. So each entry is put in its place here, and written to the book as soon as it
is certain. No entry waits for another one, and a call that is killed loses only what was still being said. When the
record is read, its entries are sorted (`engine/record/stored_record.py`).

What was heard of a reply that was cut off is certain when its clear is written: on a slow line the carrier plays on
until then. What is known so far is kept here at once, but not written before.
"""

from bisect import insort
from collections.abc import Sequence

from offhook.engine.decide.ledger import HeardSentence, Span
from offhook.engine.record.call_book import CallBook
from offhook.engine.record.call_record import TurnRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry, first_sound
from offhook.engine.record.timeline import Timeline

KEPT_ENTRIES = 2000  # the stored record has all


class Transcript:
    """One call's entries, in the order of their first sound."""

    def __init__(self, book: CallBook) -> None:
        self._book = book
        self._first_unsaved = 1
        self._entries: list[Entry] = []
        self._uncertain: dict[int, AgentSaid] = {}  # by turn

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def caller_said(self, entry: CallerSaid) -> None:
        self._keep(entry)
        self._book.entry(entry)

    def agent_said(
        self, turn: int, heard: list[HeardSentence], span_s: Span, *, interrupted: bool, certain: bool = True
    ) -> None:
        """Keep what was heard of a turn that is over. If it is not certain yet, this is called again. A turn of which
        nothing sounded has no entry."""
        before = self._uncertain.pop(turn, None)
        if not heard:
            return
        text, unheard = _told(heard)
        entry = AgentSaid(turn, text, round(span_s.begins, 3), interrupted, unheard, round(span_s.ends, 3))
        if before is not None and before in self._entries:
            self._entries.remove(before)
        self._keep(entry)
        if certain:
            self._book.entry(entry)
        else:
            self._uncertain[turn] = entry

    def save_turns(self, timeline: Timeline, *, before: int) -> None:
        """Write the times of all turns before this one that are not written yet."""
        for turn in range(self._first_unsaved, before):
            if (times := timeline.find(turn)) is not None:
                self._book.turn(TurnRecord(turn, times.as_dict()))
        self._first_unsaved = max(self._first_unsaved, before)

    def _keep(self, entry: Entry) -> None:
        insort(self._entries, entry, key=first_sound)
        del self._entries[:-KEPT_ENTRIES]


def _told(heard: list[HeardSentence]) -> tuple[str, str]:
    """What was heard of a reply, and what was cut off. A sentence that a crash cut off, and that was said again, counts
    once."""
    whole = [sentence.heard for sentence in heard if sentence.whole]
    told = [sentence for sentence in heard if sentence.whole or sentence.text not in whole]
    said = " ".join(sentence.heard for sentence in told if sentence.heard)
    return said, " ".join(sentence.unheard for sentence in told if sentence.unheard)
