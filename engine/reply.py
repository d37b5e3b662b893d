"""What the agent says in one turn, while it is still being thought of."""

import msgspec
import trio


class Sentence(msgspec.Struct, frozen=True):
    """Something to say."""

    text: str


class HangUp(msgspec.Struct, frozen=True):
    """End the call, once everything said before has been heard."""


class Transfer(msgspec.Struct, frozen=True):
    """Hand the caller over to `to` (a phone number or SIP URI), once everything said before has been heard."""

    to: str


ReplyPart = Sentence | HangUp | Transfer
Closing = HangUp | Transfer


class Reply:
    """One turn on its way from responder to speaker.

    Whoever speaks it works on a clone of `parts` and keeps its place here, so that a speaker that crashes in
    mid-reply costs one repeated sentence: its next incarnation begins with the sentence `in_hand`.
    """

    def __init__(self, turn: int, parts: trio.MemoryReceiveChannel[ReplyPart]) -> None:
        self.turn = turn
        self.parts = parts
        self.in_hand: Sentence | None = None
        self.closing: Closing | None = None
        self.sentences_begun = 0

    def abandon(self) -> None:
        """Nobody will speak the rest: whoever still thinks of it gets BrokenResourceError and stops."""
        self.parts.close()
