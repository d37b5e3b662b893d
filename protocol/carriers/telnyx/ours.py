"""Telnyx media streaming, our side: what the carrier says and what we may answer (Telnyx, "Media Streaming over
WebSockets", and "Stream call media over WebSocket").

                 connected               start                        stop
    (opened) ----------------> (greeted) ------> (streaming) --------------------> (stopped)
                                                   | media, dtmf, mark, error
                                                   +-- and media, mark, clear from us, without a name of the stream

Fields that a call does not need are not read, and so may hold anything. A message that breaks a rule raises
RemoteProtocolError and changes nothing; the next one is read as if it had not come. After UnusableStart no better
message can be expected. An `error` says that the carrier could not use a message of ours: it raises RemoteProtocolError
too, so that the call counts it.
"""

from typing import Annotated, NoReturn

import msgspec

from offhook.protocol.carriers.json_stream import REASON_CHARACTERS, Number, StreamState, check_number, decoded
from offhook.protocol.carriers.telnyx.start_message import Name, Start, StartAsSent, read_start
from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError

STREAM = "Telnyx media streaming"


class MediaDetails(msgspec.Struct, frozen=True):
    payload: bytes  # raw mu-law, without RTP headers; msgspec decodes the base64 while it validates
    chunk: Number | None = None
    timestamp: Number = "0"
    track: str = "inbound"


class DtmfDetails(msgspec.Struct, frozen=True):
    digit: Annotated[str, msgspec.Meta(pattern=r"^[0-9*#A-D]\Z")]  # $ would let a line end follow


class MarkDetails(msgspec.Struct, frozen=True):
    name: Name


class ErrorDetails(msgspec.Struct, frozen=True):
    code: int | str = ""
    title: str = ""
    detail: str | None = None


class Connected(msgspec.Struct, frozen=True, tag="connected", tag_field="event"):
    """The first message of a socket. It names no stream yet."""


class Media(msgspec.Struct, frozen=True, tag="media", tag_field="event"):
    """About 20 ms of the call."""

    media: MediaDetails
    stream_id: str | None = None
    sequence_number: object = None  # compared only


class Dtmf(msgspec.Struct, frozen=True, tag="dtmf", tag_field="event"):
    """The caller pressed a key."""

    dtmf: DtmfDetails
    stream_id: str | None = None


class Mark(msgspec.Struct, frozen=True, tag="mark", tag_field="event"):
    """One of our marks came back: what was queued before it has played, or was cleared."""

    mark: MarkDetails
    stream_id: str | None = None


class Stop(msgspec.Struct, frozen=True, tag="stop", tag_field="event"):
    """The carrier ends the stream. May be missing: the end of the socket is what counts."""

    stream_id: str | None = None


class Error(msgspec.Struct, frozen=True, tag="error", tag_field="event"):
    """A message of ours was of no use to the carrier."""

    payload: ErrorDetails = ErrorDetails()
    stream_id: str | None = None


CarrierMessage = Connected | Start | Media | Dtmf | Mark | Stop
StreamMessage = Media | Dtmf | Mark | Stop | Error

_decoder = msgspec.json.Decoder(Connected | StartAsSent | StreamMessage)
_encoder = msgspec.json.Encoder()


class _PayloadOut(msgspec.Struct):
    payload: bytes


class _MediaOut(msgspec.Struct, tag="media", tag_field="event"):
    media: _PayloadOut


class _MarkOut(msgspec.Struct, tag="mark", tag_field="event"):
    mark: MarkDetails


class _ClearOut(msgspec.Struct, tag="clear", tag_field="event"):
    """Names nothing: a connection has one stream."""


class MediaStream:
    """One socket's conversation with the carrier."""

    def __init__(self) -> None:
        self.state = StreamState.OPENED
        self._stream_id: str | None = None

    def receive(self, message: str | bytes) -> CarrierMessage:
        """Decode a message of the carrier.

        Raises RemoteProtocolError, after which the stream goes on as before. A start that cannot be served raises
        UnusableStart; a second start is only out of order, whatever it contains.
        """
        said: Connected | StartAsSent | StreamMessage = decoded(_decoder, message, STREAM)
        match said:
            case Connected():
                if self.state is not StreamState.OPENED:
                    self._refuse("connected")
                self.state = StreamState.GREETED
            case StartAsSent():
                if self.state in (StreamState.STREAMING, StreamState.STOPPED):
                    self._refuse("start")
                start = read_start(said)
                self._stream_id = start.stream_id
                self.state = StreamState.STREAMING
                return start
            case Error(payload=error):
                shown = f"{error.code} {error.title} {error.detail or ''}"[:REASON_CHARACTERS].strip()
                raise RemoteProtocolError(f"the carrier could not use a message of ours: {shown}")
            case Media() | Dtmf() | Mark() | Stop():
                if isinstance(said, Media):
                    check_number(said.media.timestamp, STREAM)
                    check_number(said.media.chunk or 0, STREAM)
                self._check_stream(said)
                if isinstance(said, Stop):
                    self.state = StreamState.STOPPED
        return said

    def media(self, mulaw: bytes) -> str:
        """Audio for the caller: raw 8 kHz mu-law without header."""
        return self._written(_MediaOut(_PayloadOut(mulaw)))

    def mark(self, name: str) -> str:
        """Ask to be told when everything sent so far has played."""
        return self._written(_MarkOut(MarkDetails(name)))

    def clear(self) -> str:
        """Drop what the carrier has not played yet."""
        return self._written(_ClearOut())

    def _written(self, message: _MediaOut | _MarkOut | _ClearOut) -> str:
        if self._stream_id is None:
            raise LocalProtocolError(f"nothing can be sent in state {self.state.value!r}: the stream has not started")
        return _encoder.encode(message).decode()

    def _check_stream(self, message: Media | Dtmf | Mark | Stop) -> None:
        event = type(message).__name__.lower()
        if self.state is not StreamState.STREAMING:
            self._refuse(event)
        if message.stream_id not in (None, self._stream_id):
            raise RemoteProtocolError(f"{event} for stream {message.stream_id!r:.40}, this is {self._stream_id!r}")

    def _refuse(self, event: str) -> NoReturn:
        raise RemoteProtocolError(f"{event!r} arrived in state {self.state.value!r}")
