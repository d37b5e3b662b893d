"""The part of the call that one row shows: converts seconds to pixels, and clips to what is visible."""

import math

import msgspec

_STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300)
_TICK_EVERY_PX = 56.0


class Window(msgspec.Struct, frozen=True):
    """Shows the call from `from_s` to `until_s` at a scale; x counts from the left edge."""

    from_s: float
    until_s: float
    px_per_s: float

    @property
    def width(self) -> float:
        return (self.until_s - self.from_s) * self.px_per_s

    def x(self, at_s: float) -> float:
        return (at_s - self.from_s) * self.px_per_s

    def shows(self, at_s: float) -> bool:
        """Whether this instant is visible. One exactly between two windows belongs to the later one."""
        return self.from_s <= at_s < self.until_s

    def clip(self, from_s: float, until_s: float) -> tuple[float, float] | None:
        """The visible part of a span, as x and width; None if nothing of it is visible."""
        begins, ends = max(from_s, self.from_s), min(until_s, self.until_s)
        return (self.x(begins), (ends - begins) * self.px_per_s) if ends > begins else None

    def room(self, from_s: float, until_s: float) -> tuple[float, float] | None:
        """Where the text of a span is written: only in the window that shows most of the span."""
        length = self.until_s - self.from_s
        here = self._overlap(from_s, until_s, 0)
        if here <= self._overlap(from_s, until_s, -length) or here < self._overlap(from_s, until_s, length):
            return None
        return self.clip(from_s, until_s)

    def ticks(self) -> list[float]:
        """Round seconds, far enough apart for their labels."""
        step = next((step for step in _STEPS_S if step * self.px_per_s >= _TICK_EVERY_PX), _STEPS_S[-1])
        first, last = math.ceil(self.from_s / step - 1e-9), math.floor(self.until_s / step + 1e-9)
        return [round(number * step, 3) for number in range(first, last + 1)]

    def _overlap(self, from_s: float, until_s: float, shift_s: float) -> float:
        return max(0.0, min(until_s, self.until_s + shift_s) - max(from_s, self.from_s + shift_s))


def clock(at_s: float) -> str:
    """Minutes and seconds."""
    minutes, seconds = divmod(round(at_s, 1), 60)
    return f"{int(minutes)}:{seconds:02.0f}" if seconds == int(seconds) else f"{int(minutes)}:{seconds:04.1f}"
