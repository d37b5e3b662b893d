"""What happens in a call, as the carrier sees it. Times are of Trio's clock, not counted from the call's start."""

import msgspec

from offhook.protocol.carriers.twilio.theirs import CarrierWarning
from offhook.protocol.playout import SoundBegan, SoundEnded


class Ringing(msgspec.Struct, frozen=True):
    """The webhook is requested."""

    at: float
    url: str


class StreamOpened(msgspec.Struct, frozen=True):
    """The media socket is open and the caller's audio is being sent."""

    at: float
    url: str
    stream_sid: str


class LineOpened(msgspec.Struct, frozen=True):
    """The call is answered without a stream: the carrier plays sounds and records the caller's turns."""

    at: float


class TurnRecorded(msgspec.Struct, frozen=True):
    """A recording has ended, by silence, a key or the end of the call."""

    at: float
    seconds: float
    digits: str


class LineClosed(msgspec.Struct, frozen=True):
    """The end of such a call."""

    at: float
    by: str


class StreamNotOpened(msgspec.Struct, frozen=True):
    """The carrier cannot open the media socket, and goes on with the TwiML."""

    at: float
    url: str


class QueryDropped(msgspec.Struct, frozen=True):
    """The stream's URL had a query or a fragment, which carriers do not pass on."""

    at: float
    url: str
    """What is left, and opened."""


class CallerBegan(msgspec.Struct, frozen=True):
    """The caller begins an item of the script."""

    at: float
    item: int
    label: str


class CallerEnded(msgspec.Struct, frozen=True):
    """The item's last frame was sent."""

    at: float
    item: int


class KeySent(msgspec.Struct, frozen=True):
    """The caller has pressed a key."""

    at: float
    key: str


class Cleared(msgspec.Struct, frozen=True):
    """The server sent a clear."""

    at: float


class MessageRefused(msgspec.Struct, frozen=True):
    """The server sent a message that carriers refuse; reported once for each kind."""

    at: float
    warning: CarrierWarning
    reason: str


class CarrierVoice(msgspec.Struct, frozen=True):
    """The TwiML makes the carrier speak or play a file."""

    at: float
    what: str


class Transferred(msgspec.Struct, frozen=True):
    """The call was transferred."""

    at: float
    to: str


class StreamEnded(msgspec.Struct, frozen=True):
    """The socket is closed."""

    at: float
    by: str
    how: str


PhoneEvent = (
    Ringing
    | LineOpened
    | TurnRecorded
    | LineClosed
    | QueryDropped
    | StreamNotOpened
    | StreamOpened
    | SoundBegan
    | SoundEnded
    | CallerBegan
    | CallerEnded
    | KeySent
    | Cleared
    | MessageRefused
    | CarrierVoice
    | Transferred
    | StreamEnded
)
