"""Whether the agent's voice can come back to us at all, by how loud the caller's line is while it plays. Pure.

What played until `LONGEST_DELAY_S` ago has come back by now, if it comes back. If all of what was heard since then is
far weaker, there is no echo to cancel. A canceller that is used all the same takes callers for one: of twenty who spoke
over an agent on a line without an echo, two were not heard, and three half a second later or more.
"""

from collections import deque

from offhook.engine.decide.played_sound import LONGEST_DELAY_S
from offhook.protocol.telephone_audio import FRAME_S

COMPARED_FRAMES = round(0.6 / FRAME_S)
LOOKS_BACK_FRAMES = COMPARED_FRAMES + round(LONGEST_DELAY_S / FRAME_S)
INAUDIBLE = 10 ** (-30 / 10)  # weaker than that, the voice detector seldom notices an echo


class WayBack:
    """The way back of one line."""

    __slots__ = ("_heard", "_played")

    def __init__(self) -> None:
        self._heard: deque[float] = deque(maxlen=LOOKS_BACK_FRAMES)
        self._played: deque[float] = deque(maxlen=LOOKS_BACK_FRAMES)

    def is_cut(self, heard: float, played: float) -> bool:
        """Whether nothing comes back, as far as can be told now. The powers of a frame of both sides, in order."""
        self._heard.append(heard)
        self._played.append(played)
        if len(self._heard) < LOOKS_BACK_FRAMES:
            return False
        returned = sum(power for power, _ in zip(self._played, range(COMPARED_FRAMES), strict=False))
        return sum(self._heard) < INAUDIBLE * returned

    def forget(self) -> None:
        """Frames were left out."""
        self._heard.clear()
        self._played.clear()
