"""What a call sounded like from the inside. Time is a number that the tests choose; a call begins at 100."""

import msgspec
import pytest

from offhook.engine.record.call_trace import (
    KEPT_MOMENTS,
    KEPT_PAUSES,
    KEPT_RUNS,
    KEPT_SOUNDS,
    CallTrace,
    Moment,
    MomentKind,
    Sound,
    Tracer,
    Utterance,
    VoicedRun,
)

FRAME_S = 0.02


@pytest.fixture
def tracer() -> Tracer:
    return Tracer(100.0)


def judged(tracer: Tracer, verdicts: str, first_at: float = 100.02) -> None:
    """One verdict per frame, `v` for voiced, 20 ms apart."""
    for number, verdict in enumerate(verdicts):
        tracer.verdict(verdict == "v", first_at + number * FRAME_S)


def test_verdicts_become_runs(tracer: Tracer) -> None:
    """Where the voice was, and for how many frames; a run that the call's end cuts off is kept."""
    judged(tracer, "..vvv.v..vv")
    assert tracer.finish(101.0).voiced == (VoicedRun(0.04, 3), VoicedRun(0.12, 1), VoicedRun(0.18, 2))


def test_an_utterance_has_both_its_ends_and_when_they_were_decided(tracer: Tracer) -> None:
    """The first voiced frame began 20 ms before it arrived; the last one was over when it did."""
    tracer.onset(101.02, 101.08)
    tracer.pause(101.5)
    tracer.pause(102.12)
    tracer.speech_ended(102.0, 102.3)
    assert tracer.finish(103.0).utterances == (Utterance(1.0, 1.08, (1.5, 2.12), 2.0, 2.3),)


def test_an_utterance_that_nobody_ended_is_told_so(tracer: Tracer) -> None:
    """A VAD that crashed in mid-speech, and a call that ended there, leave no end that was never heard."""
    tracer.onset(101.02, 101.08)
    tracer.onset(103.02, 103.08)
    utterances = tracer.finish(104.0).utterances
    assert [utterance.ended_s for utterance in utterances] == [None, None]


def test_an_end_without_a_beginning_is_no_utterance(tracer: Tracer) -> None:
    """The VAD's successor ends what its predecessor began, once."""
    tracer.pause(101.0)
    tracer.speech_ended(101.0, 101.3)
    assert tracer.finish(104.0).utterances == ()


def test_audio_that_joins_up_is_one_sound(tracer: Tracer) -> None:
    """The carrier plays what it has and then what comes: chunks ahead of time make no new sound."""
    tracer.audio(1, 160, 101.0)
    tracer.audio(1, 480, 101.01)
    tracer.audio(1, 480, 101.08)
    assert tracer.finish(105.0).sounds == (Sound(1, 1.0, 1.14, 1.14),)


def test_a_gap_parts_two_sounds(tracer: Tracer) -> None:
    """Where the carrier's playout ran dry the picture must show it."""
    tracer.audio(1, 800, 101.0)
    tracer.audio(1, 800, 101.2)
    assert [(sound.from_s, sound.until_s) for sound in tracer.finish(105.0).sounds] == [(1.0, 1.1), (1.2, 1.3)]


def test_a_clear_cuts_what_was_not_played(tracer: Tracer) -> None:
    """What was sent and what was heard are told apart; the next turn's sound begins when it is written."""
    tracer.audio(1, 8000, 101.0)
    tracer.cleared(101.4)
    tracer.audio(2, 800, 101.6)
    trace = tracer.finish(105.0)
    assert trace.sounds == (Sound(1, 1.0, 2.0, 1.4), Sound(2, 1.6, 1.7, 1.7))
    assert trace.moments == (Moment(MomentKind.CLEAR, 1.4, ""),)


def test_the_calls_end_cuts_too(tracer: Tracer) -> None:
    """Nobody hears what is queued on a line that is gone."""
    tracer.audio(1, 8000, 101.0)
    trace = tracer.finish(101.25)
    assert (trace.seconds, trace.sounds) == (1.25, (Sound(1, 1.0, 2.0, 1.25),))


def test_a_flood_is_bounded_and_counted(tracer: Tracer) -> None:
    """Each kind has room of its own, and what found none is counted by its name."""
    for number in range(KEPT_RUNS + 2):
        judged(tracer, "v.", 101.0 + number)
    tracer.onset(101.0, 101.0)
    for _ in range(KEPT_PAUSES + 3):
        tracer.pause(102.0)
    for number in range(KEPT_SOUNDS + 4):
        tracer.audio(number, 160, 101.0 + number)
    for _ in range(KEPT_MOMENTS + 5):
        tracer.moment(MomentKind.FAULT, "bad messages", 101.0)
    tracer.moment(MomentKind.KEY, "1", 101.0)
    trace = tracer.finish(100_000.0)
    assert trace.left_out == {"verdicts": 2, "pauses": 3, "sounds": 4, "fault": 5}
    assert len(trace.voiced) == KEPT_RUNS
    assert trace.moments[-1].kind is MomentKind.KEY


def test_a_trace_survives_json(tracer: Tracer) -> None:
    """What is stored is what was seen."""
    judged(tracer, ".v")
    tracer.onset(101.02, 101.08)
    tracer.audio(1, 160, 101.0)
    tracer.moment(MomentKind.MARK_SENT, "g0:1", 101.1)
    trace = tracer.finish(104.0)
    assert msgspec.json.decode(msgspec.json.encode(trace), type=CallTrace) == trace
