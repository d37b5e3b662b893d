"""The layout of a picture: nothing is lost, nothing lies over anything else. Pure; calls made up by seed."""

from collections.abc import Iterator
from itertools import combinations
from time import thread_time

import msgspec
import pytest

from offhook.engine.record.call_record import CallRecord, TurnRecord
from offhook.engine.record.call_trace import CallTrace, TracedUtterance
from offhook.engine.record.conversation import UNSURE, CallerSaid, Entry
from offhook.engine.record.timeline import Instant
from offhook.reports.picture.shapes import Anchor, Bars, Box, Ink, Scene, Words
from offhook.reports.picture.sheets import MOST_ANSWERS, MOST_ROWS, PAGE_WIDTH, heading, latency_table, rows, strip
from offhook.reports.picture.story import Opening, story_of
from offhook.reports.picture.typeface import width_of, wrapped
from offhook.reports.picture.window import Window, clock
from tests.reports.picture.made_up_call import BEGUN, MadeUpCall

Extent = tuple[float, float, float, float]


def extent(words: Words) -> Extent:
    """Left, right, top and bottom of a text."""
    width = width_of(words.text, words.size)
    left = words.x - {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[words.anchor]
    return left, left + width, words.y - 0.72 * words.size, words.y + 0.2 * words.size


def overlaps(one: Extent, other: Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def texts(scene: Scene) -> list[Words]:
    return [shape for shape in scene.shapes if isinstance(shape, Words)]


def scenes(record: CallRecord) -> Iterator[Scene]:
    story = story_of(record)
    for row in (*rows(story), strip(story, 60), strip(story, 220)):
        yield row.margin
        yield row.track
    yield heading(story)
    yield latency_table(story)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("seconds", [1, 60, 240])
def test_no_text_lies_over_another_or_leaves_the_sheet(seed: int, seconds: float) -> None:
    """Whatever happens however soon after one another, at every scale."""
    for scene in scenes(MadeUpCall(seed).record(seconds)):
        extents = [(extent(words), words.text) for words in texts(scene)]
        assert [(one[1], other[1]) for one, other in combinations(extents, 2) if overlaps(one[0], other[0])] == []
        assert [text for (left, right, _, _), text in extents if left < 0 or right > scene.width + 0.5] == []


def test_every_turn_is_numbered_once() -> None:
    """Rows share the call out among them: no turn is lost on a seam, none is told twice."""
    record = MadeUpCall(3).record(300)
    numbers = [turn.turn for turn in record.turns]
    tracks = [row.track for row in rows(story_of(record))]
    assert len(tracks) > 4
    drawn = [words.text for track in tracks for words in texts(track) if words.y < 45 and words.text.isdecimal()]
    assert [int(text) for text in drawn] == numbers


def test_every_voiced_frame_is_drawn_to_scale() -> None:
    """The strip of verdicts is as long as the VAD heard a voice, whatever the row."""
    record = MadeUpCall(4).record(200)
    assert record.trace is not None
    story = story_of(record)
    shapes = strip(story, 100).track.shapes
    bars = [shape for shape in shapes if isinstance(shape, Bars) and shape.fill is Ink.CALLER]
    drawn = sum(width for shape in bars for _, width in shape.runs)
    assert drawn == pytest.approx(sum(run.frames for run in record.trace.voiced) * 2.0)


def test_what_was_cut_off_stands_out() -> None:
    """Audio that was sent and not heard has an outline of its own and says how much it was."""
    record = MadeUpCall(3).record(170)
    boxes = [shape for shape in strip(story_of(record), 60).track.shapes if isinstance(shape, Box)]
    cut = [box for box in boxes if box.outline is Ink.CUT]
    assert len(cut) == sum("cleared" in turn.times for turn in record.turns)
    assert all("s cut off" in box.tip for box in cut)


def test_what_went_on_behind_an_answer_is_drawn_to_scale() -> None:
    """A draft as long as it ran before the turn was over, the judging of an interruption as long as it took."""
    record = MadeUpCall(3).record(170)
    boxes = [shape for shape in strip(story_of(record), 100).track.shapes if isinstance(shape, Box)]
    drafts = [box.width for box in boxes if "was begun" in box.tip]
    judged = [box.width for box in boxes if "judged" in box.tip]
    assert drafts == pytest.approx([18.0] * sum("draft_started" in turn.times for turn in record.turns))
    assert judged == pytest.approx([83.9] * sum("verdict" in turn.times for turn in record.turns))
    assert drafts
    assert judged


def test_the_words_begin_under_the_first_sound() -> None:
    """Where "one moment" came first, what was heard begins with it."""
    story = story_of(MadeUpCall(3).record(170))
    filled = [turn for turn in story.turns if turn.filled_s is not None]
    assert filled
    assert [turn.speaks_from_s for turn in filled] == [turn.filled_s for turn in filled]
    assert all(turn.filled_s != turn.answered_s for turn in filled)


def test_the_table_has_the_numbers_of_every_answer() -> None:
    """Total and stages of each turn that was answered, as `offhook.engine.record.timeline` has them."""
    story = story_of(MadeUpCall(5).record(100))
    table = texts(latency_table(story))
    lines = {words.text: words.y for words in table if words.x == 0}
    for turn in story.turns:
        if turn.latency.total is not None:
            drawn = {words.text for words in table if words.y == lines[str(turn.number)]}
            numbers = [turn.latency.total, *(length for _, length in turn.latency.stages() if length is not None)]
            assert {str(number) for number in numbers} <= drawn


def test_why_the_agent_spoke() -> None:
    """Greeting, speech, keys and silence are told from the record."""
    record = MadeUpCall(3).record(170)
    by = {entry.turn: entry.by for entry in record.transcript if isinstance(entry, CallerSaid)}
    story = story_of(record)
    assert story.turns[0].opening is Opening.GREETING
    spoken = {"speech": Opening.SPEECH, "keys": Opening.KEYS, None: Opening.SILENCE}
    assert [turn.opening for turn in story.turns[1:]] == [spoken[by.get(turn.number)] for turn in story.turns[1:]]


def test_a_record_without_a_trace_is_drawn_from_its_turns() -> None:
    """Of an older version's call, or one that goes on: agent and answers are there, verdicts are not."""
    whole = MadeUpCall(3).record(60)
    story = story_of(CallRecord(whole.begun, None, whole.transcript, whole.turns))
    assert story.end_reason is None
    assert len(story.trace.sounds) == len(whole.turns)
    assert "goes on" in [words.text for row in rows(story) for words in texts(row.track)]


def test_a_call_in_which_nothing_happened_is_drawn() -> None:
    """Dropped at once: a heading, an axis and the end."""
    story = story_of(CallRecord(BEGUN, None, [], [], CallTrace(seconds=0.0)))
    (row,) = rows(story)
    assert row.track.width <= PAGE_WIDTH
    assert latency_table(story).height > 0


@pytest.mark.parametrize(
    ("at_s", "shown"), [(0, "0:00"), (59.94, "0:59.9"), (59.96, "1:00"), (61.5, "1:01.5"), (600, "10:00")]
)
def test_instants_read_like_a_clock(at_s: float, shown: str) -> None:
    """Never sixty seconds in a minute."""
    assert clock(at_s) == shown


def test_a_text_goes_where_most_of_its_room_is() -> None:
    """On a seam between two rows exactly one of them has it."""
    first, second = Window(0, 60, 20), Window(60, 120, 20)
    assert first.room(59, 70) is None
    assert second.room(59, 70) == (0, 200)
    assert first.room(50, 61) == (1000, 200)
    assert second.room(50, 61) is None


def test_a_call_of_a_day_is_painted_within_memory() -> None:
    """As many rows and lines as an hour's, however much a record holds; what the table leaves out it counts."""
    turns = [
        TurnRecord(
            number, {Instant.LAST_VOICED.value: 20.0 * number, Instant.FIRST_FRAME_SENT.value: 20.0 * number + 1}
        )
        for number in range(1, 4001)
    ]
    story = story_of(CallRecord(BEGUN, None, [], turns, CallTrace(seconds=86_400.0)))
    assert len(rows(story)) == MOST_ROWS
    drawn = [words.text for row in rows(story) for words in texts(row.track) if words.y < 45 and words.text.isdecimal()]
    assert len(drawn) == len(turns)
    table = latency_table(story)
    assert table.height < 12_000
    assert f"and {len(turns) - MOST_ANSWERS} more, which the record has" in [words.text for words in texts(table)]


def test_a_text_of_a_hundred_thousand_words_is_wrapped_at_once() -> None:
    """Also where none of them takes any room."""
    for word in ("a", "\u200d"):
        begun = thread_time()
        assert wrapped(" ".join([word] * 100_000), 12, 60_000, 4)
        assert thread_time() - begun < 2


def test_a_call_of_very_many_turns_is_laid_out_at_once() -> None:
    """Turns, what was said in them, and utterances: twice as many take twice as long, not four times."""
    count = 8000
    turns = [TurnRecord(number, {Instant.LAST_VOICED.value: number + 0.5}) for number in range(count)]
    said: list[Entry] = [CallerSaid(number, "yes", number + 0.1, "speech") for number in range(count)]
    utterances = tuple(
        TracedUtterance(number + 0.1, number + 0.2, (), number + 0.5, number + 0.8) for number in range(count)
    )
    record = CallRecord(BEGUN, None, said, turns, CallTrace(seconds=float(count), utterances=utterances))
    begun = thread_time()
    assert strip(story_of(record), 7.0).track.shapes
    assert thread_time() - begun < 5


def test_long_texts_are_wrapped_and_shortened() -> None:
    """Within the room, between words, with an ellipsis where something is missing."""
    lines = wrapped("We are open from nine in the morning until ten at night", 12, 100, 3)
    assert len(lines) == 3
    assert all(width_of(line, 12) <= 100 for line in lines)
    assert lines[-1].endswith("…")
    assert wrapped("anything", 12, 100, 0) == []


@pytest.mark.parametrize("seconds", [1, 60, 240])
def test_what_strangers_have_named_leaves_no_sheet(seconds: float) -> None:
    """Words without end for the caller, the agent, the faults, the end and all that was said."""
    record, endless = MadeUpCall(3).record(seconds), "W" * 3000
    assert record.over is not None
    hostile = CallRecord(
        msgspec.structs.replace(BEGUN, caller=endless, agent=endless, call_sid=endless),
        msgspec.structs.replace(
            record.over, end_reason=endless, faults={endless: 2, f"{endless} again": 1, "x": 10**9}
        ),
        [msgspec.structs.replace(entry, text=endless) for entry in record.transcript],
        record.turns,
        record.trace,
    )
    for scene in scenes(hostile):
        ends = [(extent(words)[1], words.text[:20]) for words in texts(scene)]
        assert [text for right, text in ends if right > scene.width + 0.5] == []


def test_what_was_not_taken_is_told_from_what_was() -> None:
    """In brackets, in the lane and in the table."""
    record = MadeUpCall(3).record(60)
    record = msgspec.structs.replace(
        record,
        transcript=[
            msgspec.structs.replace(entry, text="bye", not_taken=UNSURE) if isinstance(entry, CallerSaid) else entry
            for entry in record.transcript
        ],
    )
    story = story_of(record)
    spoken = sum(turn.opening is Opening.SPEECH for turn in story.turns)
    assert spoken
    for scene in (strip(story, 220).track, latency_table(story)):
        told = [words for words in texts(scene) if words.text == "(“bye”, not taken)"]
        assert len(told) == spoken
