"""Twilio, as the engine is given it: its messages become the events of a call."""

from typing import assert_never

from offhook.protocol.carriers.carrier import Carrier, Message
from offhook.protocol.carriers.events import CallerSound, CarrierEvent, Ended, Key, Played, Started
from offhook.protocol.carriers.twilio.capabilities import CAPABILITIES
from offhook.protocol.carriers.twilio.ours import Connected, Dtmf, Mark, Media, MediaStream, Stop
from offhook.protocol.carriers.twilio.start_message import Start

CALLER_PARAMETER = "caller"
"""The custom parameter by which our own TwiML tells the media socket who calls: a `start` message does not."""
CALLED_PARAMETER = "called"
"""The same for what the caller has dialled."""
RETURNED_PARAMETER = "returned"
"""The same for how often the call has returned; it is left out for one that has not."""
CAME_BACK_PARAMETER = "came_back"
"""The same for why the caller was not put through."""


class TwilioStream:
    """One Media Stream."""

    __slots__ = ("_stream",)

    def __init__(self) -> None:
        self._stream = MediaStream()

    def receive(self, message: Message) -> CarrierEvent | None:
        received = self._stream.receive(message)
        match received:
            case Media(media=media):
                return CallerSound(media.payload, received.at_ms, media.track == "inbound")
            case Mark(mark=mark):
                return Played(mark.name)
            case Dtmf(dtmf=dtmf):
                return Key(dtmf.digit)
            case Start(start=details):
                told = details.custom_parameters
                return Started(
                    details.call_sid,
                    details.stream_sid,
                    told.get(CALLER_PARAMETER, ""),
                    told,
                    returns=RETURNED_PARAMETER in told,
                    called=told.get(CALLED_PARAMETER, ""),
                    came_back=told.get(CAME_BACK_PARAMETER, ""),
                )
            case Stop():
                return Ended()
            case Connected():
                return None
            case _:
                assert_never(received)

    def sound(self, mulaw: bytes) -> Message:
        return self._stream.media(mulaw)

    def mark(self, name: str) -> Message:
        return self._stream.mark(name)

    def clear(self) -> Message:
        return self._stream.clear()


TWILIO = Carrier("twilio", CAPABILITIES, TwilioStream)
