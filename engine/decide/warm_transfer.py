"""A transfer in which whoever picks up is asked first whether to take the caller. Pure.

The caller's stream is over meanwhile. If nobody takes the caller, the call returns in another stream.
"""

import enum

import msgspec


class WarmTransfer(msgspec.Struct, frozen=True):
    """How somebody is asked to take a caller."""

    place: str
    """The name of the place, for whoever hears what came of it."""
    summary: str
    """What the caller wants: told to whoever picks up, and not to the caller."""
    ask: str
    """Said behind it: which key takes the call."""
    ring_s: int
    use: str = ""
    """Names the call of the tool that wanted it (`ToolUse.id`); empty if none did."""
    language: str = ""
    """Of the agent, whose words these are."""


class WhyBack(enum.Enum):
    """Why a caller who was to be put through comes back."""

    NO_ANSWER = "nobody answered"
    BUSY = "the line was busy"
    REFUSED = "whoever answered did not take the call"
    FAILED = "the call could not be put through"


def in_words(warm: WarmTransfer, why: WhyBack) -> str:
    """What the agent is told."""
    return f"At {warm.place} {why.value}. The caller was not put through, and is back with you."
