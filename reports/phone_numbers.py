"""The report of `offhook call`, as it is written to a file and read back for a comparison."""

import msgspec


class TurnReport(msgspec.Struct, frozen=True):
    """One item and the reply to it. Times are None without a reply that can be told apart from earlier audio."""

    label: str
    said_from_s: float
    said_until_s: float
    reply_at_s: float | None
    response_ms: float | None
    vad_response_ms: float | None


class BargeInReport(msgspec.Struct, frozen=True):
    """One item that interrupted the agent, or was meant to."""

    label: str
    onset_at_s: float
    agent_was_speaking: bool
    clear_ms: float | None
    vad_clear_ms: float | None
    heard_after_onset_ms: float


class GapReport(msgspec.Struct, frozen=True):
    """A gap in the agent's audio."""

    at_s: float
    length_ms: float


class CallReport(msgspec.Struct, frozen=True):
    """The numbers of a call. `_s` counts from the start of the first stream."""

    streams: int = 0
    duration_s: float = 0.0
    ended: str = ""
    greeting_ms: float | None = None
    turns: tuple[TurnReport, ...] = ()
    barge_ins: tuple[BargeInReport, ...] = ()
    gaps: tuple[GapReport, ...] = ()
    agent_audio_s: float = 0.0
    frames_sent: int = 0
    max_lateness_ms: float = 0.0
    refused_messages: int = 0


class CallSummary(msgspec.Struct, frozen=True):
    """The content of a report file."""

    went_through: bool
    failure: str
    transferred_to: str
    call: CallReport
    call_sid: str = ""
