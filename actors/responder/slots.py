"""The types of answers that an agent can ask for, by their names in agent files."""

import msgspec

from offhook.actors.responder.slot import Slot
from offhook.actors.responder.slot_date import DateKeys, DateSlot
from offhook.actors.responder.slot_day import DayKeys, DaySlot
from offhook.actors.responder.slot_digits import DigitsKeys, DigitsSlot
from offhook.actors.responder.slot_number import NumberKeys, NumberSlot
from offhook.actors.responder.slot_one_of import OneOfKeys, OneOfSlot
from offhook.actors.responder.slot_time import TimeKeys, TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoKeys, YesNoSlot

_Keys = NumberKeys | YesNoKeys | DigitsKeys | DayKeys | DateKeys | TimeKeys | OneOfKeys

SLOT_TYPES: dict[str, type[_Keys]] = {
    "number": NumberKeys,
    "yes_no": YesNoKeys,
    "digits": DigitsKeys,
    "day": DayKeys,
    "date": DateKeys,
    "time": TimeKeys,
    "one_of": OneOfKeys,
}
"""What an agent file says of each."""


def slot_of(keys: _Keys, language: str) -> Slot:
    """The slot that an agent file describes, in the language of the file."""
    own = msgspec.structs.asdict(keys) | {"language": language}
    match keys:
        case NumberKeys():
            return NumberSlot(**own)
        case YesNoKeys():
            return YesNoSlot(**own)
        case DigitsKeys():
            return DigitsSlot(**own)
        case DayKeys():
            return DaySlot(**own)
        case DateKeys():
            return DateSlot(**own)
        case TimeKeys():
            return TimeSlot(**own)
        case OneOfKeys():
            return OneOfSlot(**own)
