"""The streams of one call, one after the other, as what the caller heard and did in all of them."""

from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

from offhook.protocol.playout import SoundPlayed
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.carrier_side import Sent

T = TypeVar("T")


class Streams:
    """Of a call whose stream may break."""

    def __init__(self, *carriers: SimulatedCarrier) -> None:
        self.all = [*carriers]

    @property
    def newest(self) -> SimulatedCarrier:
        return self.all[-1]

    @property
    def sent(self) -> list[Sent]:
        return _joined(carrier.sent for carrier in self.all)

    @property
    def heard(self) -> list[SoundPlayed]:
        return _joined(carrier.heard for carrier in self.all)

    @property
    def spoken(self) -> list[tuple[float, float]]:
        return _joined(carrier.spoken for carrier in self.all)

    @property
    def pressed(self) -> list[float]:
        return _joined(carrier.pressed for carrier in self.all)

    @property
    def clears(self) -> list[Sent]:
        return _joined(carrier.clears for carrier in self.all)


def _joined(parts: Iterable[Iterable[T]]) -> list[T]:
    return list(chain.from_iterable(parts))
