"""Telnyx, as the simulated carrier plays it."""

from offhook.protocol.carriers.telnyx.capabilities import CAPABILITIES
from offhook.protocol.carriers.telnyx.theirs import CarrierSide, Clear, PlaceMark, PlayAudio, Refusal
from offhook.simulation.carrier_side import FarSide, Sent


class TelnyxSide(CarrierSide):
    """One stream."""

    def read(self, message: str | bytes, now: float) -> Sent:
        match self.receive(message):
            case PlayAudio(mulaw=mulaw):
                return Sent(now, "media", mulaw=mulaw)
            case PlaceMark(name=name):
                return Sent(now, "mark", mark=name)
            case Clear():
                return Sent(now, "clear")
            case Refusal(reason=reason):
                raise AssertionError(f"the server sent what this carrier refuses: {reason}")


def _open(call_id: str, number: int) -> TelnyxSide:
    return TelnyxSide(call_id, f"32de0dea-53cb-4b21-89a4-{number:012d}")


TELNYX_FAR_SIDE = FarSide(CAPABILITIES, _open)
