"""What was said and heard in a call, turn by turn: the record's transcript, and what a model may remember."""

import msgspec


class CallerSaid(msgspec.Struct, frozen=True, tag="caller", tag_field="who"):
    """The caller's words, or keys; empty where nothing was understood."""

    turn: int
    text: str
    at_s: float  # since the call began
    by: str  # speech, keys or silence
    confidence: float = 1.0


class AgentSaid(msgspec.Struct, frozen=True, tag="agent", tag_field="who"):
    """What the caller can have heard of a reply; `unheard` is what was begun and cut off."""

    turn: int
    text: str
    at_s: float
    interrupted: bool
    unheard: str = ""


Entry = CallerSaid | AgentSaid
