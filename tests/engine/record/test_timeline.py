"""When what happened in each turn. The tests choose the time of each fact."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.record import facts
from offhook.engine.record.facts import AnyWhat
from offhook.engine.record.timeline import KEPT_TURNS, BargeIn, Instant, Latency, Timeline, barge_in, latency
from tests.engine.record.told import tell, told

Story = list[tuple[AnyWhat, float]]

STORY: Story = [
    (facts.TurnEnded(9.0, 10.0), 10.3),
    (facts.TranscriptReady(), 10.6),
    (facts.ReplyBegun("scripted", draft=False), 10.6),
    (facts.FirstToken(), 10.7),
    (facts.SentenceBegun(filler=False), 11.0),
    (facts.VoiceSounded(filler=False), 11.4),
    (facts.AudioSent(160, filler=False), 11.41),
]
STAGES = [
    Instant.LAST_VOICED,
    Instant.END_OF_TURN,
    Instant.RECORDING_FETCHED,
    Instant.TRANSCRIPT,
    Instant.FIRST_SENTENCE,
    Instant.VOICE_FIRST_BYTE,
    Instant.FIRST_FRAME_SENT,
]


def times_of(story: Story) -> dict[str, float]:
    """The instants of a turn of which these facts were told."""
    timeline = Timeline()
    for what, at_s in story:
        tell(told(what, at_s, turn=1), timeline)
    return timeline.turn(1).as_dict()


def test_the_first_time_of_an_instant_stands() -> None:
    """Later chunks do not move the first byte."""
    times = times_of([*STORY, (facts.VoiceSounded(filler=False), 20.0), (facts.AudioSent(160, filler=False), 20.1)])
    assert (times["voice_first_byte"], times["first_frame_sent"]) == (11.4, 11.41)


def test_the_last_interruption_of_a_turn_stands() -> None:
    """A reply may be interrupted, resumed, and interrupted again."""
    once: Story = [(facts.SpokenOver(12.0), 12.1), (facts.ClearSent(), 12.2), (facts.VerdictGiven(False), 13.0)]
    again: Story = [(facts.SpokenOver(14.0), 14.1), (facts.ClearSent(), 14.2), (facts.VerdictGiven(True), 15.0)]
    times = times_of([*once, (facts.Resumed(400), 13.1), *again])
    assert times == {
        "onset_voiced": 14.0,
        "onset": 14.1,
        "cleared": 14.2,
        "verdict": 15.0,
        "resumed": 13.1,
    }


def test_a_filler_is_not_the_reply() -> None:
    """The caller has heard "one moment", and the answer's first sound is still to come."""
    filler: Story = [
        (facts.SentenceBegun(True), 11.0),
        (facts.VoiceSounded(True), 11.1),
        (facts.AudioSent(160, True), 11.2),
    ]
    assert times_of(filler) == {"filler_sent": 11.2}


def test_a_mark_that_proves_nothing_of_the_turn_is_not_its_first() -> None:
    """It came without a turn."""
    timeline = Timeline()
    tell(told(facts.MarkEchoed("g0:1"), 1.0), timeline)
    assert timeline.all_turns() == []


@pytest.mark.parametrize(
    ("what", "instant"),
    [
        (facts.DraftCommitted(5.0), "draft_started"),
        (facts.RecordingFetched(1.0), "recording_fetched"),
        (facts.RequestReceived(1), "end_of_turn"),
        (facts.SpeechPaused(), "pause"),
        (facts.MarkEchoed("g0:1"), "first_mark_back"),
        (facts.AudioSent(160, filler=True), "filler_sent"),
    ],
)
def test_each_of_these_is_an_instant_of_its_turn(what: AnyWhat, instant: str) -> None:
    """Those that stand in no other story here."""
    assert times_of([(what, 5.0)]) == {instant: 5.0}


