"""What a call sounded like from the inside: verdicts, utterances, audio sent, marks, keys, faults, each with its time.

`CallTrace` is the frozen trace that is stored with the record. `Tracer` makes it of the call's facts. All times are
seconds since the call began. Each list has its own limit, and what is left out is counted by name.
"""

import enum
from collections import Counter
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from offhook.engine.record import facts
from offhook.engine.record.facts import Fact
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_S

T = TypeVar("T")

KEPT_RUNS = 8000  # half an hour of lively speech has about 4,000
KEPT_UTTERANCES = 1000
KEPT_PAUSES = 50  # of one utterance
KEPT_SOUNDS = 2000
KEPT_MOMENTS = 4000  # of each kind; there are five marks a second while the agent speaks
SEAM_S = 0.001  # audio that follows what plays before it within this is one sound
_DECIMALS = 4


class MomentKind(enum.StrEnum):
    """What happens at one instant."""

    KEY = "key"
    MARK_SENT = "mark sent"
    MARK_ECHOED = "mark echoed"
    CLEAR = "clear"
    FAULT = "fault"
    ENDING = "ending"


class TracedRun(msgspec.Struct, frozen=True, array_like=True):
    """Frames in a row that the VAD called voiced. `at_s` is where the first one's 20 ms began."""

    at_s: float
    frames: int

    @property
    def until_s(self) -> float:
        return self.at_s + self.frames * FRAME_S


