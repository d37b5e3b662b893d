"""What a call has come to: the answers that the agent has taken, as plain data for the record."""

from collections.abc import Mapping

import msgspec


class Collected(msgspec.Struct, frozen=True):
    """What was collected by the end of a call, whoever ended it."""

    slots: Mapping[str, str | None]
    """In the order of answering; None where the caller was asked and went on without an answer."""
    unconfirmed: tuple[str, ...] = ()
    """Slots whose answers were to be read back, and that the caller has not agreed to."""
    reference: str = ""
    """What the caller was told to quote later."""
    state: str = ""
    """How far the conversation had come."""
