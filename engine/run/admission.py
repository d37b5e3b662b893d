"""Who is let in, as the exchange asks for it.

NotAdmitted              a stream is refused; the text says why, and has no secret in it
"""

from collections.abc import Mapping
from typing import Protocol

from offhook.engine.record.facts.server_fault import ServerFault


class NotAdmitted(Exception):
    """A stream is refused."""

    def __init__(self, why: str, fault: ServerFault) -> None:
        super().__init__(why)
        self.fault = fault


class Place(Protocol):
    """A call's place among those that may go on at once."""

    def give_back(self) -> None:
        """The call is over, and nothing of it is left."""


class Admission(Protocol):
    """One worker's part in the admission of calls to its server."""

    @property
    def has_room(self) -> bool:
        """Whether one more call would get a place now."""

    @property
    def held(self) -> int:
        """How many places this worker holds."""

    async def admit(self, call_id: str, *, returns: bool = False) -> str | None:
        """Reserve a place for a call that was announced: the token that its stream must bring. None if all are taken;
        but one that `returns` is served without a place too.

        Waits a second at most, and only while another worker answers for the same call.
        """

    def is_expected(self, call_id: str) -> bool:
        """Whether a call was announced, and its stream has not come yet."""

    def has_begun(self, call_id: str) -> bool:
        """Whether a stream of this call has come, at any worker. Not known any more when others have had its place."""

    def give_up(self, call_id: str) -> None:
        """The caller has left: no place is kept for a stream."""

    def claim(self, call_id: str, parameters: Mapping[str, str], *, needs_token: bool) -> Place:
        """The place of a call whose stream has come, with these custom parameters. Raises NotAdmitted."""
