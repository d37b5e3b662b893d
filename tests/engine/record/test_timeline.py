"""When what happened in each turn. Time is a number that the tests choose."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.record.timeline import KEPT_TURNS, BargeIn, Instant, Latency, Timeline, TurnTimes, barge_in, latency

STORY = [
    (Instant.LAST_VOICED, 110.0),
    (Instant.END_OF_TURN, 110.3),
    (Instant.TRANSCRIPT, 110.6),
    (Instant.RESPONDER_STARTED, 110.6),
    (Instant.FIRST_TOKEN, 110.7),
    (Instant.FIRST_SENTENCE, 111.0),
    (Instant.VOICE_FIRST_BYTE, 111.4),
    (Instant.FIRST_FRAME_SENT, 111.41),
]
STAGES = [
    Instant.LAST_VOICED,
    Instant.END_OF_TURN,
    Instant.TRANSCRIPT,
    Instant.FIRST_SENTENCE,
    Instant.VOICE_FIRST_BYTE,
    Instant.FIRST_FRAME_SENT,
]


def told(story: list[tuple[Instant, float]]) -> TurnTimes:
    timeline = Timeline(100.0)
    for instant, at in story:
        timeline.note(1, instant, at)
    return timeline.turn(1)


def test_times_count_from_the_calls_beginning() -> None:
    """A clock's reading goes in, seconds of the call come out."""
    assert told(STORY).get(Instant.LAST_VOICED) == pytest.approx(10.0)
    assert Timeline(100.0).seconds_in(101.5) == 1.5


def test_the_first_note_of_an_instant_stands() -> None:
    """Later chunks do not move the first byte."""
    times = told([*STORY, (Instant.VOICE_FIRST_BYTE, 120.0)])
    assert times.get(Instant.VOICE_FIRST_BYTE) == pytest.approx(11.4)


def test_the_parts_of_a_latency_add_up() -> None:
    """Where the response time went, in whole milliseconds: silence, recognizer, responder, voice, wire."""
    assert latency(told(STORY).as_dict()) == Latency(300, 300, 400, 400, 10, 1410)


@given(st.lists(st.floats(0, 2), min_size=6, max_size=6), st.floats(0, 3600))
def test_the_stages_add_up_whatever_the_clock_said(lengths: list[float], begins: float) -> None:
    """No millisecond is lost or made by rounding, and no boundary between two stages is off by more than one half."""
    instants = [begins + at for at in accumulate(lengths)]
    parts = latency({stage.value: at for stage, at in zip(STAGES, instants, strict=True)})
    lengths_ms = [length or 0 for _, length in parts.stages()]
    assert sum(lengths_ms) == parts.total
    for reached_ms, at in zip(accumulate(lengths_ms), instants[1:], strict=True):
        assert abs(reached_ms - (at - instants[0]) * 1000) <= 0.5001


def test_a_turn_given_by_keys_counts_from_the_last_key() -> None:
    """Without speech there is no last voiced frame, and the total is still told."""
    parts = latency(told(STORY[1:]).as_dict())
    assert (parts.silence, parts.total) == (None, 1110)


def test_a_stage_that_was_not_seen_counts_for_the_next() -> None:
    """A turn that no recognizer reported on has its time all the same, once."""
    without_transcript = [note for note in STORY if note[0] is not Instant.TRANSCRIPT]
    assert latency(told(without_transcript).as_dict()) == Latency(300, None, 700, 400, 10, 1410)


@pytest.mark.parametrize("story", [[], STORY[:3], STORY[5:], [(Instant.ONSET, 101.0)]])
def test_a_turn_without_an_answer_has_no_latency(story: list[tuple[Instant, float]]) -> None:
    """What did not happen is None, never zero: unanswered turns, and greetings, which answer nobody."""
    assert latency(told(story).as_dict()) == Latency()


def test_a_barge_in_counts_from_the_first_voiced_frame() -> None:
    """The VAD's part is told apart; a turn that was played to its end has none."""
    cut_off = [(Instant.ONSET_VOICED, 120.0), (Instant.ONSET, 120.06), (Instant.CLEARED, 120.0614)]
    assert barge_in(told([*STORY, *cut_off]).as_dict()) == BargeIn(60, 61)
    assert barge_in(told([*STORY, *cut_off[:2]]).as_dict()) is None


def test_a_record_names_its_instants() -> None:
    """JSON-ready, to the microsecond: milliseconds taken from it are right."""
    times = told([(Instant.ONSET, 101.1234567), (Instant.CLEARED, 101.2)]).as_dict()
    assert times == {"onset": 1.123457, "cleared": 1.2}


def test_a_turn_of_which_nothing_is_known_is_not_found() -> None:
    """Looking does not make a turn."""
    timeline = Timeline(0.0)
    assert timeline.find(1) is None
    timeline.note(2, Instant.ONSET, 1.0)
    timeline.note(1, Instant.ONSET, 2.0)
    assert [number for number, _ in timeline.all_turns()] == [1, 2]


def test_a_call_of_hours_keeps_its_newest_turns() -> None:
    """Memory is bounded; what is forgotten is the oldest."""
    timeline = Timeline(0.0)
    for turn in range(1, KEPT_TURNS + 6):
        timeline.note(turn, Instant.ONSET, float(turn))
    kept = [number for number, _ in timeline.all_turns()]
    assert kept == list(range(6, KEPT_TURNS + 6))
    assert timeline.find(5) is None
