"""When what happened in each turn. Time is a number that the tests choose."""

import pytest

from engine.timeline import KEPT_TURNS, Instant, LatencyParts, Timeline, TurnTimes

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
    """Where the response time went: endpoint, recognizer, responder, speaker, wire."""
    latency = told(STORY).latency()
    assert [
        latency.endpoint,
        latency.recognizer,
        latency.responder,
        latency.speaker,
        latency.wire,
    ] == pytest.approx([0.3, 0.3, 0.4, 0.4, 0.01])
    assert latency.total == pytest.approx(1.41)


def test_a_turn_given_by_keys_counts_from_the_last_key() -> None:
    """Without speech there is no last voiced frame, and the total is still told."""
    latency = told(STORY[1:]).latency()
    assert latency.endpoint is None
    assert latency.total == pytest.approx(1.11)


@pytest.mark.parametrize("story", [[], STORY[:3], [(Instant.ONSET, 101.0)]])
def test_a_turn_without_an_answer_has_no_latency(story: list[tuple[Instant, float]]) -> None:
    """What did not happen is None, never zero."""
    assert told(story).latency().total is None
    assert told([]).latency() == LatencyParts(None, None, None, None, None, None)


def test_a_record_names_its_instants() -> None:
    """JSON-ready, rounded to a tenth of a millisecond."""
    assert told([(Instant.ONSET, 101.123456), (Instant.CLEARED, 101.2)]).as_dict() == {"onset": 1.1235, "cleared": 1.2}


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
