"""The log lines of a call, made of facts alone. Wall time stands; lines go to a string, as JSON."""

import json
from io import StringIO
from typing import get_args

import pytest
from trio.testing import MockClock

from offhook.engine.decide.costs import Used
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import facts
from offhook.engine.record.facts import AnyWhat, Fact, Fault
from offhook.engine.record.log_lines import LogLines
from offhook.engine.record.timeline import Timeline
from offhook.simulation.world import SimulatedWorld
from tests.engine.record.told import tell, told

INFO: list[tuple[AnyWhat, dict[str, object]]] = [
    (
        facts.CallBegan("MZ1", "+15550100", "front_desk", 1.0, "twilio", "CA1"),
        {"event": "stream started", "stream": "MZ1", "carrier": "twilio"},
    ),
    (facts.CallReturned(2, "MZ1"), {"event": "call returned", "number": 2, "stream_before": "MZ1"}),
    (facts.CallerCameBack("Nobody answered."), {"event": "caller came back", "why": "Nobody answered."}),
    (facts.StreamBroke(), {"event": "stream broke"}),
    (facts.RequestReceived(2), {"event": "carrier asks how to go on", "request": 2}),
    (facts.RecordingFetched(2.345), {"event": "recording fetched", "seconds": 2.35}),
    (facts.SpeechStarted(1.0, 0.876), {"event": "speech started", "confidence": 0.88}),
    (facts.SpeechEnded(1.0, 35), {"event": "speech ended", "silence_frames": 35, "silence_ms": 700}),
    (facts.AudioStopped(0.567), {"event": "no audio from the caller", "since_s": 0.57}),
    (facts.EchoCancelled(120), {"event": "the agent's echo is cancelled", "delay_ms": 120}),
    (facts.RecognitionStarted(8000), {"event": "recognition started", "bytes": 8000}),
    (
        facts.Recognized("book a room", 0.934, 1.006, 0.01234),
        {
            "event": "caller said",
            "said": "book a room",
            "confidence": 0.93,
            "seconds": 1.01,
            "recognized_in_s": 0.012,
        },
    ),
    (
        facts.RecognizerWaited("whisper", 0.3104),
        {"event": "waited for the recognizer", "recognizer": "whisper", "waited_ms": 310},
    ),
    (facts.KeysEntered("4271"), {"event": "caller pressed", "turn": 3, "said": "4271"}),
    (facts.ReplyBegun("dialogue", True), {"event": "model started", "turn": 3, "responder": "dialogue", "draft": True}),
    (facts.FirstToken(), {"event": "first token", "turn": 3}),
    (
        facts.ServiceUsed(
            "responder.openai", Used(requests=1, input_tokens=100, cached_tokens=64, output_tokens=12, estimated=1)
        ),
        {
            "event": "tokens used",
            "turn": 3,
            "service": "responder.openai",
            "input": 100,
            "cached": 64,
            "output": 12,
            "estimated": True,
        },
    ),
    (
        facts.Hedged("speaker", "openai", "flite", second_won=True),
        {"event": "hedged", "role": "speaker", "first": "openai", "second": "flite", "second_won": True},
    ),
    (facts.DraftCommitted(1.0), {"event": "draft committed", "turn": 3}),
    (facts.LanguageAsked(1), {"event": "asked which language to speak", "turn": 3, "times": 1}),
    (facts.AnsweredFromFile("hours"), {"event": "answered from the agent file", "turn": 3, "entry": "hours"}),
    (facts.LanguageSet("es"), {"event": "language set", "language": "es"}),
    (
        facts.ToolEnded("tool00001", "book_room", Outcome.DONE, '"a secret"', 1.234),
        {"event": "tool ended", "turn": 3, "tool": "book_room", "outcome": "done", "seconds": 1.23},
    ),
    (facts.SentenceSounded(2, "One."), {"event": "sent audio chunk", "turn": 3, "n": 2, "text": "One."}),
    (facts.Interrupted(0.1234), {"event": "barge-in", "turn": 3, "after_first_voiced_ms": 123}),
    (facts.Interrupted(None), {"event": "barge-in", "turn": 3, "after_first_voiced_ms": None}),
    (facts.VerdictGiven(True), {"event": "interruption judged", "turn": 3, "counts": True}),
    (facts.Resumed(640), {"event": "reply resumed", "turn": 3, "from_ms": 640}),
    (facts.AllPlayed(True), {"event": "ready for the next input", "turn": 3}),
    (facts.DeadlinePassed(FloorState.IDLE), {"event": "deadline", "turn": 3, "state": FloorState.IDLE.value}),
    (facts.CallEnding(EndReason.TRANSFERRED, "+15550199"), {"event": "call ending", "reason": "transferred"}),
    (
        facts.CallEnded(EndReason.CALLER_HUNG_UP, 12.34, {"bad messages": 2, "vad crashed": 1}, stored=True),
        {"event": "call ended", "reason": "caller hung up", "seconds": 12.3, "bad_messages": 2, "vad_crashed": 1},
    ),
]
OTHERS: list[tuple[str, AnyWhat, dict[str, object]]] = [
    ("warning", facts.RecordingLost("HTTP 403"), {"event": "recording lost", "error": "HTTP 403"}),
    ("debug", facts.BadMessage("no JSON"), {"event": "bad message", "error": "no JSON"}),
    (
        "error",
        facts.ActorCrashed("speaker", "ValueError", "in say"),
        {"event": "actor crashed", "actor": "speaker", "error": "ValueError", "exception": "in say"},
    ),
    (
        "error",
        facts.ObserverFailed("Interruptions", "ValueError", "in observe"),
        {"event": "observer failed", "observer": "Interruptions", "error": "ValueError", "exception": "in observe"},
    ),
    (
        "error",
        facts.ToolBroke("book_room", "ValueError", "in book_room"),
        {"event": "tool broke", "turn": 3, "tool": "book_room", "error": "ValueError", "exception": "in book_room"},
    ),
    (
        "warning",
        facts.RecognizerBusy("whisper", 0.612),
        {"event": "recognizer busy", "recognizer": "whisper", "would_wait_ms": 612},
    ),
    ("warning", facts.CancellerFailed("no frame"), {"event": "echo canceller failed", "error": "no frame"}),
    ("error", facts.CollectedLost("KeyError"), {"event": "what was collected is lost", "error": "KeyError"}),
    ("error", facts.RecognizerStuck("64 wait"), {"event": "recognizer does not listen", "error": "64 wait"}),
    ("error", facts.RestartsSpent("of vad"), {"event": "restart budget spent", "error": "of vad"}),
    ("error", facts.LineLost("crashed"), {"event": "line lost", "error": "crashed"}),
    ("error", facts.GoodbyeFailed("hung"), {"event": "no goodbye possible", "error": "hung"}),
    ("error", facts.CallCrashed("in run"), {"event": "call crashed", "exception": "in run"}),
]
FAILED_BY_ROLE = {
    Fault.RECOGNIZER_FAILED: "recognizer",
    Fault.RESPONDER_FAILED: "responder",
    Fault.VOICE_FAILED: "voice",
}
LINES = [*(("info", what, fields) for what, fields in INFO), *OTHERS]
NO_LINE: list[AnyWhat] = [
    facts.CallBegan("CA1/1", "+15550100", "front_desk", 1.0, "twilio", "CA1", path="recordings"),
    facts.RequestAnswered(2.0),
    facts.AudioSent(160, filler=False),
    facts.MarkSent("3"),
    facts.MarkEchoed("3"),
    facts.VoicedRun(1.0, 10),
    facts.SpokenOver(1.0),
    facts.SpeechPaused(),
    facts.SpeechResumed(),
    facts.SpeechEnded(1.0, None),
    facts.TurnEnded(1.0, 2.0),
    facts.TranscriptReady(),
    facts.WordsHeard("book a room", "speech", 1.0, 2.0),
    facts.KeyPressed("4"),
    facts.TurnBegan(2),
    facts.DraftDiscarded(12),
    facts.SentenceBegun(filler=False),
    facts.VoiceSounded(filler=False),
    facts.ClearSent(),
    facts.AllPlayed(ready=False),
    facts.Heard((HeardSentence("One."),), 1.0, 2.0, interrupted=False, certain=True),
    facts.HeardByNow((HeardSentence("One."),), 1.0, 2.0),
    facts.SentenceWritten("One.", protected=False, asks=0),
    facts.ReplyWritten(),
    facts.ToolChosen("tool00001", "book_room", "{}", 1, has_effects=True),
    facts.NoteTaken("Is allergic to nuts."),
    facts.SessionKept("dialogue", "{}"),
    facts.ServicesChosen("scripted", "scripted", "tone"),
    facts.Dropped(Fault.DROPPED_DIGITS, 7),
    facts.Faulted(Fault.MARKS_OVERDUE),
]


