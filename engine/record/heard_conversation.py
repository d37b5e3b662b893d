"""The conversation of a call as it was heard: the `transcript` of its record, kept here and written to the call's book.

Entries are in the order of their first sound. That is not the order in which they become known: what a caller says over
a reply is known before the reply is over. So each entry is put in its place here, and written to the book as soon as it
is certain. No entry waits for another one, and a call that is killed loses only what was still being said. When the
record is read, its entries are sorted (`engine/record/stored_record.py`).

What was heard of a reply that was cut off is certain when its clear is written: on a slow line the carrier plays on
until then. What is known so far is kept here at once, but not written before.
"""

from bisect import insort
from collections.abc import Sequence

from offhook.engine.decide.heard_so_far import joined
from offhook.engine.record.call_book import CallBook
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry, first_sound
from offhook.engine.record.facts import Fact, Heard, HeardByNow, WordsHeard
from offhook.engine.words.heard_word import HeardWord

KEPT_ENTRIES = 2000  # the stored record has all


class HeardConversation:
    """An observer: one call's entries, in the order of their first sound."""

    __slots__ = ("_book", "_entries", "_uncertain")

    kinds = (WordsHeard, Heard)  # HeardByNow is only in journals

    def __init__(self, book: CallBook) -> None:
        self._book = book
        self._entries: list[Entry] = []
        self._uncertain: dict[int, AgentSaid] = {}  # by turn

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def observe(self, fact: Fact) -> None:
        match fact.what:
            case WordsHeard() as said:
                self._add_caller(fact.turn, said)
            case Heard() as heard:
                self._add_agent(fact.turn, heard)
            case HeardByNow(sentences, from_s, until_s):
                self._add_agent(fact.turn, Heard(sentences, from_s, until_s, interrupted=True, certain=False))
            case _:
                pass

    def settle(self) -> None:
        """No more will be known: write down what was not certain."""
        for entry in self._uncertain.values():
            self._book.entry(entry)
        self._uncertain.clear()

    def _add_caller(self, turn: int, said: WordsHeard) -> None:
        entry = CallerSaid(
            turn,
            said.text,
            round(said.from_s, 3),
            said.by,
            round(said.confidence, 2),
            round(said.until_s, 3),
            said.not_taken,
            tuple(_rounded(word) for word in said.words),
            said.continues,
            said.whole,
        )
        self._keep(entry)
        self._book.entry(entry)

    def _add_agent(self, turn: int, heard: Heard) -> None:
        """A turn of which nothing sounded has no entry."""
        before = self._uncertain.pop(turn, None)
        if not heard.sentences:
            return
        text, unheard = joined(heard.sentences)
        entry = AgentSaid(turn, text, round(heard.from_s, 3), heard.interrupted, unheard, round(heard.until_s, 3))
        if before is not None and before in self._entries:
            self._entries.remove(before)
        self._keep(entry)
        if heard.certain:
            self._book.entry(entry)
        else:
            self._uncertain[turn] = entry

    def _keep(self, entry: Entry) -> None:
        insort(self._entries, entry, key=first_sound)
        del self._entries[:-KEPT_ENTRIES]


def _rounded(word: HeardWord) -> HeardWord:
    return HeardWord(word.text, round(word.start_s, 3), round(word.end_s, 3), round(word.confidence, 2))
