"""Prints a call: one line for each event, with its time since the start of the call."""

from collections.abc import Callable

from offhook.protocol.mulaw import SAMPLE_RATE_HZ
from offhook.protocol.playout import SoundBegan, SoundEnded
from offhook.reports.call_in_words import collected_in_words, tools_in_words
from offhook.reports.terminal import AGENT_STYLE, CALLER_STYLE, TROUBLE_STYLE, Terminal
from offhook.reports.told_entry import told
from offhook.telephone.phone import CallOutcome
from offhook.telephone.phone_events import (
    CallerBegan,
    CallerEnded,
    CarrierVoice,
    Cleared,
    KeySent,
    LineClosed,
    LineOpened,
    MessageRefused,
    PhoneEvent,
    QueryDropped,
    Ringing,
    StreamEnded,
    StreamNotOpened,
    StreamOpened,
    Transferred,
    TurnRecorded,
)
from offhook.telephone.phone_report import LATE_S
from offhook.telephone.phone_words import Words

_CALLER, _AGENT, _TROUBLE, _CARRIER = CALLER_STYLE, AGENT_STYLE, TROUBLE_STYLE, "dim"


def printing(terminal: Terminal) -> Callable[[PhoneEvent], None]:
    """A listener that prints every event. Times count from the first event, and from the first stream once it opens."""
    began_at: list[float] = []

    def show(event: PhoneEvent) -> None:
        if not began_at or (isinstance(event, StreamOpened | LineOpened) and len(began_at) == 1):
            began_at.append(event.at)
        style, who, what = describe(event)
        terminal.say(f"{event.at - began_at[-1]:8.2f} s  {who:<8} {what}", style)

    return show


def describe(event: PhoneEvent) -> tuple[str, str, str]:
    """Style, who, and what it did."""
    match event:
        case Ringing(url=url):
            return _CARRIER, "carrier", f"asks {url}"
        case QueryDropped(url=url):
            return _TROUBLE, "carrier", f"drops the query of the stream's url ({url} is left): use <Parameter>"
        case StreamNotOpened(url=url):
            return _TROUBLE, "carrier", f"cannot open {url}"
        case StreamOpened(url=url):
            return _CARRIER, "carrier", f"opens {url}"
        case LineOpened():
            return _CARRIER, "carrier", "answers; it records each turn"
        case TurnRecorded(seconds=seconds, digits=digits):
            return _CARRIER, "carrier", f"has recorded {seconds:.2f} s" + (f", ended by {digits}" if digits else "")
        case LineClosed(by=by):
            return _CARRIER, "carrier", f"call ended by the {by}"
        case StreamEnded(by=by, how=how):
            return _CARRIER, "carrier", f"stream ended by the {by}: {how}"
        case CarrierVoice(what=what):
            return _CARRIER, "carrier", f"says {what!r}"
        case Transferred(to=to):
            return _CARRIER, "carrier", f"transferred to {to}"
        case CallerBegan(label=label):
            return _CALLER, "caller", f"begins {label}"
        case CallerEnded():
            return _CALLER, "caller", "is done"
        case KeySent(key=key):
            return _CALLER, "caller", f"presses {key}"
        case SoundBegan():
            return _AGENT, "agent", "speaks"
        case SoundEnded(cleared_bytes=0):
            return _AGENT, "agent", "is silent: all was played"
        case SoundEnded(cleared_bytes=cleared):
            return _AGENT, "agent", f"is silent: {cleared / SAMPLE_RATE_HZ:.2f} s thrown away"
        case Cleared():
            return _AGENT, "agent", "clears what is queued"
        case MessageRefused(warning=warning, reason=reason):
            return _TROUBLE, "carrier", f"warning {warning.value}: {reason}"


def print_summary(terminal: Terminal, outcome: CallOutcome) -> None:
    """Print the most important numbers; the report has all of them."""
    numbers = outcome.report
    if numbers.greeting_ms is not None:
        terminal.say(f"greeting after {numbers.greeting_ms:.0f} ms")
    for turn in numbers.turns:
        terminal.say(f"{turn.label}: {_answered(turn.response_ms, turn.vad_response_ms)}")
    for barge_in in numbers.barge_ins:
        stopped = "not cleared" if barge_in.clear_ms is None else f"cleared after {barge_in.clear_ms:.0f} ms"
        heard = f"{barge_in.heard_after_onset_ms:.0f} ms of agent heard over the caller"
        terminal.say(f"{barge_in.label}: {stopped}, {heard}")
    if numbers.gaps:
        terminal.say(f"{len(numbers.gaps)} gaps in the agent's sound, the longest {_longest(outcome):.0f} ms")
    if numbers.max_lateness_ms > LATE_S * 1000:
        terminal.say(
            f"this machine was up to {numbers.max_lateness_ms:.0f} ms late with the caller's frames: "
            "the numbers are uncertain by as much",
            _TROUBLE,
        )


def print_words(terminal: Terminal, call_sid: str, words: Words) -> None:
    """Print the CallSid, and the conversation, the answers and what was done as the server recorded them, with the
    server's times."""
    said = words.transcript
    terminal.say(f"CallSid {call_sid}" + (": what was said and heard, as the server recorded it" if said else ""))
    for entry in said:
        who, what = told(entry)
        terminal.say(f"{entry.at_s:8.2f} s  {who:<8} {what}", _CALLER if who == "caller" else _AGENT)
    for line in collected_in_words(words.collected):
        terminal.say(f"collected {line}")
    for name, line in tools_in_words(words.tools, words.notes):
        terminal.say(f"{name} {line}")


def _answered(response_ms: float | None, vad_response_ms: float | None) -> str:
    if response_ms is None:
        return "no reply, or none that can be told apart from earlier audio"
    by_vad = "" if vad_response_ms is None else f" ({vad_response_ms:.0f} ms by the VAD)"
    return f"answered after {response_ms:.0f} ms{by_vad}"


def _longest(outcome: CallOutcome) -> float:
    return max(gap.length_ms for gap in outcome.report.gaps)
