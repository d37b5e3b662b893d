"""The moments of a reply at which an interruption is hardest to get right. A simulated caller can wait for each."""

import enum
from collections.abc import Sequence

import trio

from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.placed_voice import PlacedVoice

TAIL_S = 0.2


class Aim(enum.Enum):
    """The moment at which the caller speaks or presses a key."""

    FIRST_BYTE = "before the first byte"
    MID_WORD = "mid-word"
    BETWEEN = "between sentences"
    TAIL = "in the tail"
    DOUBLE = "again, at once"
    RESUME = "into a resume"
    FILLER = "into a filler"
    KEYS = "by a key"


async def wait_for(
    aim: Aim, more: float, carrier: SimulatedCarrier, voice: PlacedVoice, fillers: Sequence[str]
) -> None:
    """Wait until that moment comes. `more`, from 0 to 1, chooses the instant within it."""
    match aim:
        case Aim.FIRST_BYTE:
            said = len(voice.said)
            await carrier.wait(lambda: len(voice.said) > said and not carrier.playout.sounding)
        case Aim.MID_WORD | Aim.KEYS:
            await _sounding(carrier)
            await trio.sleep(more * voice.seconds)
        case Aim.BETWEEN:
            await _sounding(carrier)
            await trio.sleep(voice.seconds - 0.1 + 0.1 * more)
        case Aim.TAIL:
            await _sounding(carrier)
            await trio.sleep(2 * voice.seconds - TAIL_S * more)
        case Aim.DOUBLE:
            clears = len(carrier.clears)
            await carrier.wait(lambda: len(carrier.clears) > clears)
            await trio.sleep(0.5 * more)
        case Aim.RESUME:
            clears = len(carrier.clears)
            await carrier.wait(lambda: len(carrier.clears) > clears)
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(0.3 * more)
        case Aim.FILLER:
            await carrier.wait(lambda: carrier.playout.sounding and any(text in fillers for text in voice.said[-2:]))
            await trio.sleep(0.5 * more)


async def _sounding(carrier: SimulatedCarrier) -> None:
    """Wait for the next reply to begin."""
    await carrier.wait(lambda: not carrier.playout.sounding)
    await carrier.wait(lambda: carrier.playout.sounding)
