"""Twilio's side of Media Streams: what a carrier sends on the socket, and how strictly it reads our messages.

The messages follow "Media Streams - WebSocket Messages" in Twilio's documentation, the verdicts its error pages
31950 and 31951. It shares no code with our server's side, so that each can test the other.
"""

import enum

import msgspec

PROTOCOL = "Call"
VERSION = "1.0.0"


class CarrierWarning(enum.IntEnum):
    """What Twilio's debugger reports, once a stream, about a message that it cannot use."""

    UNDECODABLE = 31950
    INVALID = 31951


class Refusal(msgspec.Struct, frozen=True):
    """A message from the server that was dropped, and why."""

    warning: CarrierWarning
    reason: str
    repeated: bool
    """Twilio reports the first of each kind only."""


class StreamIdentity(msgspec.Struct, frozen=True):
    """The names of one stream of one call."""

    account_sid: str
    call_sid: str
    stream_sid: str


# Carrier to server. Numbers travel as strings, except in the media format.


class Connected(msgspec.Struct, frozen=True, tag_field="event", tag="connected"):
    """The first message; the only one without a sequence number."""

    protocol: str = PROTOCOL
    version: str = VERSION


class MediaFormat(msgspec.Struct, frozen=True, rename="camel"):
    """How the payloads of this stream are coded; Twilio knows this one only."""

    encoding: str = "audio/x-mulaw"
    sample_rate: int = 8000
    channels: int = 1


class StartDetails(msgspec.Struct, frozen=True, rename="camel"):
    """Who calls, and what the TwiML passed on."""

    account_sid: str
    stream_sid: str
    call_sid: str
    tracks: tuple[str, ...]
    media_format: MediaFormat
    custom_parameters: dict[str, str]


class Start(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="start"):
    """The stream begins."""

    sequence_number: str
    start: StartDetails
    stream_sid: str


class CallerMedia(msgspec.Struct, frozen=True):
    """One frame of the caller's voice; msgspec writes bytes as base64."""

    track: str
    chunk: str
    timestamp: str
    payload: bytes


class CallerAudio(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="media"):
    """The message around a frame of the caller's voice."""

    sequence_number: str
    media: CallerMedia
    stream_sid: str


class Key(msgspec.Struct, frozen=True):
    """One key of the caller's telephone."""

    digit: str
    track: str = "inbound_track"  # here, and only here, with the suffix


class KeyPressed(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="dtmf"):
    """The caller has pressed a key."""

    stream_sid: str
    sequence_number: str
    dtmf: Key


class MarkName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the server called a position in its audio."""

    name: str


class MarkReached(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="mark"):
    """The audio before the server's mark has been played, or was cleared."""

    sequence_number: str
    stream_sid: str
    mark: MarkName


class StopDetails(msgspec.Struct, frozen=True, rename="camel"):
    """Which call it was."""

    account_sid: str
    call_sid: str


class Stop(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="stop"):
    """The stream ends. No reason is given, and not every stream gets as far as this message."""

    sequence_number: str
    stream_sid: str
    stop: StopDetails


# Server to carrier. A field too many is as wrong as one missing.


class AgentMedia(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sound to be played; msgspec reads base64 into bytes and refuses what is not base64."""

    payload: bytes


class PlayAudio(
    msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="media", forbid_unknown_fields=True
):
    """Queue this sound."""

    stream_sid: str
    media: AgentMedia


class PlaceMark(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="mark", forbid_unknown_fields=True):
    """Say when everything queued so far has been played."""

    stream_sid: str
    mark: MarkName


class Clear(msgspec.Struct, frozen=True, rename="camel", tag_field="event", tag="clear", forbid_unknown_fields=True):
    """Throw away what is queued."""

    stream_sid: str


ServerMessage = PlayAudio | PlaceMark | Clear

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[ServerMessage] = msgspec.json.Decoder(PlayAudio | PlaceMark | Clear)


class CarrierSide:
    """One stream: numbers what the carrier sends, and checks what the server sends.

    It does not check the order (connected, start, anything, stop) of what the carrier sends. That is up to its user:
    a server has to survive carriers that break the order.
    """

    def __init__(self, identity: StreamIdentity) -> None:
        self.identity = identity
        self.warnings: dict[CarrierWarning, str] = {}
        """What Twilio's debugger would show: the first refusal of each kind."""
        self.refused = 0
        self._sequence = 0
        self._chunk = 0

    def connected(self) -> str:
        return _text(Connected())

    def start(self, parameters: dict[str, str]) -> str:
        who = self.identity
        details = StartDetails(who.account_sid, who.stream_sid, who.call_sid, ("inbound",), MediaFormat(), parameters)
        return _text(Start(self._next_sequence(), details, who.stream_sid))

    def media(self, mulaw: bytes, timestamp_ms: int) -> str:
        self._chunk += 1
        media = CallerMedia("inbound", str(self._chunk), str(timestamp_ms), mulaw)
        return _text(CallerAudio(self._next_sequence(), media, self.identity.stream_sid))

    def dtmf(self, digit: str) -> str:
        return _text(KeyPressed(self.identity.stream_sid, self._next_sequence(), Key(digit)))

    def mark(self, name: str) -> str:
        return _text(MarkReached(self._next_sequence(), self.identity.stream_sid, MarkName(name)))

    def stop(self) -> str:
        who = self.identity
        return _text(Stop(self._next_sequence(), who.stream_sid, StopDetails(who.account_sid, who.call_sid)))

    def receive(self, message: str | bytes) -> ServerMessage | Refusal:
        """Read one WebSocket message: text arrives as `str`, binary as `bytes`."""
        if isinstance(message, bytes):
            return self._refuse(CarrierWarning.UNDECODABLE, f"a binary message of {len(message)} bytes")
        try:
            received = _DECODER.decode(message)
        except (ValueError, RecursionError) as exc:  # not JSON, no message of ours, brackets nested without end
            return self._refuse(CarrierWarning.INVALID, f"{exc}: {message[:80]}")
        if received.stream_sid != self.identity.stream_sid:
            return self._refuse(CarrierWarning.INVALID, f"streamSid {received.stream_sid!r} is not this stream's")
        return received

    def _refuse(self, warning: CarrierWarning, reason: str) -> Refusal:
        self.refused += 1
        repeated = warning in self.warnings
        self.warnings.setdefault(warning, reason)
        return Refusal(warning, reason, repeated)

    def _next_sequence(self) -> str:
        self._sequence += 1
        return str(self._sequence)


def _text(message: msgspec.Struct) -> str:
    return _ENCODER.encode(message).decode()
