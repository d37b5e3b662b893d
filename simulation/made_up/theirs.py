"""The far side of the made-up carrier: what it sends, and how strictly it reads our messages.

It shares no code with our side (`simulation/made_up/ours.py`), so that each can test the other.
"""

import msgspec

from offhook.protocol.carriers.carrier import Message
from offhook.simulation.carrier_side import FarSide, Sent
from offhook.simulation.made_up.capabilities import CAPABILITIES


class Begin(msgspec.Struct, frozen=True, tag_field="type", tag="begin"):
    """The first message."""

    call: str
    leg: int
    caller: str
    passed: dict[str, str]
    """What the webhook's answer passed on."""
    codec: str = "PCMU"
    rate: int = 8000


class CallerFrame(msgspec.Struct, frozen=True, tag_field="type", tag="frame"):
    """A tenth of a second of the caller; msgspec writes bytes as base64."""

    ms: int
    pcmu: bytes


class Pressed(msgspec.Struct, frozen=True, tag_field="type", tag="key"):
    """A key of the caller's telephone."""

    key: str


class Reached(msgspec.Struct, frozen=True, tag_field="type", tag="reached"):
    """The audio before the server's mark has been played."""

    mark: str


class Play(msgspec.Struct, frozen=True, tag_field="do", tag="play", forbid_unknown_fields=True):
    """Queue this sound."""

    pcmu: bytes


class PlaceMark(msgspec.Struct, frozen=True, tag_field="do", tag="mark", forbid_unknown_fields=True):
    """Say when everything queued so far has been played."""

    mark: str


class Flush(msgspec.Struct, frozen=True, tag_field="do", tag="flush", forbid_unknown_fields=True):
    """Throw away what is queued, and the marks in it."""


_DECODER: msgspec.json.Decoder[Play | PlaceMark | Flush] = msgspec.json.Decoder(Play | PlaceMark | Flush)


class MadeUpSide:
    """One stream."""

    def __init__(self, call_id: str, number: int) -> None:
        self._call_id, self._leg = call_id, number

    def connected(self) -> Message:
        raise AssertionError("this carrier has no such message")

    def start(self, parameters: dict[str, str]) -> Message:
        passed = {name: value for name, value in parameters.items() if name != "caller"}
        return msgspec.json.encode(Begin(self._call_id, self._leg, parameters.get("caller", ""), passed)).decode()

    def media(self, mulaw: bytes, timestamp_ms: int) -> Message:
        return msgspec.json.encode(CallerFrame(timestamp_ms, mulaw)).decode()

    def dtmf(self, digit: str) -> Message:
        return msgspec.json.encode(Pressed(digit)).decode()

    def mark(self, name: str) -> Message:
        return msgspec.json.encode(Reached(name)).decode()

    def stop(self) -> Message:
        raise AssertionError("this carrier has no such message")

    def read(self, message: Message, now: float) -> Sent:
        try:
            order = _DECODER.decode(message)
        except msgspec.DecodeError as exc:
            raise AssertionError(f"the server sent what this carrier refuses: {exc}") from exc
        match order:
            case Play(pcmu):
                return Sent(now, "media", mulaw=pcmu)
            case PlaceMark(mark):
                return Sent(now, "mark", mark=mark)
            case Flush():
                return Sent(now, "clear")


MADE_UP_FAR_SIDE = FarSide(CAPABILITIES, MadeUpSide)
