"""Turns whose answer stands in the agent file, for the record."""

import msgspec

MOST_ANSWERED = 500  # of a call; the log names the others


class AnsweredTurn(msgspec.Struct, frozen=True):
    """One reply that came from `[[answers]]`, and not from a responder."""

    turn: int
    entry: str
