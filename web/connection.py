"""What a call, and who waits for one, may know of the connection that it comes by."""

from collections.abc import Callable, MutableMapping
from typing import Any, Protocol

# ASGI's own type: its messages are dictionaries of anything (ASGI specification, "Events").
WebsocketMessage = MutableMapping[str, Any]


class Connection(Protocol):
    """One connection of the server's, whatever server that is."""

    @property
    def is_closed(self) -> bool:
        """Whether we have closed its transport: there is nobody left to say anything to."""

    @property
    def message_too_long(self) -> bool:
        """Whether that is why the server ended it."""

    @property
    def is_over_budget(self) -> bool:
        """Whether its peer has sent more than it may (`web/peer_budget.py`), which ended it."""

    def close_transport(self) -> None:
        """Close the socket, now; whatever is sending or receiving on it is released."""

    def drop(self) -> None:
        """Close the socket and cancel everything that is done for it, the application included."""

    def release(self) -> None:
        """Take from the server what it still does for this connection: the application's last act."""

    def let_application_read(self, put: Callable[[WebsocketMessage], None]) -> None:
        """From now on who serves this WebSocket calls `read`, and `put` gets the messages. Before it is answered."""

    async def read(self) -> bool:
        """Wait for bytes, and `put` what they come to: no, one or many messages. Cancelled, it loses nothing.

        False when there will be no more.
        """

    def stop_waiting(self) -> None:
        """It carries a call now: it may send more, and need not make room for those that carry none."""
