"""The far side of a stream, as the simulated carrier plays it: what that carrier sends, and how it reads our messages.

A side shares no code with the reader and the writer that it is to test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import msgspec

from offhook.protocol.carriers.carrier import Capabilities, Message
from offhook.protocol.carriers.twilio.capabilities import CAPABILITIES
from offhook.protocol.carriers.twilio.theirs import (
    CarrierSide,
    Clear,
    PlaceMark,
    PlayAudio,
    Refusal,
    StreamIdentity,
)


class Sent(msgspec.Struct, frozen=True):
    """A message that the server sent: `kind` is media, mark or clear."""

    at: float
    kind: str
    mulaw: bytes = b""
    mark: str = ""


class Side(Protocol):
    """A carrier's side of one stream. `connected` and `stop` are used if the carrier's capabilities have them."""

    def connected(self) -> Message: ...

    def start(self, parameters: dict[str, str]) -> Message: ...

    def media(self, mulaw: bytes, timestamp_ms: int) -> Message: ...

    def dtmf(self, digit: str) -> Message: ...

    def mark(self, name: str) -> Message: ...

    def stop(self) -> Message: ...

    def read(self, message: Message, now: float) -> Sent:
        """Raises AssertionError for a message that this carrier would refuse."""


class TwilioSide(CarrierSide):
    """Twilio's."""

    def read(self, message: Message, now: float) -> Sent:
        match self.receive(message):
            case PlayAudio(media=media):
                return Sent(now, "media", mulaw=media.payload)
            case PlaceMark(mark=mark):
                return Sent(now, "mark", mark=mark.name)
            case Clear():
                return Sent(now, "clear")
            case Refusal(reason=reason):
                raise AssertionError(f"the server sent what a carrier refuses: {reason}")


@dataclass(frozen=True)
class FarSide:
    """A carrier, as the simulation plays it."""

    capabilities: Capabilities
    open: Callable[[str, int], Side]
    """The side of a stream: the carrier's name of the call, and a number for names that are to differ."""


def _open_twilio_side(call_id: str, number: int) -> TwilioSide:
    return TwilioSide(StreamIdentity("AC" + "0" * 32, call_id, f"MZ{number:032d}"))


TWILIO_FAR_SIDE = FarSide(CAPABILITIES, _open_twilio_side)
