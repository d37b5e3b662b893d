"""Our side of a carrier that does not exist, and that differs from Twilio in all that a carrier declares.

    from the carrier    {"type": "begin", "call": "CA1", "leg": 1, "caller": "+15550100", "codec": "PCMU", "rate": 8000,
                         "passed": {"token": "..."}}
                        {"type": "frame", "ms": 100, "pcmu": base64}, {"type": "key", "key": "5"}
                        {"type": "reached", "mark": "g0:1"}
    to the carrier      {"do": "play", "pcmu": base64}, {"do": "mark", "mark": "g0:1"}, {"do": "flush"}

There is no message before `begin` and none at the end: a hang-up closes the connection. `flush` drops the marks too.
"""

from typing import assert_never

import msgspec

from offhook.protocol.carriers.carrier import Carrier, Message
from offhook.protocol.carriers.events import CallerSound, CarrierEvent, Key, Played, Started
from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError, UnusableStart
from offhook.simulation.made_up.capabilities import CAPABILITIES

RATE_HZ = 8000
RETURNED = "returned"  # passed on by the webhook where a call goes on after a stream that broke


class _Begin(msgspec.Struct, frozen=True, tag_field="type", tag="begin"):
    call: str
    leg: int
    codec: str
    rate: int
    caller: str = ""
    passed: dict[str, str] = {}


class _Frame(msgspec.Struct, frozen=True, tag_field="type", tag="frame"):
    ms: int
    pcmu: bytes


class _Key(msgspec.Struct, frozen=True, tag_field="type", tag="key"):
    key: str


class _Reached(msgspec.Struct, frozen=True, tag_field="type", tag="reached"):
    mark: str


_Received = _Begin | _Frame | _Key | _Reached
_decoder: msgspec.json.Decoder[_Received] = msgspec.json.Decoder(_Received)


class MadeUpStream:
    """One stream."""

    def __init__(self) -> None:
        self._has_begun = False

    def receive(self, message: Message) -> CarrierEvent | None:
        try:
            received = _decoder.decode(message)
        except msgspec.DecodeError as exc:
            raise RemoteProtocolError(f"not a message of this carrier: {exc}") from exc
        if isinstance(received, _Begin) is self._has_begun:
            raise RemoteProtocolError(f"{type(received).__name__} arrived out of order")
        match received:
            case _Begin():
                return self._begin(received)
            case _Frame(ms, pcmu):
                return CallerSound(pcmu, ms)
            case _Key(key):
                return Key(key)
            case _Reached(mark):
                return Played(mark)
            case _:
                assert_never(received)

    def sound(self, mulaw: bytes) -> Message:
        return self._order({"do": "play", "pcmu": mulaw})

    def mark(self, name: str) -> Message:
        return self._order({"do": "mark", "mark": name})

    def clear(self) -> Message:
        return self._order({"do": "flush"})

    def _begin(self, begin: _Begin) -> Started:
        if begin.codec not in CAPABILITIES.encodings or begin.rate != RATE_HZ:
            raise UnusableStart(f"audio as {begin.codec[:40]!r} at {begin.rate} Hz cannot be decoded")
        self._has_begun = True
        returns = RETURNED in begin.passed
        return Started(begin.call, f"leg {begin.leg}", begin.caller, parameters=begin.passed, returns=returns)

    def _order(self, order: dict[str, object]) -> Message:
        if not self._has_begun:
            raise LocalProtocolError("nothing can be sent: the stream has not started")
        return msgspec.json.encode(order).decode()


MADE_UP = Carrier("made_up", CAPABILITIES, MadeUpStream)
