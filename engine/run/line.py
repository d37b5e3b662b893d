"""The interface to a carrier's connection. Only `web/` knows the transport behind it."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from offhook.engine.run.ear import Hear
from offhook.protocol.carriers.carrier import Message


class LineClosed(Exception):
    """The carrier's connection is gone, for any reason."""


class LineFlooded(LineClosed):
    """The carrier sent far more than a call needs, and its connection was closed for that."""


class Line(Protocol):
    """A connection that carries messages both ways."""

    @property
    def peer(self) -> str:
        """Who is at the other end, for logs."""

    async def receive(self) -> Message:
        """The next message. Raises LineClosed, LineFlooded."""

    async def listen(self, hear: Hear[Message]) -> None:
        """Call `hear` with each message as it comes, which may be in another task, until it returns True. What it
        raises is raised here. Raises LineClosed, LineFlooded."""

    async def send(self, *messages: Message) -> None:
        """Send messages, in one piece where the transport can. Raises LineClosed. May not be cancellable while the peer
        does not read: `abort` frees it."""

    def abort(self) -> None:
        """Close the transport at once, without a closing handshake. May be called more than once."""


async def hear_each(receive: Callable[[], Awaitable[Message]], hear: Hear[Message]) -> None:
    """`Line.listen` for a line that has messages received one by one."""
    while not hear(await receive()):
        pass
