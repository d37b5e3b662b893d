"""Telnyx's side of media streaming: what the carrier sends on the socket, and how strictly it reads our messages.

The messages and the errors follow "Media Streaming over WebSockets" in Telnyx's documentation. It shares no code with
our server's side, so that each can test the other.
"""

import enum
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping

import msgspec

USER_ID, SESSION_ID = "3e6f995f-85f7-4705-9741-53b116d28237", "ff55a038-6f5d-11ef-9692-02420aeffb1f"
CALLED = "+15550199"
LONGEST_AUDIO_BYTES = 240_000
"""30 s of 8 kHz mu-law in one message."""
Json = dict[str, object]


class ErrorCode(enum.IntEnum):
    """What the carrier reports about a message that it cannot use."""

    MALFORMED_FRAME = 100003
    INVALID_MEDIA = 100004


class PlayAudio(msgspec.Struct, frozen=True):
    """Queue this sound."""

    mulaw: bytes


class PlaceMark(msgspec.Struct, frozen=True):
    """Say when everything queued so far has been played."""

    name: str


class Clear(msgspec.Struct, frozen=True):
    """Throw away what is queued; the marks in it come back."""


class Refusal(msgspec.Struct, frozen=True):
    """A message from the server that was dropped, and why."""

    code: ErrorCode
    reason: str


ServerMessage = PlayAudio | PlaceMark | Clear


class CarrierSide:
    """One stream: numbers what the carrier sends, and checks what the server sends."""

    def __init__(self, call_control_id: str, stream_id: str) -> None:
        self.call_control_id, self.stream_id = call_control_id, stream_id
        self._sequence = self._chunk = 0

    def connected(self) -> str:
        return json.dumps({"event": "connected", "version": "1.0.0"})

    def start(self, parameters: Mapping[str, str]) -> str:
        """`parameters` go into the client state, except who calls, which Telnyx says itself."""
        state = {name: value for name, value in parameters.items() if name != "caller"}
        return self.start_with(parameters.get("caller", ""), b64encode(json.dumps(state).encode()).decode())

    def start_with(self, caller: str, client_state: str) -> str:
        details = {
            "user_id": USER_ID,
            "call_control_id": self.call_control_id,
            "call_session_id": SESSION_ID,
            "from": caller,
            "to": CALLED,
            "tags": [],
            "client_state": client_state,
            "media_format": {"encoding": "PCMU", "sample_rate": 8000, "channels": 1},
        }
        return self._numbered("start", start=details)

    def media(self, mulaw: bytes, timestamp_ms: int) -> str:
        self._chunk += 1
        media = {
            "track": "inbound",
            "chunk": str(self._chunk),
            "timestamp": str(timestamp_ms),
            "payload": b64encode(mulaw).decode(),
        }
        return self._numbered("media", media=media)

    def dtmf(self, digit: str) -> str:
        return self._numbered("dtmf", occurred_at="2026-11-29T12:00:00.698408Z", dtmf={"digit": digit})

    def mark(self, name: str) -> str:
        return self._numbered("mark", mark={"name": name})

    def error(self, refusal: Refusal) -> str:
        payload = {"code": refusal.code, "title": refusal.code.name.lower(), "detail": refusal.reason}
        return json.dumps({"event": "error", "payload": payload, "stream_id": self.stream_id})

    def stop(self) -> str:
        return self._numbered("stop", stop={"user_id": USER_ID, "call_control_id": self.call_control_id})

    def receive(self, message: str | bytes) -> ServerMessage | Refusal:
        """Read one WebSocket message: text arrives as `str`, binary as `bytes`."""
        if isinstance(message, bytes):
            return Refusal(ErrorCode.MALFORMED_FRAME, f"a binary message of {len(message)} bytes")
        try:
            received = json.loads(message)
        except (ValueError, RecursionError) as exc:
            return Refusal(ErrorCode.MALFORMED_FRAME, f"{type(exc).__name__}: {message[:80]}")
        match received:
            case {"event": "media", "media": {"payload": str() as payload}, **more} if not more:
                return _sound(payload)
            case {"event": "mark", "mark": {"name": str() as name}, **more} if not more:
                return PlaceMark(name)
            case {"event": "clear", **more} if not more:
                return Clear()
            case _:
                return Refusal(ErrorCode.MALFORMED_FRAME, f"none of media, mark and clear: {message[:80]}")

    def _numbered(self, event: str, **more: object) -> str:
        self._sequence += 1
        numbered: Json = {"event": event, "sequence_number": str(self._sequence), "stream_id": self.stream_id}
        return json.dumps(numbered | more)


def _sound(payload: str) -> PlayAudio | Refusal:
    try:
        mulaw = b64decode(payload, validate=True)
    except (NotBase64, ValueError):
        return Refusal(ErrorCode.INVALID_MEDIA, f"the payload is not base64: {payload[:40]}")
    if not 0 < len(mulaw) <= LONGEST_AUDIO_BYTES:
        return Refusal(ErrorCode.INVALID_MEDIA, f"{len(mulaw)} bytes of audio")
    return PlayAudio(mulaw)
