"""Joins the VAD's verdicts on single frames into runs. A verdict costs an addition, and a fact is told of each run."""

from typing import NamedTuple

from offhook.protocol.telephone_audio import FRAME_S


class VoicedFrames(NamedTuple):
    """Frames in a row that were voiced. `from_at` is where the first one's 20 ms began."""

    from_at: float
    frames: int


class VoicedRuns:
    """The run that is going on."""

    __slots__ = ("_frames", "_from_at", "goes_on")

    def __init__(self) -> None:
        self._from_at, self._frames = 0.0, 0
        self.goes_on = False  # a plain attribute: the VAD asks for every frame

    def judge(self, voiced: bool, arrived_at: float) -> VoicedFrames | None:
        """Note the verdict on the 20 ms that ended when they arrived. Returns the run that is over with it."""
        if not voiced:
            return self.end()
        if not self._frames:
            self._from_at, self.goes_on = arrived_at - FRAME_S, True
        self._frames += 1
        return None

    def end(self) -> VoicedFrames | None:
        """No more frames come. Returns the run that is over with it."""
        if not self._frames:
            return None
        run, self._frames, self.goes_on = VoicedFrames(self._from_at, self._frames), 0, False
        return run
