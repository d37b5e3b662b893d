"""What a call sounded like from the inside. The tests choose the time of each fact."""

import msgspec
import pytest

from offhook.engine.record import facts
from offhook.engine.record.call_trace import (
    KEPT_MOMENTS,
    KEPT_PAUSES,
    KEPT_RUNS,
    KEPT_SOUNDS,
    CallTrace,
    Moment,
    MomentKind,
    Sound,
    TracedRun,
    TracedUtterance,
    Tracer,
)
from offhook.engine.record.facts import Fault
from tests.engine.record.told import tell, told


@pytest.fixture
def tracer() -> Tracer:
    return Tracer()


def fault() -> facts.Faulted:
    return facts.Faulted(Fault.MARKS_OVERDUE)


def test_runs_of_voiced_frames_are_kept(tracer: Tracer) -> None:
    """Where the voice was, and for how many frames."""
    tell(told(facts.VoicedRun(0.04000001, 3), 0.1), tracer)
    tell(told(facts.VoicedRun(0.12, 1), 0.2), tracer)
    assert tracer.finish(1.0).voiced == (TracedRun(0.04, 3), TracedRun(0.12, 1))


def test_an_utterance_has_both_its_ends_and_when_they_were_decided(tracer: Tracer) -> None:
    """The first voiced frame began 20 ms before it arrived; the last one was over when it did."""
    tell(told(facts.SpeechStarted(1.02, 1.0), 1.08), tracer)
    tell(told(facts.SpeechPaused(), 1.5), tracer)
    tell(told(facts.SpeechPaused(), 2.12), tracer)
    tell(told(facts.SpeechEnded(2.0, 10), 2.3), tracer)
    assert tracer.finish(3.0).utterances == (TracedUtterance(1.0, 1.08, (1.5, 2.12), 2.0, 2.3),)


def test_an_utterance_that_nobody_ended_is_told_so(tracer: Tracer) -> None:
    """A VAD that crashed in mid-speech, and a call that ended there, leave no end that was never heard."""
    tell(told(facts.SpeechStarted(1.02, 1.0), 1.08), tracer)
    tell(told(facts.SpeechStarted(3.02, 1.0), 3.08), tracer)
    utterances = tracer.finish(4.0).utterances
    assert [utterance.ended_s for utterance in utterances] == [None, None]


def test_an_end_without_a_beginning_is_no_utterance(tracer: Tracer) -> None:
    """The VAD's successor ends what its predecessor began, once."""
    tell(told(facts.SpeechPaused(), 1.0), tracer)
    tell(told(facts.SpeechEnded(1.0, 10), 1.3), tracer)
    assert tracer.finish(4.0).utterances == ()


def test_audio_that_joins_up_is_one_sound(tracer: Tracer) -> None:
    """The carrier plays what it has and then what comes: chunks ahead of time make no new sound."""
    tell(told(facts.AudioSent(160, filler=False), 1.0, turn=1), tracer)
    tell(told(facts.AudioSent(480, filler=False), 1.01, turn=1), tracer)
    tell(told(facts.AudioSent(480, filler=False), 1.08, turn=1), tracer)
    assert tracer.finish(5.0).sounds == (Sound(1, 1.0, 1.14, 1.14),)


def test_a_gap_parts_two_sounds(tracer: Tracer) -> None:
    """Where the carrier's playout ran dry the picture must show it."""
    tell(told(facts.AudioSent(800, filler=False), 1.0, turn=1), tracer)
    tell(told(facts.AudioSent(800, filler=False), 1.2, turn=1), tracer)
    assert [(sound.from_s, sound.until_s) for sound in tracer.finish(5.0).sounds] == [(1.0, 1.1), (1.2, 1.3)]


def test_a_clear_cuts_what_was_not_played(tracer: Tracer) -> None:
    """What was sent and what was heard are told apart; the next turn's sound begins when it is written."""
    tell(told(facts.AudioSent(8000, filler=False), 1.0, turn=1), tracer)
    tell(told(facts.ClearSent(), 1.4), tracer)
    tell(told(facts.AudioSent(800, filler=False), 1.6, turn=2), tracer)
    trace = tracer.finish(5.0)
    assert trace.sounds == (Sound(1, 1.0, 2.0, 1.4), Sound(2, 1.6, 1.7, 1.7))
    assert trace.moments == (Moment(MomentKind.CLEAR, 1.4, ""),)


def test_the_calls_end_cuts_too(tracer: Tracer) -> None:
    """Nobody hears what is queued on a line that is gone."""
    tell(told(facts.AudioSent(8000, filler=False), 1.0, turn=1), tracer)
    trace = tracer.finish(1.25)
    assert (trace.seconds, trace.sounds) == (1.25, (Sound(1, 1.0, 2.0, 1.25),))


def test_a_flood_is_bounded_and_counted(tracer: Tracer) -> None:
    """Each kind has room of its own, and what found none is counted by its name."""
    for number in range(KEPT_RUNS + 2):
        tell(told(facts.VoicedRun(1.0 + number, 1), 2.0 + number), tracer)
    tell(told(facts.SpeechStarted(1.0, 1.0), 1.0), tracer)
    for _ in range(KEPT_PAUSES + 3):
        tell(told(facts.SpeechPaused(), 2.0), tracer)
    for number in range(KEPT_SOUNDS + 4):
        tell(told(facts.AudioSent(160, filler=False), 1.0 + number, turn=number), tracer)
    for _ in range(KEPT_MOMENTS + 5):
        tell(told(fault(), 1.0), tracer)
    tell(told(facts.KeyPressed("1"), 1.0), tracer)
    trace = tracer.finish(100_000.0)
    assert trace.left_out == {"verdicts": 2, "pauses": 3, "sounds": 4, "fault": 5}
    assert len(trace.voiced) == KEPT_RUNS
    assert trace.moments[-1].kind is MomentKind.KEY


def test_a_trace_survives_json(tracer: Tracer) -> None:
    """What is stored is what was seen."""
    tell(told(facts.VoicedRun(0.02, 1), 0.06), tracer)
    tell(told(facts.SpeechStarted(1.02, 1.0), 1.08), tracer)
    tell(told(facts.AudioSent(160, filler=False), 1.0, turn=1), tracer)
    tell(told(facts.MarkSent("g0:1"), 1.1), tracer)
    trace = tracer.finish(4.0)
    assert msgspec.json.decode(msgspec.json.encode(trace), type=CallTrace) == trace
