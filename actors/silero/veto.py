"""A voice detector whose second opinion comes afterwards: Silero's model takes back what was no voice.

WebRTC's detector and the noise floor decide at once, so an interruption waits for nothing. The model hears the same
sound while they fire. Once `UNLIKELY_WINDOWS` in a row were no voice to it, frames do not count as voiced until one
plainly is. If the sound is over before that, and not one of its windows was as likely as `NEVER_LIKELY`, it was none
either. A reply that fell silent goes on then.

After a likely window the model rests for `SURE_FRAMES`, and after the second one for `PLAIN_FRAMES`: of a caller who
speaks it hears one window in ten. A run of the model costs ten times what everything else does for a frame. It is run
at once, without a turn of the scheduler: windows of several calls hardly ever meet, and the way there and back costs as
much as half a run.

A sound without a likely window is remembered for `REMEMBERED_FRAMES`: the next one has to have one before it counts.
So the first key that is typed stops a reply for a moment, and those after it do not.
"""

from offhook.actors.noise_floor import NoiseFloorDetector
from offhook.actors.silero.batches import Model
from offhook.actors.silero.detector import SPEECH_BEGINS, Windows
from offhook.actors.silero.model import nothing_heard
from offhook.engine.decide.endpointing import FRAME_MS

UNLIKELY = 0.1
UNLIKELY_WINDOWS = 6  # of 32 ms: a word begins with up to five of them where its first sound is an "s" or "f"
NEVER_LIKELY = 0.15  # 3 words in 1,000 stay below it, and half of the sounds that are no speech
SOUND_OVER_FRAMES = 100 // FRAME_MS  # of quiet
SURE_FRAMES = 200 // FRAME_MS
PLAIN_FRAMES = 1_000 // FRAME_MS
NEXT_SOUND_FRAMES = 200 // FRAME_MS
REMEMBERED_FRAMES = 10_000 // FRAME_MS


class Veto:
    """Decides when a sound is no voice. Feed it every frame, and every judgement of the model."""

    __slots__ = ("_is_plain", "_likeliest", "_quiet_frames", "_sure_frames", "_unlikely", "holds")

    def __init__(self) -> None:
        self.holds = False
        """Whether what fires does not count as a voice."""
        self._unlikely = 0  # windows since the last likely one
        self._likeliest = 1.0  # window of the newest sound
        self._quiet_frames = REMEMBERED_FRAMES
        self._sure_frames = 0  # for which the model need not be asked
        self._is_plain = False  # the newest sound, or the one just before it, had a likely window

    @property
    def asks(self) -> bool:
        """Whether the model is to hear the newest frame."""
        return self._quiet_frames == 0 and self._sure_frames == 0

    @property
    def takes_back(self) -> bool:
        """Whether the newest sound counted, and is known to be no voice."""
        was_none = self._quiet_frames >= SOUND_OVER_FRAMES and self._likeliest < NEVER_LIKELY
        return self.holds or was_none

    def frame(self, *, firing: bool) -> None:
        if not firing:
            self._quiet_frames += 1
            return
        if self._quiet_frames >= NEXT_SOUND_FRAMES:
            self.holds = self._likeliest < SPEECH_BEGINS and self._quiet_frames < REMEMBERED_FRAMES
            self._is_plain = self._likeliest >= SPEECH_BEGINS and self._quiet_frames < PLAIN_FRAMES
            self._likeliest, self._unlikely, self._sure_frames = 0.0, 0, 0
        self._quiet_frames = 0
        self._sure_frames = max(0, self._sure_frames - 1)

    def judged(self, probability: float) -> None:
        """The model's judgement of a window."""
        self._likeliest = max(self._likeliest, probability)
        if probability >= SPEECH_BEGINS:
            self.holds, self._unlikely = False, 0
            self._sure_frames = PLAIN_FRAMES if self._is_plain else SURE_FRAMES
            self._is_plain = True
        elif probability < UNLIKELY:
            self._unlikely += 1
            self.holds = self.holds or self._unlikely >= UNLIKELY_WINDOWS


class VetoDetector:
    """The detector of one line. The model's memory is kept through silences, in which it does not run."""

    __slots__ = ("_first", "_memory", "_model", "_veto", "_windows", "likelihood")

    def __init__(self, first: NoiseFloorDetector, model: Model) -> None:
        self._first, self._model = first, model
        self._windows, self._memory, self._veto = Windows(), nothing_heard(), Veto()
        self.likelihood: float | None = None

    @property
    def vetoes(self) -> bool:
        return self._veto.takes_back

    def judge(self, frame: bytes) -> bool:
        firing, veto = self._first.judge(frame), self._veto
        veto.frame(firing=firing)
        window = self._windows.feed(frame, firing and veto.asks)
        if not firing:
            self.likelihood = None
            return False
        if window is not None:
            [judgement] = self._model.judge([window], [self._memory], [self._windows.gain])
            self._memory, self.likelihood = judgement.memory, judgement.probability
            veto.judged(judgement.probability)
        return not veto.holds
