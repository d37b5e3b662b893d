"""Twilio Media Streams, our side: what the carrier says and what we may answer (Twilio, "WebSocket Messages").

                 connected               start                        stop
    (opened) ----------------> (greeted) ------> (streaming) --------------------> (stopped)
                                                   | media, dtmf, mark
                                                   +-- and media, mark, clear from us

Fields that a call does not need (sequence numbers, chunks, accounts) are not read, and so may hold anything. A message
that breaks a rule raises RemoteProtocolError and changes nothing; the next one is read as if it had not come. After
UnusableStart no better message can be expected.
"""

from typing import Annotated, NoReturn

import msgspec

from offhook.protocol.carriers.json_stream import Number, StreamState, check_number, decoded
from offhook.protocol.carriers.twilio.start_message import (
    MAX_NAME_CHARACTERS,
    Start,
    StartAsSent,
    StartDetails,
    read_start,
)
from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError

STREAM = "Media Streams"
Name = Annotated[str, msgspec.Meta(max_length=MAX_NAME_CHARACTERS)]


class MediaDetails(msgspec.Struct, frozen=True):
    payload: bytes  # raw mu-law; msgspec decodes the base64 while it validates
    timestamp: Number = "0"
    track: str = "inbound"


class DtmfDetails(msgspec.Struct, frozen=True):
    digit: Annotated[str, msgspec.Meta(pattern=r"^[0-9*#A-D]\Z")]  # $ would let a line end follow
    track: str = "inbound_track"


class MarkDetails(msgspec.Struct, frozen=True):
    name: Name


class Connected(msgspec.Struct, frozen=True, tag="connected", tag_field="event"):
    """The first message of a socket. It names no stream yet."""


class Media(msgspec.Struct, frozen=True, tag="media", tag_field="event", rename="camel"):
    """About 20 ms of the caller."""

    media: MediaDetails
    stream_sid: Name

    @property
    def at_ms(self) -> int:
        """Presentation time since the stream began, in ms."""
        return int(self.media.timestamp)


class Dtmf(msgspec.Struct, frozen=True, tag="dtmf", tag_field="event", rename="camel"):
    """The caller pressed a key."""

    dtmf: DtmfDetails
    stream_sid: Name


class Mark(msgspec.Struct, frozen=True, tag="mark", tag_field="event", rename="camel"):
    """One of our marks came back: what was queued before it has played, or was cleared."""

    mark: MarkDetails
    stream_sid: Name


class Stop(msgspec.Struct, frozen=True, tag="stop", tag_field="event", rename="camel"):
    """The carrier ends the stream. May be missing: the end of the socket is what counts."""

    stream_sid: Name


CarrierMessage = Connected | Start | Media | Dtmf | Mark | Stop
StreamMessage = Media | Dtmf | Mark | Stop

_decoder = msgspec.json.Decoder(Connected | StartAsSent | StreamMessage)
_encoder = msgspec.json.Encoder()


class _PayloadOut(msgspec.Struct):
    payload: bytes


class _MediaOut(msgspec.Struct, tag="media", tag_field="event", rename="camel"):
    stream_sid: str
    media: _PayloadOut


class _MarkOut(msgspec.Struct, tag="mark", tag_field="event", rename="camel"):
    stream_sid: str
    mark: MarkDetails


class _ClearOut(msgspec.Struct, tag="clear", tag_field="event", rename="camel"):
    stream_sid: str


class MediaStream:
    """One socket's conversation with the carrier."""

    __slots__ = ("details", "state")

    def __init__(self) -> None:
        self.state = StreamState.OPENED
        self.details: StartDetails | None = None

    def receive(self, message: str | bytes) -> CarrierMessage:
        """Decode a message of the carrier.

        Raises RemoteProtocolError, after which the stream goes on as before. A start that cannot be served raises
        UnusableStart; a second start is only out of order, whatever it contains.
        """
        said: Connected | StartAsSent | StreamMessage = decoded(_decoder, message, STREAM)
        match said:
            case Media() | Dtmf() | Mark() | Stop():
                if isinstance(said, Media):
                    check_number(said.media.timestamp, STREAM)
                self._check_stream(said)
                if isinstance(said, Stop):
                    self.state = StreamState.STOPPED
            case Connected():
                if self.state is not StreamState.OPENED:
                    self._refuse("connected")
                self.state = StreamState.GREETED
            case StartAsSent():
                # Other carriers with this protocol may leave `connected` out, so it is not required.
                if self.state in (StreamState.STREAMING, StreamState.STOPPED):
                    self._refuse("start")
                start = read_start(said)
                self.details = start.start
                self.state = StreamState.STREAMING
                return start
        return said

    def media(self, mulaw: bytes) -> str:
        """Audio for the caller, any length: raw 8 kHz mu-law without header."""
        return _encoder.encode(_MediaOut(self._stream_sid, _PayloadOut(mulaw))).decode()

    def mark(self, name: str) -> str:
        """Ask to be told when everything sent so far has played."""
        return _encoder.encode(_MarkOut(self._stream_sid, MarkDetails(name))).decode()

    def clear(self) -> str:
        """Drop what the carrier has not played yet."""
        return _encoder.encode(_ClearOut(self._stream_sid)).decode()

    @property
    def _stream_sid(self) -> str:
        if self.details is None:
            raise LocalProtocolError(f"nothing can be sent in state {self.state.value!r}: the stream has not started")
        return self.details.stream_sid

    def _check_stream(self, message: StreamMessage) -> None:
        if self.state is not StreamState.STREAMING:
            self._refuse(type(message).__name__.lower())
        if message.stream_sid != self._stream_sid:
            raise RemoteProtocolError(
                f"{type(message).__name__.lower()} for stream {message.stream_sid[:40]!r}, this is {self._stream_sid!r}"
            )

    def _refuse(self, event: str) -> NoReturn:
        raise RemoteProtocolError(f"{event!r} arrived in state {self.state.value!r}")
