"""What carriers whose streams are JSON text over a WebSocket have in common: their states, and how text is decoded."""

import enum
from typing import TypeVar

import msgspec

from offhook.protocol.errors import RemoteProtocolError

MAX_MESSAGE_BYTES = 65_536  # 20 ms is about 300 bytes; a second of audio in one message is still far below
REASON_CHARACTERS = 200
T = TypeVar("T")


class StreamState(enum.Enum):
    OPENED = "opened"
    GREETED = "greeted"
    STREAMING = "streaming"
    STOPPED = "stopped"


def decoded(decoder: msgspec.json.Decoder[T], message: str | bytes, stream: str) -> T:
    """A message of a carrier's `stream`. Raises RemoteProtocolError, with that name in its text."""
    if isinstance(message, bytes):
        raise RemoteProtocolError(f"a binary message of {len(message)} bytes; {stream} speaks JSON text")
    if len(message) > MAX_MESSAGE_BYTES:
        raise RemoteProtocolError(f"a message of {len(message)} characters; at most {MAX_MESSAGE_BYTES} are allowed")
    try:
        return decoder.decode(message)
    except msgspec.DecodeError as exc:  # of which ValidationError is one; it may quote what should be the event's name
        raise RemoteProtocolError(f"not a {stream} message: {str(exc)[:REASON_CHARACTERS]}") from exc
    except (ValueError, RecursionError) as exc:  # unpaired surrogates; brackets nested without end
        raise RemoteProtocolError(f"not a {stream} message: {type(exc).__name__}") from exc
