"""Telnyx's side of a stream, in the words that the telephone's stream has for what the server sends."""

from offhook.protocol.carriers.telnyx import theirs
from offhook.protocol.carriers.twilio.theirs import (
    AgentMedia,
    CarrierWarning,
    Clear,
    MarkName,
    PlaceMark,
    PlayAudio,
    Refusal,
    ServerMessage,
    StreamIdentity,
)


class TelnyxSide:
    """One stream. `state` is what the command that asked for it gave."""

    def __init__(self, call_id: str, stream_id: str, caller: str, state: str) -> None:
        self._side, self._caller, self._state = theirs.CarrierSide(call_id, stream_id), caller, state
        self.identity = StreamIdentity("", call_id, stream_id)
        self.refused = 0

    def connected(self) -> str:
        return self._side.connected()

    def start(self, parameters: dict[str, str]) -> str:
        del parameters  # they are Twilio's
        return self._side.start_with(self._caller, self._state)

    def media(self, mulaw: bytes, timestamp_ms: int) -> str:
        return self._side.media(mulaw, timestamp_ms)

    def dtmf(self, digit: str) -> str:
        return self._side.dtmf(digit)

    def mark(self, name: str) -> str:
        return self._side.mark(name)

    def stop(self) -> str:
        return self._side.stop()

    def receive(self, message: str | bytes) -> ServerMessage | Refusal:
        stream_id = self.identity.stream_sid
        match self._side.receive(message):
            case theirs.PlayAudio(mulaw=mulaw):
                return PlayAudio(stream_id, AgentMedia(mulaw))
            case theirs.PlaceMark(name=name):
                return PlaceMark(stream_id, MarkName(name))
            case theirs.Clear():
                return Clear(stream_id)
            case theirs.Refusal(code=code, reason=reason):
                self.refused += 1
                return Refusal(CarrierWarning.INVALID, f"{code} {code.name.lower()}: {reason}", self.refused > 1)
