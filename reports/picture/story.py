"""Turns a record into what the picture shows: turns with their speech, audio and latencies."""

import enum
from collections.abc import Sequence

import msgspec

from offhook.engine.record.call_record import CallBegun, CallRecord, TurnRecord
from offhook.engine.record.call_trace import CallTrace, Moment, MomentKind, Sound, TracedUtterance
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry
from offhook.engine.record.timeline import BargeIn, Instant, Latency, barge_in, latency
from offhook.reports.picture.plain_text import in_plain_text

KEYS_APART_S = 1.0  # keys closer than this are one entry


class Opening(enum.Enum):
    """Why the agent speaks in this turn."""

    GREETING = "greeting"
    SPEECH = "speech"
    KEYS = "keys"
    SILENCE = "asked again"
    APOLOGY = "apology"
    GOODBYE = "goodbye"


class Turn(msgspec.Struct, frozen=True):
    """One turn. Times are in seconds since the call began; None if there is none."""

    number: int
    opening: Opening
    caller_said: str
    not_taken: str  # words or keys that were recognised, but not taken as the answer
    agent_said: str
    unheard: str
    begins_s: float
    ends_s: float
    spoken_until_s: float | None  # the caller's last voiced frame, or last key
    drafted_s: float | None  # the reply was drafted at a pause
    sure_s: float | None  # the pause was known to be the end of the turn
    filled_s: float | None  # "one moment"
    answered_s: float | None
    onset_s: float | None  # the first voiced frame of the interruption
    cleared_s: float | None
    judged_s: float | None  # the verdict on the interruption
    resumed_s: float | None  # the interruption did not count, and the reply was resumed
    latency: Latency
    barge_in: BargeIn | None

    @property
    def speaks_from_s(self) -> float | None:
        """When a filler began, if one was said before the answer."""
        return self.filled_s if self.filled_s is not None else self.answered_s

    @property
    def answered_text(self) -> str:
        """What the agent answers, as the picture shows it; empty if nothing was said or no words were found."""
        said = self.caller_said or self.not_taken
        quoted = f"“{said}”" if said and self.opening is Opening.SPEECH else said
        return quoted if self.caller_said or not said else f"({quoted}, not taken)"


class KeyEntry(msgspec.Struct, frozen=True):
    keys: str
    from_s: float
    until_s: float


class CallStory(msgspec.Struct, frozen=True):
    """A call, ready for the layout."""

    begun: CallBegun
    seconds: float
    end_reason: str | None  # None while the call goes on
    turns: tuple[Turn, ...]
    trace: CallTrace
    keys: tuple[KeyEntry, ...]
    marks: tuple[tuple[str, float, float | None], ...]  # name, sent, echoed
    faults: tuple[Moment, ...]
    fault_counts: dict[str, int]
    ending_s: float | None  # when the call was told to end

    def answers_ms(self, to: Opening | None = None) -> list[int]:
        """The latencies of all answers, or of those to speech, or of those to keys."""
        turns = [turn for turn in self.turns if to in (None, turn.opening)]
        return [turn.latency.total for turn in turns if turn.latency.total is not None]


def story_of(record: CallRecord) -> CallStory:
    """The story of a record. Without a trace (a live call, or an older version's record) it has fewer details."""
    record = in_plain_text(record)
    seconds = _seconds(record)
    trace = record.trace or _trace_of_times(record.turns, seconds)
    endings = [moment.at_s for moment in trace.moments if moment.kind is MomentKind.ENDING]
    ending_s = endings[0] if endings else None
    begins = [_begins(turn) for turn in record.turns] + [seconds]
    said: dict[int, list[Entry]] = {}
    for entry in record.transcript:
        said.setdefault(entry.turn, []).append(entry)
    return CallStory(
        begun=record.begun,
        seconds=seconds,
        end_reason=record.over.end_reason if record.over else None,
        turns=tuple(
            _turn(turn, said.get(turn.turn, []), ends_s=max(begins[number + 1], begins[number]), ending_s=ending_s)
            for number, turn in enumerate(record.turns)
        ),
        trace=trace,
        keys=tuple(_key_entries(trace.moments)),
        marks=tuple(_marks(trace.moments)),
        faults=tuple(moment for moment in trace.moments if moment.kind is MomentKind.FAULT),
        fault_counts=record.over.faults if record.over else {},
        ending_s=ending_s,
    )


def _seconds(record: CallRecord) -> float:
    if record.trace is not None:
        return max(record.trace.seconds, 0.1)
    noted = [at for turn in record.turns for at in turn.times.values()]
    lasted = record.over.ended_at - record.begun.started_at if record.over else 0.0
    return max([0.1, lasted, *noted])


