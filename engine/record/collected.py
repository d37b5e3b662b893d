"""The answers that the agent has taken in a call, as plain data for the record."""

from collections.abc import Mapping

import msgspec


class Collected(msgspec.Struct, frozen=True):
    """What was collected by the end of a call, however it ended."""

    slots: Mapping[str, str | None]
    """In the order of answering; None for a question that the caller skipped."""
    unconfirmed: tuple[str, ...] = ()
    """Slots that have to be confirmed by the caller, and were not yet."""
    reference: str = ""
    """The reference number that the caller was told."""
    state: str = ""
    """The dialogue state that the conversation had reached."""