def test_the_first_audio_and_the_first_mark_of_each_turn_are_noted() -> None:
    """Also if those of two turns take turns, and a filler sounds between."""
    timeline = Timeline()
    for number in range(2):
        for turn in (1, 2):
            at_s = 1.0 + number + turn / 10
            tell(told(facts.AudioSent(160, filler=False), at_s, turn=turn), timeline)
            tell(told(facts.AudioSent(160, filler=True), at_s + 0.01, turn=turn), timeline)
            tell(told(facts.MarkEchoed("g0:1"), at_s + 0.02, turn=turn), timeline)
    assert [(turn, times.as_dict()) for turn, times in timeline.all_turns()] == [
        (1, {"first_frame_sent": 1.1, "filler_sent": 1.11, "first_mark_back": 1.12}),
        (2, {"first_frame_sent": 1.2, "filler_sent": 1.21, "first_mark_back": 1.22}),
    ]


def test_a_draft_that_was_discarded_leaves_no_times() -> None:
    """The reply that is made instead has its own."""
    assert times_of([*STORY[2:6], (facts.DraftDiscarded(12), 11.5)]) == {}


def test_a_turn_by_keys_has_no_voiced_frames() -> None:
    """Its time counts from the last key."""
    assert times_of([(facts.TurnEnded(), 2.0), (facts.KeysEntered("1"), 2.0)]) == {
        "end_of_turn": 2.0,
        "transcript": 2.0,
    }


def test_the_parts_of_a_latency_add_up() -> None:
    """Where the response time went, in whole milliseconds: silence, recognizer, responder, voice, wire."""
    assert latency(times_of(STORY)) == Latency(300, None, 300, 400, 400, 10, 1410)


@given(st.lists(st.floats(0, 2), min_size=7, max_size=7), st.floats(0, 3600))
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
    parts = latency(times_of([(facts.TurnEnded(), 10.3), *STORY[1:]]))
    assert (parts.silence, parts.total) == (None, 1110)


def test_a_stage_that_was_not_seen_counts_for_the_next() -> None:
    """A turn that no recognizer reported on has its time all the same, once."""
    without_transcript = [fact for fact in STORY if not isinstance(fact[0], facts.TranscriptReady)]
    assert latency(times_of(without_transcript)) == Latency(300, None, None, 700, 400, 10, 1410)


@pytest.mark.parametrize("story", [[], STORY[:2], STORY[4:], [(facts.SpokenOver(1.0), 1.1)]])
def test_a_turn_without_an_answer_has_no_latency(story: Story) -> None:
    """What did not happen is None, never zero: unanswered turns, and greetings, which answer nobody."""
    assert latency(times_of(story)) == Latency()


def test_a_barge_in_counts_from_the_first_voiced_frame() -> None:
    """The VAD's part is told apart; a turn that was played to its end has none."""
    spoken_over: Story = [*STORY, (facts.SpokenOver(20.0), 20.06)]
    assert barge_in(times_of([*spoken_over, (facts.ClearSent(), 20.0614)])) == BargeIn(60, 61)
    assert barge_in(times_of(spoken_over)) is None


def test_a_record_names_its_instants() -> None:
    """JSON-ready, to the microsecond: milliseconds taken from it are right."""
    times = times_of([(facts.AllPlayed(ready=True), 1.1234567), (facts.ClearSent(), 1.2)])
    assert times == {"all_played": 1.123457, "cleared": 1.2}


def test_a_turn_of_which_nothing_is_known_is_not_found() -> None:
    """Looking does not make a turn."""
    timeline = Timeline()
    assert timeline.find(1) is None
    tell(told(facts.ClearSent(), 1.0, turn=2), timeline)
    tell(told(facts.ClearSent(), 2.0, turn=1), timeline)
    assert [number for number, _ in timeline.all_turns()] == [1, 2]


def test_a_call_of_hours_keeps_its_newest_turns() -> None:
    """Memory is bounded; what is forgotten is the oldest."""
    timeline = Timeline()
    for turn in range(1, KEPT_TURNS + 6):
        tell(told(facts.ClearSent(), float(turn), turn=turn), timeline)
    kept = [number for number, _ in timeline.all_turns()]
    assert kept == list(range(6, KEPT_TURNS + 6))
    assert timeline.find(5) is None
