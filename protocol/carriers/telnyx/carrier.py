"""Telnyx, as the engine is given it: its messages become the events of a call."""

from collections import deque
from typing import assert_never

from offhook.protocol.carriers.carrier import Carrier, Message
from offhook.protocol.carriers.events import CallerSound, CarrierEvent, Ended, Key, Played, Started
from offhook.protocol.carriers.telnyx.capabilities import CAPABILITIES
from offhook.protocol.carriers.telnyx.media_order import MediaOrder
from offhook.protocol.carriers.telnyx.ours import Connected, Dtmf, Mark, Media, MediaStream, Stop
from offhook.protocol.carriers.telnyx.start_message import Start
from offhook.protocol.stream_token import TOKEN_PARAMETER

NAME = "telnyx"
RETURNED_PARAMETER = "returned"
"""In the client state: how often the call has returned; left out for one that has not."""
MOST_REMEMBERED = 5
"""Messages of one connection that may be between one and its copy."""


class TelnyxStream:
    """One media stream. `token` is what stands in the path of its socket: it wins over one in the client state."""

    def __init__(self, token: str = "") -> None:
        self._stream = MediaStream()
        self._order = MediaOrder()
        self._came: deque[Media] = deque(maxlen=MOST_REMEMBERED)
        self._token = {TOKEN_PARAMETER: token} if token else {}
        self.started: Started | None = None
        self.was_stopped = False
        """By the carrier: whoever called has left, or another command has ended the stream."""

    def receive(self, message: Message) -> CarrierEvent | None:
        received = self._stream.receive(message)
        match received:
            case Media():
                return self._sound(received)
            case Mark(mark=mark):
                return Played(mark.name)
            case Dtmf(dtmf=dtmf):
                return Key(dtmf.digit)
            case Start(start=details):
                parameters = {**details.parameters, **self._token}
                returns = RETURNED_PARAMETER in parameters
                self.started = Started(
                    details.call_control_id,
                    received.stream_id,
                    details.caller or "",
                    parameters,
                    returns=returns,
                    called=details.called or "",
                )
                return self.started
            case Stop():
                self.was_stopped = True
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

    def _sound(self, received: Media) -> CallerSound | None:
        if received.sequence_number is not None:
            if received in self._came:
                return None  # the same message once more: no word is to be heard twice
            self._came.append(received)
        media = received.media
        sound = CallerSound(media.payload, int(media.timestamp), media.track == "inbound")
        if media.chunk is None or not sound.from_caller:
            return sound
        return self._order.put(int(media.chunk), sound)


TELNYX = Carrier(NAME, CAPABILITIES, TelnyxStream)
