"""How the callers of the day behave: what each does in turn, drawn by chance, and when they lose patience. Pure."""

import enum
import random

SPEAKS, INTERRUPTS, PRESSES, ASKS_FOR_A_PERSON = 0.6, 0.15, 0.15, 0.1
FEWEST_TURNS, MOST_TURNS = 1, 5
PAUSE_S = (0.4, 2.5)
"""How long a caller thinks before they speak."""
INTERRUPT_AFTER_S = 0.8
GIVE_UP_S = 20.0
"""After so long without any sound a caller hangs up."""


class Act(enum.Enum):
    """What a caller does next."""

    SPEAK = "speaks when the agent has finished"
    INTERRUPT = "speaks while the agent does"
    PRESS = "presses a key"
    PERSON = "asks for a person: presses 0"
    HANG_UP = "hangs up when the agent has finished"
    HANG_UP_AT_ONCE = "hangs up at any time"


def manners(chance: random.Random) -> list[Act]:
    """The acts of one call; the last one hangs up."""
    weights = {
        Act.SPEAK: SPEAKS,
        Act.INTERRUPT: INTERRUPTS,
        Act.PRESS: PRESSES,
        Act.PERSON: ASKS_FOR_A_PERSON,
    }
    acts = chance.choices(list(weights), list(weights.values()), k=chance.randint(FEWEST_TURNS, MOST_TURNS))
    return [*acts, chance.choice((Act.HANG_UP, Act.HANG_UP_AT_ONCE))]
