"""Whether what a call is made of is freed when the call is over, without a garbage collection."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from offhook.engine.run.call import Call
from offhook.engine.run.exchange import Exchange


@contextmanager
def no_collection() -> Iterator[None]:
    """The garbage collector is off: what is freed in here is freed because nothing holds it."""
    gc.collect()
    gc.disable()
    begun: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        del info
        begun.append(phase)

    gc.callbacks.append(note)
    try:
        yield
        assert not begun, "somebody has collected garbage"
    finally:
        gc.callbacks.remove(note)
        gc.enable()


class Watched:
    """The parts of the exchange's one live call."""

    def __init__(self, exchange: Exchange) -> None:
        (call,) = exchange.live_calls
        parts = [each for each in (call, *_parts_of(call)) if each is not None]  # it may have no supervisor yet
        self._parts = {id(each): type(each) for each in parts}  # holds none of them

    def alive(self) -> list[str]:
        """Those that are not freed."""
        found = (each for each in gc.get_objects() if self._parts.get(id(each)) is type(each))
        return sorted(type(each).__name__ for each in found)


def _parts_of(call: Call) -> list[object]:
    return [
        *(call.channels, call.turns, call.ledger, call.gate, call.language, call.carrier_time, call.report),
        *(call._supervisor, call._recorder, call._alarms),
    ]
