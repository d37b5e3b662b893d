"""The times of each turn, for the log, the latency table and the record."""

import enum
from collections.abc import Mapping
from itertools import accumulate, pairwise

import msgspec

from offhook.engine.record import facts
from offhook.engine.record.facts import Fact


class Instant(enum.StrEnum):  # as a key twice as fast as an `Enum`, whose hash is made in Python
    """The moments of a turn that are noted."""

    FIRST_VOICED = "first_voiced"  # the first voiced frame arrived of the words that the turn answers
    LAST_VOICED = "last_voiced"  # the caller's last voiced frame arrived
    PAUSE = "pause"  # the VAD detected a pause: the last one before the end of the turn
    DRAFT_STARTED = "draft_started"  # of the draft that became the reply
    END_OF_TURN = "end_of_turn"  # the VAD detected it; or the last key was pressed
    RECORDING_FETCHED = "recording_fetched"  # of a turn that the carrier has recorded
    TRANSCRIPT = "transcript"
    RESPONDER_STARTED = "responder_started"
    FIRST_TOKEN = "first_token"
    FIRST_SENTENCE = "first_sentence"
    VOICE_FIRST_BYTE = "voice_first_byte"
    FILLER_SENT = "filler_sent"  # the first frame of "one moment", accepted by the socket
    FIRST_FRAME_SENT = "first_frame_sent"  # of the reply itself, accepted by the socket
    FIRST_MARK_BACK = "first_mark_back"
    ALL_PLAYED = "all_played"
    ONSET_VOICED = "onset_voiced"  # first voiced frame of the onset window that interrupted this turn
    ONSET = "onset"  # the VAD detected that onset
    CLEARED = "cleared"  # the clear was accepted by the socket
    VERDICT = "verdict"  # it was decided whether the interruption counts, or the deadline for that passed
    RESUMED = "resumed"  # a false alarm: the first frame of the resumed reply, accepted by the socket


_STAGES = (
    Instant.LAST_VOICED,
    Instant.END_OF_TURN,
    Instant.RECORDING_FETCHED,
    Instant.TRANSCRIPT,
    Instant.FIRST_SENTENCE,
    Instant.VOICE_FIRST_BYTE,
    Instant.FIRST_FRAME_SENT,
)
"""The moments of an answer, in order; each stage of its latency lies between two neighbours."""


class Latency(msgspec.Struct, frozen=True):
    """The stages of a turn's response time, in whole milliseconds that add up; None if the turn has no such stage."""

    silence: int | None = None
    recording: int | None = None  # fetched from the carrier; None where the audio is streamed
    recognizer: int | None = None
    responder: int | None = None
    voice: int | None = None
    wire: int | None = None
    total: int | None = None

    def stages(self) -> tuple[tuple[str, int | None], ...]:
        """Name and length of each stage, in order; that of the recording only of a turn that was recorded."""
        left_out = ("total",) if self.recording is not None else ("total", "recording")
        return tuple((name, value) for name, value in msgspec.structs.asdict(self).items() if name not in left_out)


class BargeIn(msgspec.Struct, frozen=True):
    """How long the agent spoke on over the caller, in milliseconds; `decided` is the VAD's share of it."""

    decided: int
    cleared: int


def latency(times: Mapping[str, float]) -> Latency:
    """A turn's latency, from the caller's last voiced frame or last key to the first audio on the wire.

    The log, the table in the terminal and the picture all take their numbers from here. Each instant is rounded once,
    as its distance from the first, so that the stages add up to the total without rounding errors. A stage that a draft
    finished before the stage before it was over has length 0.
    """
    known = [(number, times[stage.value]) for number, stage in enumerate(_STAGES) if stage.value in times]
    if len(known) < 2 or known[0][0] > 1 or known[-1][0] != len(_STAGES) - 1:
        return Latency()
    first = known[0][1]
    so_far = accumulate((at for _, at in known), max)
    reached_ms = {number: round((at - first) * 1000) for (number, _), at in zip(known, so_far, strict=True)}
    parts: list[int | None] = [None] * len(_STAGES)  # the last one is the total
    for earlier, later in pairwise(reached_ms):
        parts[later - 1] = reached_ms[later] - reached_ms[earlier]
    parts[-1] = reached_ms[len(_STAGES) - 1]
    return Latency(*parts)


def barge_in(times: Mapping[str, float]) -> BargeIn | None:
    """From the caller's first voiced frame to the clear on the wire; None if speech did not interrupt the turn."""
    voiced, onset, cleared = (times.get(at.value) for at in (Instant.ONSET_VOICED, Instant.ONSET, Instant.CLEARED))
    if voiced is None or onset is None or cleared is None or cleared < onset:
        return None
    return BargeIn(round((onset - voiced) * 1000), round((cleared - voiced) * 1000))


