"""Which trouble comes when, drawn from one seed. Pure."""

import random
from collections.abc import Sequence

import msgspec

from bench.day.troubles import OF_A_SERVICE, Happening, Role, Trouble

QUIET_FIRST_S = 30.0
SHORTEST_SLOT_S = 40.0
TROUBLE_S = 20.0
NETWORK_GONE_S = 10.0
STORE_LOCKED_S = 8.0


class Event(msgspec.Struct, frozen=True):
    """One thing that goes wrong, and for how long."""

    at_s: float
    lasts_s: float
    what: Trouble | Happening
    role: Role | None = None
    whole_role: bool = False
    """Whether every service of the role fails, and not the first one only."""

    @property
    def name(self) -> str:
        if self.role is None:
            return str(self.what.value)
        which = "every" if self.whole_role else "the first"
        return f"{which} {self.role.value} {self.what.value}"


def draw(seconds: float, seed: int) -> list[Event]:
    """As many events as fit, one after the other: all that can happen to the server, and as many services' troubles.
    The deploy comes in the middle."""
    chance = random.Random(f"{seed}/plan")
    slots = max(1, int((seconds - 2 * QUIET_FIRST_S) / SHORTEST_SLOT_S))
    found = [_happening(each) for each in Happening if each is not Happening.DEPLOY][: slots - 1]
    services = [_service(trouble, role, chance) for trouble in OF_A_SERVICE for role in Role]
    chance.shuffle(services)
    found += services[: slots - 1 - len(found)]
    chance.shuffle(found)
    found.insert((len(found) + 1) // 2, _happening(Happening.DEPLOY))
    return _spread(found, seconds)


def _happening(what: Happening) -> Event:
    match what:
        case Happening.STORE_LOCKED:
            return Event(0.0, STORE_LOCKED_S, what)
        case Happening.NETWORK_DROPPED | Happening.NETWORK_SILENT:
            return Event(0.0, NETWORK_GONE_S, what)
        case Happening.WORKER_KILLED | Happening.DEPLOY:
            return Event(0.0, 0.0, what)


def _service(trouble: Trouble, role: Role, chance: random.Random) -> Event:
    return Event(0.0, TROUBLE_S, trouble, role, whole_role=chance.random() < 1 / 3)


def _spread(events: Sequence[Event], seconds: float) -> list[Event]:
    """Evenly, with the same time before the first one and after the last."""
    slot_s = (seconds - 2 * QUIET_FIRST_S) / len(events)
    return [
        msgspec.structs.replace(event, at_s=round(QUIET_FIRST_S + number * slot_s, 1))
        for number, event in enumerate(events)
    ]
