"""The carriers that whole calls are tried over: our side of each, and the far side that the simulation plays."""

from dataclasses import dataclass

from offhook.protocol.carriers.carrier import Carrier
from offhook.protocol.carriers.telnyx.carrier import TELNYX
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier_side import TWILIO_FAR_SIDE, FarSide
from offhook.simulation.made_up.ours import MADE_UP
from offhook.simulation.made_up.theirs import MADE_UP_FAR_SIDE
from offhook.simulation.telnyx_side import TELNYX_FAR_SIDE


@dataclass(frozen=True)
class BothSides:
    """A carrier in a trial."""

    ours: Carrier
    far_side: FarSide


TWILIO_SIDES = BothSides(TWILIO, TWILIO_FAR_SIDE)
TELNYX_SIDES = BothSides(TELNYX, TELNYX_FAR_SIDE)
MADE_UP_SIDES = BothSides(MADE_UP, MADE_UP_FAR_SIDE)
CARRIERS = (TWILIO_SIDES, TELNYX_SIDES, MADE_UP_SIDES)
"""A carrier that is added here runs through the whole suite of tests/carriers."""
