"""Whether what a call is made of is freed when the call is over, without a garbage collection."""

import gc
import weakref
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
        self._parts = {type(each).__name__: weakref.ref(each) for each in parts}

    def alive(self) -> list[str]:
        """Those that are not freed."""
        return sorted(name for name, part in self._parts.items() if part() is not None)


def _parts_of(call: Call) -> list[object]:
    return [
        *(call.channels, call.turns, call.ledger, call.gate, call.language, call.carrier_time, call.report),
        *(call._supervisor, call._recorder, call._alarms),
    ]