def lines_of(*told_facts: Fact, transcripts: bool = True) -> list[dict[str, object]]:
    """What a log of every level says about a call in which this happened."""
    stream, timeline = StringIO(), Timeline()
    log = open_log(LogSettings(format="json", level="debug", transcripts=transcripts), SimulatedWorld(), stream)
    log_lines = LogLines(log, timeline)
    for fact in told_facts:
        tell(fact, timeline, log_lines)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [{key: value for key, value in line.items() if key != "timestamp"} for line in lines]


@pytest.mark.parametrize(
    ("level", "what", "fields"),
    LINES,
    ids=[f"{number} {fields['event']}" for number, (_, _, fields) in enumerate(LINES)],
)
async def test_a_fact_makes_one_line(
    level: str, what: AnyWhat, fields: dict[str, object], autojump_clock: MockClock
) -> None:
    """With these fields and no other, at this level."""
    assert lines_of(told(what, 1.5, turn=3)) == [{"level": level, **fields}]


@pytest.mark.parametrize("what", NO_LINE, ids=lambda what: type(what).__name__)
async def test_a_fact_that_is_only_recorded_makes_none(what: AnyWhat, autojump_clock: MockClock) -> None:
    """Several a second, or told by another line."""
    assert lines_of(told(what, 1.5, turn=3)) == []


