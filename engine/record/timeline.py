"""The times of each turn, for the log, the latency table and the record."""

import enum
from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import overload

import msgspec


class Instant(enum.Enum):
    """The moments of a turn that are noted."""

    FIRST_VOICED = "first_voiced"  # the first voiced frame arrived of the words that the turn answers
    LAST_VOICED = "last_voiced"  # the caller's last voiced frame arrived
    PAUSE = "pause"  # the VAD detected a pause: the last one before the end of the turn
    DRAFT_STARTED = "draft_started"  # of the draft that became the reply
    END_OF_TURN = "end_of_turn"  # the VAD detected it; or the last key was pressed
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
    Instant.TRANSCRIPT,
    Instant.FIRST_SENTENCE,
    Instant.VOICE_FIRST_BYTE,
    Instant.FIRST_FRAME_SENT,
)
"""The moments of an answer, in order; each stage of its latency lies between two neighbours."""


class Latency(msgspec.Struct, frozen=True):
    """The stages of a turn's response time, in whole milliseconds that add up; None if the turn has no such stage."""

    silence: int | None = None
    recognizer: int | None = None
    responder: int | None = None
    voice: int | None = None
    wire: int | None = None
    total: int | None = None

    def stages(self) -> tuple[tuple[str, int | None], ...]:
        """Name and length of each stage, in order."""
        return tuple((name, value) for name, value in msgspec.structs.asdict(self).items() if name != "total")


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

    @overload
    def get(self, instant: Instant) -> float | None: ...

    @overload
    def get(self, instant: Instant, default: float) -> float: ...

    def get(self, instant: Instant, default: float | None = None) -> float | None:
        return self._at.get(instant, default)

    def between(self, earlier: Instant, later: Instant) -> float | None:
        if earlier not in self._at or later not in self._at:
            return None
        return self._at[later] - self._at[earlier]

    def as_dict(self) -> dict[str, float]:
        """{instant: seconds}, JSON-ready, in microseconds so that rounding to milliseconds later is right."""
        return {instant.value: round(at, 6) for instant, at in self._at.items()}


KEPT_TURNS = 1000  # so that a call of hours does not grow without bound; the store has the older ones


class Timeline:
    """The turns of a call. Times go in as `trio.current_time()` and come out as seconds since the call began."""

    def __init__(self, began_at: float) -> None:
        self._began_at = began_at
        self._turns: dict[int, TurnTimes] = {}

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

    def note(self, turn: int, instant: Instant, at: float) -> None:
        self.turn(turn).note(instant, at - self._began_at)

    def renew(self, turn: int, instant: Instant, at: float) -> None:
        self.turn(turn).renew(instant, at - self._began_at)

    def seconds_in(self, at: float) -> float:
        """`at` as seconds since the call began."""
        return at - self._began_at

    def all_turns(self) -> list[tuple[int, TurnTimes]]:
        return sorted(self._turns.items())
