"""What makes answers come sooner on one path than on the other: over a stream, or over recordings of each turn.

The server's record has the stages of each answer. What the carrier takes beside them, to store a recording and to ask,
and to fetch and play the sound, only the telephone measures: so it is told where both sides are its reports.
"""

from collections.abc import Iterable, Sequence
from statistics import median

import msgspec

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.timeline import Latency, latency

ROUND_TRIP, END_OF_SPEECH, STREAMING = (
    "no recording to store, fetch and play",
    "faster end of speech",
    "streaming: work that begins before the last is done",
)


class Saving(msgspec.Struct, frozen=True):
    """Milliseconds of the median answer."""

    why: str
    a_ms: float
    b_ms: float

    @property
    def saved_ms(self) -> float:
        return round(self.a_ms - self.b_ms, 1)


class PathTimes(msgspec.Struct, frozen=True):
    """The stages of the answers on one path; medians, in milliseconds."""

    path: str
    answers: int
    silence: float
    recording: float
    services: float
    carrier: float | None = None
    """What the telephone has waited beside them."""

    @property
    def total(self) -> float:
        return self.silence + self.recording + self.services + (self.carrier or 0.0)


def times_of(records: Iterable[CallRecord], heard_ms: float | None = None) -> PathTimes | None:
    """Of calls on the same path; None without an answer to speech. `heard_ms`: the median by the telephone."""
    found = [(record.begun.path, latency(turn.times)) for record in records for turn in record.turns]
    answers = [each for _, each in found if each.total is not None and each.silence is not None]
    if not answers:
        return None
    silence, recording = (_median(answers, stage) for stage in ("silence", "recording"))
    services = median((each.total or 0) - (each.silence or 0) - (each.recording or 0) for each in answers)
    carrier = None if heard_ms is None else max(0.0, round(heard_ms - silence - recording - services, 1))
    return PathTimes(found[0][0], len(answers), silence, recording, services, carrier)


def savings(a: PathTimes, b: PathTimes) -> Sequence[Saving]:
    """What B saves; nothing where both are on the same path."""
    if a.path == b.path:
        return ()
    return (
        Saving(ROUND_TRIP, a.recording + (a.carrier or 0.0), b.recording + (b.carrier or 0.0)),
        Saving(END_OF_SPEECH, a.silence, b.silence),
        Saving(STREAMING, a.services, b.services),
    )


def _median(answers: Sequence[Latency], stage: str) -> float:
    return float(median(getattr(each, stage) or 0 for each in answers))
