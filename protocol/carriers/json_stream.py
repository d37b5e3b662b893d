"""What carriers whose streams are JSON text over a WebSocket have in common: their states, and how text is decoded."""

import enum
from typing import Annotated, TypeVar

import msgspec

from offhook.protocol.errors import RemoteProtocolError

MAX_MESSAGE_BYTES = 65_536  # 20 ms is about 300 bytes; a second of audio in one message is still far below
REASON_CHARACTERS = 200
T = TypeVar("T")
Number = Annotated[str, msgspec.Meta(min_length=1, max_length=15)] | Annotated[int, msgspec.Meta(ge=0, lt=10**15)]
"""Carriers write numbers as text; others of the same shape write numbers. What stands in the text `check_number` tells:
a pattern here would take as long as decoding all the rest of a frame."""


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


def check_number(number: str | int, stream: str) -> None:
    """Raises RemoteProtocolError unless it can be converted."""
    if isinstance(number, str) and not (number.isascii() and number.isdigit()):
        raise RemoteProtocolError(f"not a {stream} message: {number!r} is not a number")
