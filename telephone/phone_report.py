"""From the log of a call to its numbers: how fast the agent answers, and how fast it stops.

All times are the carrier's: a caller's frame counts when it is sent, the agent's audio when it is played. "Voiced" has
two meanings, and both are reported: where the recording's voice is (labelled, or by power: see `telephone/clip.py`),
and where WebRTC's VAD in mode 3 hears it (`vad_`), as a server with that VAD does.
"""

from collections.abc import Iterator

from offhook.protocol.playout import SoundBegan, SoundEnded, SoundPlayed
from offhook.reports.phone_numbers import BargeInReport, CallReport, GapReport, TurnReport
from offhook.telephone.phone_events import Cleared, LineClosed, LineOpened, PhoneEvent, StreamEnded, StreamOpened
from offhook.telephone.phone_log import PhoneLog, SaidItem

ONSET_VOICED, ONSET_WINDOW = 3, 5
_VAD_HANGOVER_FRAMES = 25  # the VAD also calls a few quiet frames after the voice voiced
LATE_S = 0.010
"""A caller's frame that is later than this makes the numbers of this call doubtful."""


def report(log: PhoneLog) -> CallReport:
    """The numbers of a call that is over; all zero if no stream was opened."""
    streams = sum(isinstance(event, StreamOpened) for event in log.events)
    opened = [event.at for event in log.events if isinstance(event, StreamOpened | LineOpened)]
    if not opened:
        return CallReport()
    began_at = opened[0]
    ends = [event for event in log.events if isinstance(event, StreamEnded | LineClosed)]
    reached = [said for said in log.said if said.last_voiced < len(log.sent_at)]
    started = [said for said in log.said if said.first_voiced < len(log.sent_at)]
    return CallReport(
        streams=streams,
        duration_s=round(ends[-1].at - began_at, 3) if ends else 0.0,
        ended=_ended(ends[-1]) if ends else "",
        greeting_ms=_ms(_first(_began(log), began_at, _onset(log, 0)), began_at),
        turns=tuple(_turn(log, number, said, began_at) for number, said in enumerate(reached)),
        barge_ins=tuple(_barge_ins(log, started, began_at)),
        gaps=tuple(_gaps(log, began_at)),
        agent_audio_s=round(sum(len(heard.mulaw) for heard in log.heard) / 8000, 3),
        frames_sent=len(log.sent_at),
        max_lateness_ms=_milliseconds(log.max_lateness_s),
        refused_messages=log.refused,
    )


def _ended(event: StreamEnded | LineClosed) -> str:
    return f"by the {event.by}" + (f": {event.how}" if isinstance(event, StreamEnded) else "")


def _turn(log: PhoneLog, number: int, said: SaidItem, began_at: float) -> TurnReport:
    until = log.sent_at[said.last_voiced]
    reply_at = _first(_began(log), until, _end_of_next(log, number))
    vad_until = None if said.item.keys else _vad_last_voiced(log, said, reply_at)
    return TurnReport(
        label=said.item.label,
        said_from_s=round(log.sent_at[said.first_voiced] - began_at, 3),
        said_until_s=round(until - began_at, 3),
        reply_at_s=None if reply_at is None else round(reply_at - began_at, 3),
        response_ms=_ms(reply_at, until),
        vad_response_ms=_ms(reply_at, vad_until),
    )


def _barge_ins(log: PhoneLog, started: list[SaidItem], began_at: float) -> Iterator[BargeInReport]:
    for number, said in enumerate(started):
        onset = log.sent_at[said.first_voiced]
        vad_onset = None if said.item.keys else _vad_onset(log, said)
        # The VAD, and so the server, may react to a breath before the labelled start.
        from_at = onset if vad_onset is None else min(onset, vad_onset)
        speaking = _sounding(log, from_at)
        if not speaking and said.item.barge_in_after_s is None:
            continue
        clears = [event.at for event in log.events if isinstance(event, Cleared)]
        clear_at = _first(clears, from_at, _onset(log, number + 1))
        yield BargeInReport(
            label=said.item.label,
            onset_at_s=round(onset - began_at, 3),
            agent_was_speaking=speaking,
            clear_ms=_ms(clear_at, onset) if clear_at is None or clear_at >= onset else 0.0,
            vad_clear_ms=_ms(clear_at, vad_onset),
            heard_after_onset_ms=_heard_ms(log.heard, onset, _silent_at(log, onset, clear_at)) if speaking else 0.0,
        )


