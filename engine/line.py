"""What a call needs of a carrier's connection; only the edge knows what stands behind it."""

from typing import Protocol


class LineClosed(Exception):
    """The carrier's connection is gone, in whatever way."""


class LineFlooded(LineClosed):
    """The carrier has sent far more than a call is, and its connection was closed for that."""


class Line(Protocol):
    """A connection that carries messages both ways."""

    @property
    def peer(self) -> str:
        """Who is at the other end, for logs."""

    async def receive(self) -> str | bytes:
        """The next message. Raises LineClosed, LineFlooded."""

    async def send(self, message: str) -> None:
        """Raises LineClosed. May not be cancellable while the peer does not read: `abort` frees it."""

    def abort(self) -> None:
        """Close the transport, at once and without ceremony. May be called more than once."""
