"""The caller's line without the agent's echo: when an echo canceller is used, and what it is told.

    played --> put where it comes back, less `MARGIN` --> canceller --> cleaned
    heard  ---------------------------------------------^

With `barge_in.echo = "auto"` no echo is expected, and the canceller joins a call once the guard has found one. With
`"cancel"` one is expected from the start. Either way the canceller runs only while the agent's voice may be heard, and
rests once the line proves that nothing comes back. So other calls pay nothing, and their callers are heard as they are.

It needs the first second of an echo to learn the room. Until then the guard alone keeps the agent from interrupting
itself, and it is asked afterwards too, because a line whose delay jumps has to be learnt anew.
"""

import math

from offhook.actors.echo_canceller import CancellerFailed, EchoCanceller, OpenCanceller
from offhook.engine.decide.echo_guard import EchoGuard
from offhook.engine.decide.frame_clock import FrameClock
from offhook.engine.decide.played_sound import LONGEST_DELAY_S, PlayedSound, samples
from offhook.engine.decide.way_back import WayBack
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.protocol.mulaw import SAMPLE_RATE_HZ, decode_to_floats
from offhook.protocol.telephone_audio import FRAME_S

MARGIN = samples(0.05)  # by how much the echo may come sooner than it was found
REACH = samples(0.3)  # later than that the canceller does not look for it at once
MAY_SOUND = samples(LONGEST_DELAY_S + 0.6)  # after it was played: the room falls silent too
RESIDUE = 0.1  # of the power of a frame: if less is left, it is what the canceller could not take away
LEARNING_FRAMES = round(2.0 / FRAME_S)
RESIDUE_WHILE_LEARNING = 0.3  # of 17 false onsets in calls from across a room it left 5; callers were heard as soon


class CleanedLine:
    """The line of one call, from one start of the VAD to its end."""

    def __init__(
        self,
        played: PlayedSound,
        guard: EchoGuard,
        report: Report,
        open_canceller: OpenCanceller,
        *,
        from_the_start: bool,
    ) -> None:
        self._played, self._guard, self._report = played, guard, report
        self._open: OpenCanceller | None = open_canceller
        self._canceller: EchoCanceller | None = None
        self._rests, self._rests_since = not from_the_start, -math.inf
        self._clock: FrameClock  # both begin with the canceller: other calls pay nothing
        self._way_back: WayBack
        self._cleaned_frames = 0
        self._after: int | None = None  # what is played is put so many samples later
        self.is_residue = False
        """Whether the newest frame is only what was left of an echo."""

    def clean(self, heard: bytes, arrived_at: float) -> bytes:
        """The frame as the caller alone would have sent it. To be asked for every frame, in order."""
        self.is_residue = False
        if self._open is None or (self._rests and self._guard.found_at <= self._rests_since):
            return heard
        if self._canceller is None or self._rests:
            self._begin(self._open)
        ends = samples(self._clock.ended_at(arrived_at))
        if self._played.is_over(ends - MAY_SOUND):
            self._way_back.forget()
            return heard
        power = _power(heard)
        if self._way_back.is_cut(power, _power(self._played.until(ends, len(heard)))):
            self._rests, self._rests_since = True, arrived_at
            return heard
        return self._cleaned(heard, power, self._played.until(ends - self._put_after(), len(heard)))

    def _cleaned(self, heard: bytes, power: float, played: bytes) -> bytes:
        assert self._canceller is not None
        try:
            cleaned = self._canceller.clean(heard, played)
        except CancellerFailed as exc:
            self._report(facts.CancellerFailed(str(exc)))
            self._open = None
            return heard
        self._cleaned_frames += 1
        share = RESIDUE if self._cleaned_frames > LEARNING_FRAMES else RESIDUE_WHILE_LEARNING
        self.is_residue = _power(cleaned) < share * power
        return cleaned

    def _begin(self, open_canceller: OpenCanceller) -> None:
        found = self._guard.comes_back_after
        self._canceller = self._canceller or open_canceller()
        self._rests, self._clock, self._way_back = False, FrameClock(), WayBack()
        self._report(facts.EchoCancelled(None if found is None else found * 1000 // SAMPLE_RATE_HZ))

    def _put_after(self) -> int:
        found = self._guard.comes_back_after
        if found is None:
            return 0
        if self._after is None or not self._after <= found <= self._after + REACH:
            self._after = max(0, found - MARGIN)
        return self._after


def _power(mulaw: bytes) -> float:
    sound = decode_to_floats(mulaw)
    return float(sound @ sound)