def test_every_kind_of_fact_is_looked_at_here() -> None:
    """Whoever adds one says whether it makes a line."""
    looked_at = {type(what) for what in (*(what for _, what, _ in LINES), *NO_LINE)} | {facts.ServiceFailed}
    assert looked_at == set(get_args(AnyWhat))
    assert {*FAILED_BY_ROLE, Fault.CANCELLER_FAILED, Fault.OBSERVER_FAILED} == {
        fault for fault in Fault if fault.endswith(" failed")
    }


@pytest.mark.parametrize(("fault", "role"), FAILED_BY_ROLE.items())
async def test_a_service_that_fails_is_named_by_its_role(fault: Fault, role: str, autojump_clock: MockClock) -> None:
    """With the turn that it failed, if it was working for one."""
    failed = facts.ServiceFailed(fault, "tone", "no sound")
    line = {"level": "warning", "event": f"{role} failed", role: "tone", "error": "no sound"}
    assert lines_of(told(failed, turn=3)) == [line | {"turn": 3}]
    assert lines_of(told(failed)) == [line]
    buggy = facts.ServiceFailed(fault, "tone", "ValueError at a.py:3", traceback="Traceback ...")
    assert lines_of(told(buggy)) == [line | {"error": "ValueError at a.py:3", "exception": "Traceback ..."}]


async def test_what_was_said_is_masked_unless_it_is_wanted(autojump_clock: MockClock) -> None:
    """Of all that can happen in a call nothing puts the caller's words or keys, or the agent's, into a log."""
    words, keys, sentence = "my card is", "4111", "Thank you."
    spoken: tuple[AnyWhat, ...] = (
        facts.Recognized(words, 0.9, 1.0, 0.1),
        facts.WordsHeard(words, "speech", 1.0, 2.0),
        facts.KeyPressed("4111"),
        facts.KeysEntered(keys),
        facts.SentenceSounded(1, sentence),
        facts.Heard((HeardSentence(sentence),), 1.0, 2.0, interrupted=False, certain=True),
    )
    masked = lines_of(*map(told, spoken), transcripts=False)
    assert [line.get("said") or line.get("text") for line in masked] == [
        f"({len(text)} characters)" for text in (words, keys, sentence)
    ]
    assert not any(text in json.dumps(masked) for text in (words, keys, sentence))
    wanted = lines_of(*map(told, spoken), transcripts=True)
    assert [line.get("said") or line.get("text") for line in wanted] == [words, keys, sentence]


async def test_the_end_of_a_call_tells_the_latency_of_each_turn(autojump_clock: MockClock) -> None:
    """Stage by stage, in the order of the turns; a turn that was never answered has none."""
    lines = lines_of(
        told(facts.TurnEnded(1.0, 2.0), 2.4, turn=1),
        told(facts.TranscriptReady(), 2.5, turn=1),
        told(facts.SentenceBegun(filler=False), 2.6, turn=1),
        told(facts.VoiceSounded(filler=False), 2.65, turn=1),
        told(facts.AudioSent(160, filler=False), 2.66, turn=1),
        told(facts.TurnEnded(5.0, 6.0), 6.4, turn=2),
        told(facts.CallEnded(EndReason.CALLER_HUNG_UP, 7.0, {}, stored=True), 7.0),
    )
    latency, end = lines
    assert latency == {
        "level": "info",
        "event": "turn latency",
        "turn": 1,
        "silence_ms": 400,
        "recognizer_ms": 100,
        "responder_ms": 100,
        "voice_ms": 50,
        "wire_ms": 10,
        "total_ms": 660,
    }
    assert end["event"] == "call ended"
