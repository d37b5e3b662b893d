"""What a call needs of a carrier: what it can do, and a stream that reads and writes its messages. Sans-IO."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import msgspec

from offhook.protocol.carriers.events import CarrierEvent

Message = str | bytes
"""One message of a connection: text or binary."""


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """How a carrier differs from others. Nothing outside its own folders asks for its name."""

    acknowledges_clear: bool
    """Whether the marks of audio that was cleared come back."""
    sends_connected: bool
    """Whether a message comes before the start of the stream."""
    sends_stop: bool
    """Whether a hang-up is told by a message, and not only by the end of the connection."""
    frame_ms: int
    """How much of the caller's audio a message brings. Until the next one is due, its absence means nothing."""
    encodings: tuple[str, ...]
    """The encodings in which its streams can be read, as it writes them."""
    numbers_as_text: bool
    """Whether numbers in its messages are written as text."""
    transfers_warm: bool
    """Whether whoever picks up can be asked before a caller is put through, who comes back otherwise."""


class CarrierStream(Protocol):
    """One connection's conversation with the carrier."""

    def receive(self, message: Message) -> CarrierEvent | None:
        """Read a message of the carrier; None if a call has no use for it.

        Raises RemoteProtocolError, after which the stream goes on as before; UnusableStart for a start that cannot be
        served.
        """

    def sound(self, mulaw: bytes) -> Message:
        """Audio for the caller, any length: 8 kHz mu-law. Before the start, all three raise LocalProtocolError."""

    def mark(self, name: str) -> Message:
        """Ask to be told when everything sent so far has played."""

    def clear(self) -> Message:
        """Drop what the carrier has not played yet."""


@dataclass(frozen=True)
class Carrier:
    """A carrier, as the engine is given it."""

    name: str
    """As it stands in records: small letters, digits and underscores."""
    capabilities: Capabilities
    open_stream: Callable[[], CarrierStream]
