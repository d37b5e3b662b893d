"""When each frame of the caller's audio was on the line: its arrival without the jitter of the network. Pure.

Frames follow each other without a gap (`engine/decide/caller_audio.py`), so their number tells the time between them.
Whatever came earlier than the others was delayed least. A canceller needs the same place in what was played from frame
to frame: the clock stands still until it is plainly wrong.
"""

from collections import deque

from offhook.protocol.telephone_audio import FRAME_S

LOOKS_BACK_FRAMES = 100  # 2 s: a gap in the audio, or a slower route, counts from then on
PLAINLY_WRONG_S = 0.010


class FrameClock:
    """The clock of one caller's line."""

    __slots__ = ("_arrived", "_first_at", "_frames")

    def __init__(self) -> None:
        self._frames = 0
        self._arrived: deque[float] = deque(maxlen=LOOKS_BACK_FRAMES)  # each if it were the first frame
        self._first_at = 0.0

    def ended_at(self, arrived_at: float) -> float:
        """When the next frame ended, which has arrived now. To be asked for every frame."""
        self._arrived.append(arrived_at - self._frames * FRAME_S)
        earliest = min(self._arrived)
        if not self._frames or abs(earliest - self._first_at) > PLAINLY_WRONG_S:
            self._first_at = earliest
        self._frames += 1
        return self._first_at + (self._frames - 1) * FRAME_S