class TracedUtterance(msgspec.Struct, frozen=True, array_like=True):
    """An utterance: its first and last voiced frame, and when the VAD detected the beginning and the end.

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
    voiced: tuple[TracedRun, ...] = ()
    utterances: tuple[TracedUtterance, ...] = ()
    sounds: tuple[Sound, ...] = ()
    moments: tuple[Moment, ...] = ()
    left_out: dict[str, int] = {}


@dataclass(slots=True)
class _Speaking:
    voiced_from: float
    onset: float
    pauses: list[float]


@dataclass(slots=True)
class _Sounding:
    turn: int
    began: float
    until: float


class _Kept(Generic[T]):
    """What a call has thousands of, kept encoded until it ends: as objects it would take six times the memory."""

    __slots__ = ("_count", "_decoder", "_encoded", "_room")

    def __init__(self, decoder: msgspec.msgpack.Decoder[tuple[T, ...]], room: int) -> None:
        self._decoder, self._room = decoder, room
        self._encoded, self._count = bytearray(), 0

    def keep(self, item: T) -> bool:
        """False if there is no room for it."""
        if self._count >= self._room:
            return False
        self._count += 1
        _encoder.encode_into(item, self._encoded, -1)
        return True

    def all(self) -> tuple[T, ...]:
        return self._decoder.decode(_ARRAY + self._count.to_bytes(4) + self._encoded)


_ARRAY = b"\xdd"  # its number of items follows in four bytes, then the items (MessagePack, "array 32")
_encoder = msgspec.msgpack.Encoder()
_voiced = msgspec.msgpack.Decoder(tuple[TracedRun, ...])
_utterances = msgspec.msgpack.Decoder(tuple[TracedUtterance, ...])
_sounds = msgspec.msgpack.Decoder(tuple[Sound, ...])
_moments = msgspec.msgpack.Decoder(tuple[Moment, ...])


class Tracer:
    """An observer: one call's trace while it is being made."""

    kinds = (
        facts.AudioSent,
        facts.MarkSent,
        facts.MarkEchoed,
        facts.VoicedRun,
        facts.SpeechStarted,
        facts.SpeechPaused,
        facts.SpeechEnded,
        facts.ClearSent,
        facts.KeyPressed,
        facts.FaultFact,
        facts.CallEnding,
    )

    def __init__(self) -> None:
        self._speaking: _Speaking | None = None
        self._sounding: _Sounding | None = None
        self._voiced = _Kept(_voiced, KEPT_RUNS)
        self._utterances = _Kept(_utterances, KEPT_UTTERANCES)
        self._sounds = _Kept(_sounds, KEPT_SOUNDS)
        self._moments = _Kept(_moments, KEPT_MOMENTS * len(MomentKind))
        self._moments_kept: Counter[MomentKind] = Counter()
        self._left_out: Counter[str] = Counter()

    def observe(self, fact: Fact) -> None:
        match fact.what:
            case facts.AudioSent(length):
                self._sent(fact.turn, length, fact.at_s)
            case facts.MarkSent(name):
                self._moment(MomentKind.MARK_SENT, name, fact.at_s)
            case facts.MarkEchoed(name):
                self._moment(MomentKind.MARK_ECHOED, name, fact.at_s)
            case facts.VoicedRun(from_s, frames):
                self._keep("verdicts", self._voiced, TracedRun(_rounded(from_s), frames))
            case facts.SpeechStarted(first_voiced_s):
                self._end_utterance(None, None)  # one is still open if the VAD crashed before it ended
                self._speaking = _Speaking(first_voiced_s - FRAME_S, fact.at_s, [])
            case facts.SpeechPaused() if self._speaking is not None:
                if len(self._speaking.pauses) < KEPT_PAUSES:
                    self._speaking.pauses.append(_rounded(fact.at_s))
                else:
                    self._left_out["pauses"] += 1
            case facts.SpeechEnded(last_voiced_s):
                self._end_utterance(_rounded(last_voiced_s), _rounded(fact.at_s))
            case facts.ClearSent():  # the carrier drops what it has not played
                self._end_sound(fact.at_s)
                self._moment(MomentKind.CLEAR, "", fact.at_s)
            case facts.KeyPressed(key):
                self._moment(MomentKind.KEY, key, fact.at_s)
            case facts.FaultFact(counted=(fault, _)):
                self._moment(MomentKind.FAULT, fault.value, fact.at_s)
            case facts.CallEnding(reason):
                self._moment(MomentKind.ENDING, reason.value, fact.at_s)
            case _:
                pass  # no sound, and no moment of the picture

    def finish(self, seconds: float) -> CallTrace:
        """The trace of a call of this length. What was still going on ends with it."""
        self._end_utterance(None, None)
        self._end_sound(seconds)
        return CallTrace(
            seconds=_rounded(seconds),
            voiced=self._voiced.all(),
            utterances=self._utterances.all(),
            sounds=self._sounds.all(),
            moments=self._moments.all(),
            left_out=dict(self._left_out),
        )

    def _sent(self, turn: int, length: int, at_s: float) -> None:
        """The carrier plays audio after all that it has queued."""
        last = self._sounding
        if last is not None and last.turn == turn and at_s <= last.until + SEAM_S:
            last.until += length / BYTES_PER_S
            return
        begins = at_s if last is None else max(at_s, last.until)
        self._end_sound(None)
        self._sounding = _Sounding(turn, begins, begins + length / BYTES_PER_S)

    def _moment(self, kind: MomentKind, label: str, at_s: float) -> None:
        if self._moments_kept[kind] < KEPT_MOMENTS:
            self._moments_kept[kind] += 1
            self._moments.keep(Moment(kind, _rounded(at_s), label))
        else:
            self._left_out[kind.value] += 1

    def _end_utterance(self, voiced_until_s: float | None, ended_s: float | None) -> None:
        if (spoken := self._speaking) is not None:
            utterance = TracedUtterance(
                _rounded(spoken.voiced_from),
                _rounded(spoken.onset),
                tuple(spoken.pauses),
                voiced_until_s,
                ended_s,
            )
            self._keep("utterances", self._utterances, utterance)
            self._speaking = None

    def _end_sound(self, cut_at: float | None) -> None:
        if (sounded := self._sounding) is not None:
            heard_until = sounded.until if cut_at is None else max(sounded.began, min(sounded.until, cut_at))
            sound = Sound(sounded.turn, *(_rounded(at) for at in (sounded.began, sounded.until, heard_until)))
            self._keep("sounds", self._sounds, sound)
            self._sounding = None

    def _keep(self, name: str, kept: _Kept[T], item: T) -> None:
        if not kept.keep(item):
            self._left_out[name] += 1


def _rounded(at_s: float) -> float:
    return round(at_s, _DECIMALS)