class TurnTimes:
    """The instants of one turn, in seconds since the call began. `note` keeps the first time of an instant."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        self._at: dict[Instant, float] = {}

    def note(self, instant: Instant, at: float) -> None:
        self._at.setdefault(instant, at)

    def renew(self, instant: Instant, at: float) -> None:
        """Note an instant whose last time counts."""
        self._at[instant] = at

    def forget(self, *instants: Instant) -> None:
        """Remove instants that belong to something that was given up."""
        for instant in instants:
            self._at.pop(instant, None)

    def as_dict(self) -> dict[str, float]:
        """{instant: seconds}, JSON-ready, in microseconds so that rounding to milliseconds later is right."""
        return {instant.value: round(at, 6) for instant, at in self._at.items()}


KEPT_TURNS = 1000  # so that a call of hours does not grow without bound; the store has the older ones


_DRAFTED = (Instant.RESPONDER_STARTED, Instant.FIRST_TOKEN, Instant.FIRST_SENTENCE, Instant.VOICE_FIRST_BYTE)


_NOTED: Mapping[type, Instant] = {
    facts.ReplyBegun: Instant.RESPONDER_STARTED,
    facts.FirstToken: Instant.FIRST_TOKEN,
    facts.TranscriptReady: Instant.TRANSCRIPT,
    facts.KeysEntered: Instant.TRANSCRIPT,
    facts.RecordingFetched: Instant.RECORDING_FETCHED,
    facts.AllPlayed: Instant.ALL_PLAYED,
}
_RENEWED: Mapping[type, Instant] = {
    facts.ClearSent: Instant.CLEARED,
    facts.VerdictGiven: Instant.VERDICT,
    facts.Resumed: Instant.RESUMED,
}
"""Of these the last time counts, because a reply may be interrupted more than once."""


class Timeline:
    """An observer: the times of a call's turns."""

    __slots__ = ("_echoed", "_sent", "_turns")

    kinds = (
        facts.AudioSent,
        facts.MarkEchoed,
        *_NOTED,
        *_RENEWED,
        facts.SentenceBegun,
        facts.VoiceSounded,
        facts.DraftDiscarded,
        facts.DraftCommitted,
        facts.SpeechPaused,
        facts.TurnEnded,
        facts.RequestReceived,
        facts.SpokenOver,
    )

    def __init__(self) -> None:
        self._turns: dict[int, TurnTimes] = {}
        # There are ten of these a second, of which the first of a turn has an instant.
        self._sent: tuple[int, bool] | None = None
        self._echoed = 0

    def observe(self, fact: Fact) -> None:
        match fact.what:
            case facts.AudioSent(filler=filler):
                if self._sent != (fact.turn, filler):
                    self._sent = fact.turn, filler
                    self._note(fact, Instant.FILLER_SENT if filler else Instant.FIRST_FRAME_SENT)
            case facts.MarkEchoed():
                if self._echoed != fact.turn:  # 0: of audio that is no turn's own
                    self._echoed = fact.turn
                    if fact.turn:
                        self._note(fact, Instant.FIRST_MARK_BACK)
            case what if (noted := _NOTED.get(type(what))) is not None:
                self._note(fact, noted)
            case what if (renewed := _RENEWED.get(type(what))) is not None:
                self.turn(fact.turn).renew(renewed, fact.at_s)
            case _:
                self._observe_more(fact)

    def _observe_more(self, fact: Fact) -> None:
        match fact.what:
            case facts.SentenceBegun(filler=False):
                self._note(fact, Instant.FIRST_SENTENCE)
            case facts.VoiceSounded(filler=False):
                self._note(fact, Instant.VOICE_FIRST_BYTE)
            case facts.DraftDiscarded():
                self.turn(fact.turn).forget(*_DRAFTED)
            case facts.DraftCommitted(begun_s):
                self.turn(fact.turn).note(Instant.DRAFT_STARTED, begun_s)
            case facts.SpeechPaused() if fact.turn:
                self.turn(fact.turn).renew(Instant.PAUSE, fact.at_s)
            case facts.TurnEnded(first_voiced_s, last_voiced_s):
                self._note_end(fact, first_voiced_s, last_voiced_s)
            case facts.RequestReceived() if fact.turn:
                self._note(fact, Instant.END_OF_TURN)
            case facts.SpokenOver(first_voiced_s):
                self.turn(fact.turn).renew(Instant.ONSET_VOICED, first_voiced_s)
                self.turn(fact.turn).renew(Instant.ONSET, fact.at_s)
            case _:
                pass  # no instant of a turn

    def _note(self, fact: Fact, instant: Instant) -> None:
        self.turn(fact.turn).note(instant, fact.at_s)

    def _note_end(self, fact: Fact, first_voiced_s: float | None, last_voiced_s: float | None) -> None:
        if first_voiced_s is not None and last_voiced_s is not None:
            self.turn(fact.turn).note(Instant.FIRST_VOICED, first_voiced_s)
            self.turn(fact.turn).note(Instant.LAST_VOICED, last_voiced_s)
        self._note(fact, Instant.END_OF_TURN)

    def turn(self, number: int) -> TurnTimes:
        times = self._turns.get(number)
        if times is None:
            times = self._turns[number] = TurnTimes()
            if len(self._turns) > KEPT_TURNS:
                del self._turns[next(iter(self._turns))]
        return times

    def find(self, number: int) -> TurnTimes | None:
        """The times of a turn, if something was noted and they are still kept."""
        return self._turns.get(number)

    @property
    def newest(self) -> int:
        """The newest turn of which something was noted; 0 for none."""
        return max(self._turns, default=0)

    def all_turns(self) -> list[tuple[int, TurnTimes]]:
        return sorted(self._turns.items())
