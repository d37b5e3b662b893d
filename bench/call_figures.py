"""Computes the figures of one call from its log. Pure: a script and times in, milliseconds out."""

import msgspec

from bench.lean_caller import AgentAudio, AgentCleared, CallLog
from bench.script import Script, ScriptedUtterance
from offhook.protocol.mulaw import SAMPLE_RATE_HZ

NEVER = float("inf")
GAP_S = 0.001
"""Eight samples: what is shorter is rounding."""


class CallFigures(msgspec.Struct):
    """The measurements of those turns whose last frame was sent in the steady part."""

    response_ms: list[float] = []
    """The frame that completes the silence, to the first agent audio: what is added to the silence itself."""
    barge_in_ms: list[float] = []
    """The first voiced frame of the onset window, to `clear`."""
    gap_ms: list[float] = []
    unanswered: int = 0
    unheeded: int = 0
    """Interruptions that no `clear` came of."""


def figures(script: Script, log: CallLog, steady_from: float, steady_until: float) -> CallFigures:
    """The figures of one call."""
    found = CallFigures(gap_ms=[ms for at, ms in _gaps(script, log) if steady_from <= at < steady_until])
    for number, utterance in enumerate(script.utterances):
        over_at = _sent_at(log, utterance.over)
        if not steady_from <= over_at < steady_until:
            continue
        following = script.utterances[number + 1] if number + 1 < len(script.utterances) else None
        _measure(found, log, utterance, NEVER if following is None else _sent_at(log, following.first_voiced))
    return found


def _measure(found: CallFigures, log: CallLog, utterance: ScriptedUtterance, next_at: float) -> None:
    voiced_at, over_at = _sent_at(log, utterance.first_voiced), _sent_at(log, utterance.over)
    reply_since = over_at
    if utterance.interrupts:
        cleared_at = _first(log, AgentCleared, voiced_at, next_at)
        if cleared_at is None:
            found.unheeded += 1
        else:
            found.barge_in_ms.append((cleared_at - voiced_at) * 1000)
            reply_since = max(over_at, cleared_at)
    reply_at = _first(log, AgentAudio, reply_since, next_at)
    if reply_at is None:
        found.unanswered += 1
    else:
        found.response_ms.append((reply_at - over_at) * 1000)


def _gaps(script: Script, log: CallLog) -> list[tuple[float, float]]:
    """Time and length (in ms) of each silence between two sounds of one reply."""
    gaps: list[tuple[float, float]] = []
    asked = [_sent_at(log, utterance.over) for utterance in script.utterances]
    plays_until: float | None = None  # None if the next sound begins a reply
    last_at = 0.0
    for event in log.agent:
        if isinstance(event, AgentCleared) or any(last_at < at <= event.at for at in asked):
            plays_until = None
        last_at = event.at
        if isinstance(event, AgentAudio):
            if plays_until is not None and event.at - plays_until > GAP_S:
                gaps.append((event.at, (event.at - plays_until) * 1000))
            plays_until = max(plays_until or 0.0, event.at) + event.length / SAMPLE_RATE_HZ
    return gaps


def _first(log: CallLog, kind: type[AgentAudio | AgentCleared], since: float, before: float) -> float | None:
    return next((event.at for event in log.agent if isinstance(event, kind) and since <= event.at < before), None)


def _sent_at(log: CallLog, frame: int) -> float:
    return log.sent_at[frame] if frame < len(log.sent_at) else NEVER
