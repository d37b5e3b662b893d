"""What a call is told by its carrier, whichever that is. Each carrier's reader makes these of its own messages."""

import msgspec


class Started(msgspec.Struct, frozen=True):
    """The stream begins; sent once."""

    call_id: str
    """The carrier's name for the call."""
    stream_id: str
    """The carrier's name for this stream of it."""
    caller: str = ""
    """Who calls, as the carrier wrote it; empty if it does not say."""
    parameters: dict[str, str] = {}
    """What our webhook passed on through the carrier."""
    returns: bool = False
    """Whether our webhook has said that the call goes on in this stream after another one was over."""
    called: str = ""
    """What the caller has dialled, as the carrier wrote it; empty if it does not say."""
    came_back: str = ""
    """Why the caller was not put through to somebody, as our webhook says; empty if nobody tried."""


class CallerSound(msgspec.Struct, frozen=True):
    """Audio of the call, of any length: 8 kHz mu-law."""

    mulaw: bytes
    at_ms: int
    """When it was spoken, since the stream began, by the carrier's clock."""
    from_caller: bool = True
    """False for what the caller hears, which some carriers can stream too."""


class Key(msgspec.Struct, frozen=True):
    """The caller pressed a key."""

    key: str


class Played(msgspec.Struct, frozen=True):
    """What was sent before this mark of ours has played; or it was cleared, if the carrier acknowledges that."""

    mark: str


class Ended(msgspec.Struct, frozen=True):
    """The carrier ends the stream. It may be missing: the end of the connection is what counts."""


CarrierEvent = Started | CallerSound | Key | Played | Ended
"""All of them."""
