"""The interface of a server connection, for calls and for the waiting room."""

from collections.abc import Callable, MutableMapping
from typing import Any, Protocol

import trio

# ASGI's own type: its messages are dictionaries of anything (ASGI specification, "Events").
WebsocketMessage = MutableMapping[str, Any]


class Connection(Protocol):
    """One connection of the server."""

    @property
    def is_closed(self) -> bool:
        """Whether we have closed its transport, so that nothing can be sent any more."""

    @property
    def message_too_long(self) -> bool:
        """Whether the server ended it because a message was too long."""

    @property
    def is_over_budget(self) -> bool:
        """Whether it was ended because its peer sent more than allowed (`web/peer_budget.py`)."""

    def close_transport(self) -> None:
        """Close the socket at once; tasks that send or receive on it are released."""

    def drop(self) -> None:
        """Close the socket and cancel all its tasks, the application included."""

    def release(self) -> None:
        """Cancel what the server still does for this connection. The application calls it last."""

    def let_application_read(self, put: Callable[[WebsocketMessage], None]) -> None:
        """From now on the application calls `read`, and `put` gets the messages. To be called before the handshake is
        answered."""

    async def read(self) -> bool:
        """Wait for bytes, and `put` the messages in them: none, one or many. Loses nothing when cancelled.

        False if no more will come.
        """

    def plain_socket(self) -> trio.socket.SocketType | None:
        """The socket, if somebody else may read and write it once the handshake is answered and `let_application_read`
        was called: there is no TLS on it, and the server sends nothing by itself."""

    def leave_socket(self) -> None:
        """From now on somebody else reads and writes that socket: the server lets go of what it would do so with."""

    def may_send(self, length: int, frames: int) -> bool:
        """Count what was read of that socket. False if it is more than the peer may send: the connection is closed."""

    def stop_waiting(self) -> None:
        """The connection carries a call now: it may send more, and is not pushed out of the waiting room."""
