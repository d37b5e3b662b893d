"""What a call sounded like from the inside: verdicts, utterances, audio sent, marks, keys, faults, each with its time.

`CallTrace` is the frozen trace that is stored with the record. `Tracer` collects it during the call. All times are
seconds since the call began. Tracing costs an addition for each frame, and an append when something changes. Each list
has its own limit, and what is left out is counted by name.
"""

import enum
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_S

T = TypeVar("T")

KEPT_RUNS = 8000  # half an hour of lively speech has about 4,000
KEPT_UTTERANCES = 1000
KEPT_PAUSES = 50  # of one utterance
KEPT_SOUNDS = 2000
KEPT_MOMENTS = 4000  # of each kind; there are five marks a second while the agent speaks
SEAM_S = 0.001  # audio that follows what plays before it within this is one sound
_DECIMALS = 4


class MomentKind(enum.Enum):
    """What happens at one instant."""

    KEY = "key"
    MARK_SENT = "mark sent"
    MARK_ECHOED = "mark echoed"
    CLEAR = "clear"
    FAULT = "fault"
    ENDING = "ending"


class VoicedRun(msgspec.Struct, frozen=True, array_like=True):
    """Frames in a row that the VAD called voiced. `at_s` is where the first one's 20 ms began."""

    at_s: float
    frames: int

    @property
    def until_s(self) -> float:
        return self.at_s + self.frames * FRAME_S


class Utterance(msgspec.Struct, frozen=True, array_like=True):
    """The caller from the first voiced frame to the last, and when the VAD detected the beginning and the end.

    The last two are None if the VAD crashed, or the call ended, before the end was detected.
    """

    voiced_from_s: float
    onset_s: float
    pauses_s: tuple[float, ...]
    voiced_until_s: float | None
    ended_s: float | None


class Sound(msgspec.Struct, frozen=True, array_like=True):
    """A continuous piece of the agent's audio as the carrier plays it; `heard_until_s` is earlier if a clear cut it."""

    turn: int
    from_s: float
    until_s: float
    heard_until_s: float


class Moment(msgspec.Struct, frozen=True, array_like=True):
    """A key, a mark, a clear, a fault or the decision to end; `label` says which one."""

    kind: MomentKind
    at_s: float
    label: str


class CallTrace(msgspec.Struct, frozen=True):
    """The trace of a whole call, compact enough for one row."""

    seconds: float
    voiced: tuple[VoicedRun, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    sounds: tuple[Sound, ...] = ()
    moments: tuple[Moment, ...] = ()
    left_out: dict[str, int] = {}


@dataclass
class _Speaking:
    voiced_from: float
    onset: float
    pauses: list[float]


@dataclass
class _Sounding:
    turn: int
    began: float
    until: float


class Tracer:
    """One call's trace while it is being written. Times go in as `trio.current_time()`."""

    def __init__(self, began_at: float) -> None:
        self._began_at = began_at
        self._voiced_frames = 0
        self._voiced_from = 0.0
        self._speaking: _Speaking | None = None
        self._sounding: _Sounding | None = None
        self._voiced: list[VoicedRun] = []
        self._utterances: list[Utterance] = []
        self._sounds: list[Sound] = []
        self._moments: list[Moment] = []
        self._moments_kept: Counter[MomentKind] = Counter()
        self._left_out: Counter[str] = Counter()

    # The caller, from the VAD.

    def verdict(self, voiced: bool, arrived_at: float) -> None:
        """Note the VAD's verdict on one frame: the 20 ms that ended when it arrived."""
        if voiced:
            if not self._voiced_frames:
                self._voiced_from = arrived_at - FRAME_S
            self._voiced_frames += 1
        elif self._voiced_frames:
            self._end_run()

    def onset(self, first_voiced_at: float, now: float) -> None:
        self._end_utterance(None, None)  # one is still open if the VAD crashed before it ended
        self._speaking = _Speaking(first_voiced_at - FRAME_S, now, [])

    def pause(self, now: float) -> None:
        if self._speaking is not None:
            self._keep("pauses", self._speaking.pauses, self._s(now), KEPT_PAUSES)

    def speech_ended(self, last_voiced_at: float, now: float) -> None:
        self._end_utterance(self._s(last_voiced_at), self._s(now))

    # The agent, from the line writer.

    def audio(self, turn: int, length: int, now: float) -> None:
        """Note bytes that were just written: the carrier plays them after all that it has queued."""
        last = self._sounding
        if last is not None and last.turn == turn and now <= last.until + SEAM_S:
            last.until += length / BYTES_PER_S
            return
        begins = now if last is None else max(now, last.until)
        self._end_sound(None)
        self._sounding = _Sounding(turn, begins, begins + length / BYTES_PER_S)

    def cleared(self, now: float) -> None:
        """The carrier drops what it has not played."""
        self._end_sound(now)
        self.moment(MomentKind.CLEAR, "", now)

    # Whatever else happens at one instant.

    def moment(self, kind: MomentKind, label: str, now: float) -> None:
        if self._moments_kept[kind] < KEPT_MOMENTS:
            self._moments_kept[kind] += 1
            self._moments.append(Moment(kind, self._s(now), label))
        else:
            self._left_out[kind.value] += 1

    def finish(self, now: float) -> CallTrace:
        """The trace of the whole call. What was still going on ends at `now`."""
        self._end_run()
        self._end_utterance(None, None)
        self._end_sound(now)
        return CallTrace(
            seconds=self._s(now),
            voiced=tuple(self._voiced),
            utterances=tuple(self._utterances),
            sounds=tuple(self._sounds),
            moments=tuple(self._moments),
            left_out=dict(self._left_out),
        )

    def _end_run(self) -> None:
        if self._voiced_frames:
            self._keep("verdicts", self._voiced, VoicedRun(self._s(self._voiced_from), self._voiced_frames), KEPT_RUNS)
            self._voiced_frames = 0

    def _end_utterance(self, voiced_until_s: float | None, ended_s: float | None) -> None:
        if (spoken := self._speaking) is not None:
            utterance = Utterance(
                self._s(spoken.voiced_from), self._s(spoken.onset), tuple(spoken.pauses), voiced_until_s, ended_s
            )
            self._keep("utterances", self._utterances, utterance, KEPT_UTTERANCES)
            self._speaking = None

    def _end_sound(self, cut_at: float | None) -> None:
        if (sounded := self._sounding) is not None:
            heard_until = sounded.until if cut_at is None else max(sounded.began, min(sounded.until, cut_at))
            sound = Sound(sounded.turn, self._s(sounded.began), self._s(sounded.until), self._s(heard_until))
            self._keep("sounds", self._sounds, sound, KEPT_SOUNDS)
            self._sounding = None

    def _keep(self, name: str, kept: list[T], item: T, room: int) -> None:
        if len(kept) < room:
            kept.append(item)
        else:
            self._left_out[name] += 1

    def _s(self, at: float) -> float:
        return round(at - self._began_at, _DECIMALS)
