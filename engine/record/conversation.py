"""What was said and heard in a call: the transcript in its record.

Times are in seconds since the call began. Entries are in the order of their first sound. In records of older versions
`at_s` is when the entry was known, and there is no `until_s`.
"""

import msgspec

from offhook.engine.decide.not_taken import BACKCHANNEL, HESITATION, NO_WORDS, NOTHING_FITS, UNSURE
from offhook.engine.words.heard_word import HeardWord

__all__ = [
    "BACKCHANNEL",
    "HESITATION",
    "NOTHING_FITS",
    "NO_WORDS",
    "UNSURE",
    "AgentSaid",
    "CallerSaid",
    "Entry",
    "first_sound",
]


class CallerSaid(msgspec.Struct, frozen=True, tag="caller", tag_field="who"):
    """The caller's words, or keys: what the recognizer found most likely, empty where it found none.

    Words that were not taken are on record, but are not part of the conversation: nothing answered them.
    """

    turn: int
    text: str
    at_s: float  # the first sound, or key
    by: str  # speech or keys
    confidence: float = 1.0
    until_s: float | None = None  # the last one
    not_taken: str = ""  # why they were not taken; empty if they were
    words: tuple[HeardWord, ...] = ()  # each by itself; none if the recognizer tells no times
    continues: int = 0  # the turn whose words these go on with: one answer is for both; 0 if none
    whole: str = ""  # all of these words, if they were recognised as one utterance; else they are the texts in order


class AgentSaid(msgspec.Struct, frozen=True, tag="agent", tag_field="who"):
    """What the caller can have heard of a reply; `unheard` is what was cut off of a sentence that had begun."""

    turn: int
    text: str
    at_s: float  # when its first sound can have been heard
    interrupted: bool
    unheard: str = ""
    until_s: float | None = None  # when the last sound that was heard was over


Entry = CallerSaid | AgentSaid


def first_sound(entry: Entry) -> float:
    """The key by which entries are sorted."""
    return entry.at_s