def _begins(turn: TurnRecord) -> float:
    """The caller's last sound before the turn, or the first event of the turn."""
    own = [at for name, at in turn.times.items() if name not in (Instant.ONSET_VOICED.value, Instant.ONSET.value)]
    return min(own or turn.times.values(), default=0.0)


def _turn(turn: TurnRecord, said: Sequence[Entry], *, ends_s: float, ending_s: float | None) -> Turn:
    times = turn.times
    caller = [entry for entry in said if isinstance(entry, CallerSaid)]
    agent = [entry for entry in said if isinstance(entry, AgentSaid)]
    resumed_s = times.get(Instant.RESUMED.value)
    endings = (Instant.ALL_PLAYED,) if resumed_s is not None else (Instant.ALL_PLAYED, Instant.CLEARED)
    over = [times[at.value] for at in endings if at.value in times]
    return Turn(
        number=turn.turn,
        opening=_opening(turn, caller, ending_s),
        caller_said=" ".join(entry.text for entry in caller if entry.text and not entry.not_taken),
        not_taken=" ".join(entry.text for entry in caller if entry.text and entry.not_taken),
        agent_said=" ".join(entry.text for entry in agent if entry.text),
        unheard=" ".join(entry.unheard for entry in agent if entry.unheard),
        begins_s=_begins(turn),
        ends_s=min([*over, ends_s]) if over else ends_s,
        spoken_until_s=times.get(Instant.LAST_VOICED.value, times.get(Instant.END_OF_TURN.value)),
        drafted_s=times.get(Instant.DRAFT_STARTED.value),
        sure_s=times.get(Instant.END_OF_TURN.value),
        filled_s=times.get(Instant.FILLER_SENT.value),
        answered_s=times.get(Instant.FIRST_FRAME_SENT.value),
        onset_s=times.get(Instant.ONSET_VOICED.value),
        cleared_s=times.get(Instant.CLEARED.value),
        judged_s=times.get(Instant.VERDICT.value),
        resumed_s=resumed_s,
        latency=latency(times),
        barge_in=barge_in(times),
    )


def _opening(turn: TurnRecord, caller: Sequence[CallerSaid], ending_s: float | None) -> Opening:
    """Follows from the times: only answers have the end of a caller's turn, only replies the responder's start."""
    if any(entry.by == "keys" for entry in caller):
        return Opening.KEYS
    if Instant.END_OF_TURN.value in turn.times:
        return Opening.SPEECH
    if ending_s is not None and _begins(turn) >= ending_s:
        return Opening.GOODBYE
    if Instant.RESPONDER_STARTED.value not in turn.times:
        return Opening.APOLOGY
    return Opening.GREETING if turn.turn == 1 else Opening.SILENCE


def _key_entries(moments: Sequence[Moment]) -> list[KeyEntry]:
    entries: list[KeyEntry] = []
    for key in (moment for moment in moments if moment.kind is MomentKind.KEY):
        if entries and key.at_s - entries[-1].until_s < KEYS_APART_S:
            first = entries.pop()
            entries.append(KeyEntry(first.keys + key.label, first.from_s, key.at_s))
        else:
            entries.append(KeyEntry(key.label, key.at_s, key.at_s))
    return entries


def _marks(moments: Sequence[Moment]) -> list[tuple[str, float, float | None]]:
    echoed = {moment.label: moment.at_s for moment in moments if moment.kind is MomentKind.MARK_ECHOED}
    sent = [moment for moment in moments if moment.kind is MomentKind.MARK_SENT]
    return [(mark.label, mark.at_s, echoed.get(mark.label)) for mark in sent]


def _trace_of_times(turns: Sequence[TurnRecord], seconds: float) -> CallTrace:
    """The part of a trace that can be made from the times of the turns."""
    utterances, sounds = [], []
    for turn in turns:
        at = turn.times
        if (spoken := at.get(Instant.LAST_VOICED.value)) is not None:
            utterances.append(TracedUtterance(spoken, spoken, (), spoken, at.get(Instant.END_OF_TURN.value)))
        if (first := at.get(Instant.FIRST_FRAME_SENT.value)) is not None:
            until = at.get(Instant.ALL_PLAYED.value, at.get(Instant.CLEARED.value, first))
            sounds.append(Sound(turn.turn, first, until, until))
    return CallTrace(seconds=seconds, utterances=tuple(utterances), sounds=tuple(sounds))