def _gaps(log: PhoneLog, began_at: float) -> Iterator[GapReport]:
    """The gaps within replies. A silence in which the caller spoke is between two replies, so it is not one."""
    for gap in log.gaps:
        if not any(_spoke_during(log, said, gap.at, gap.until) for said in log.said):
            yield GapReport(round(gap.at - began_at, 3), _milliseconds(gap.until - gap.at))


def _spoke_during(log: PhoneLog, said: SaidItem, at: float, until: float) -> bool:
    last = min(said.end, len(log.sent_at)) - 1
    return log.sent_at[said.first_frame] < until and log.sent_at[last] > at


def _began(log: PhoneLog) -> list[float]:
    return [event.at for event in log.events if isinstance(event, SoundBegan)]


def _first(instants: list[float], since: float, before: float) -> float | None:
    return next((at for at in instants if since <= at < before), None)


def _onset(log: PhoneLog, number: int) -> float:
    """When the voice of an item began; infinity for an item that was not said."""
    if number < len(log.said) and log.said[number].first_voiced < len(log.sent_at):
        return log.sent_at[log.said[number].first_voiced]
    return float("inf")


def _end_of_next(log: PhoneLog, number: int) -> float:
    if number + 1 < len(log.said) and log.said[number + 1].last_voiced < len(log.sent_at):
        return log.sent_at[log.said[number + 1].last_voiced]
    return float("inf")


def _sounding(log: PhoneLog, at: float) -> bool:
    sounding = False
    for event in _sound_events(log):
        if event.at > at:
            break
        sounding = isinstance(event, SoundBegan)
    return sounding


def _silent_at(log: PhoneLog, onset: float, clear_at: float | None) -> float:
    """When the agent's audio that was playing at the onset ended, by a clear or by itself."""
    ended = [event.at for event in log.events if isinstance(event, SoundEnded) and event.at >= onset]
    return min([*ended, clear_at if clear_at is not None else float("inf")])


def _sound_events(log: PhoneLog) -> list[PhoneEvent]:
    return sorted(
        (event for event in log.events if isinstance(event, SoundBegan | SoundEnded)), key=lambda event: event.at
    )


def _heard_ms(sounds: list[SoundPlayed], since: float, until: float) -> float:
    return _milliseconds(sum(max(0.0, min(sound.until, until) - max(sound.at, since)) for sound in sounds))


def _vad_onset(log: PhoneLog, said: SaidItem) -> float | None:
    """The first voiced frame of the first window with enough voiced frames."""
    verdicts = log.voiced[said.first_frame : said.end + _VAD_HANGOVER_FRAMES]
    for end in range(1, len(verdicts) + 1):
        window = verdicts[max(0, end - ONSET_WINDOW) : end]
        if sum(window) >= ONSET_VOICED:
            return log.sent_at[said.first_frame + end - len(window) + window.index(1)]
    return None


def _vad_last_voiced(log: PhoneLog, said: SaidItem, before: float | None) -> float | None:
    """The last voiced frame with a voiced neighbour: a lone one does not restart the silence in a server either."""
    verdicts = log.voiced
    for frame in range(min(said.end + _VAD_HANGOVER_FRAMES, len(verdicts)) - 1, said.first_frame - 1, -1):
        if before is not None and log.sent_at[frame] > before:
            continue
        has_neighbour = (frame > 0 and verdicts[frame - 1]) or (frame + 1 < len(verdicts) and verdicts[frame + 1])
        if verdicts[frame] and has_neighbour:
            return log.sent_at[frame]
    return None


def _ms(at: float | None, since: float | None) -> float | None:
    return None if at is None or since is None else _milliseconds(at - since)


def _milliseconds(seconds: float) -> float:
    """Rounded to the microsecond, as the engine's timeline does: 551.46 rounded to a tenth would be shown as 552."""
    return round(seconds * 1000, 3)
