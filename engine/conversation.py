"""What was said and heard in a call, turn by turn: the record's transcript, and what a model may remember.

Times are in seconds since the call began. Entries stand in the order of their first sound; in records of older versions
`at_s` is when the entry was known, and there is no `until_s`.
"""

import msgspec

NO_WORDS = "no words"
UNSURE = "not sure enough"
NOTHING_FITS = "nothing fits"
BACKCHANNEL = "backchannel"
HESITATION = "hesitation"
"""Why words were not taken: none were found; the recognizer was less sure than was needed; they are no answer to what
was asked; said over the agent, they only tell it to go on; "um" says that there is more to come."""


class CallerSaid(msgspec.Struct, frozen=True, tag="caller", tag_field="who"):
    """The caller's words, or keys: what the recognizer found most likely, empty where it found none.

    Words that were not taken are on record and no part of the conversation: whoever tells a model what was said leaves
    them out.
    """

    turn: int
    text: str
    at_s: float  # the first sound, or key
    by: str  # speech or keys
    confidence: float = 1.0
    until_s: float | None = None  # the last one
    not_taken: str = ""  # why; empty where they were


class AgentSaid(msgspec.Struct, frozen=True, tag="agent", tag_field="who"):
    """What the caller can have heard of a reply; `unheard` is what was begun and cut off."""

    turn: int
    text: str
    at_s: float  # when its first sound can have been heard
    interrupted: bool
    unheard: str = ""
    until_s: float | None = None  # when the last sound that was heard was over


Entry = CallerSaid | AgentSaid


def first_sound(entry: Entry) -> float:
    """What entries are put in order by."""
    return entry.at_s
