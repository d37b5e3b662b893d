"""Hesitant callers and what is reported of them. Recorded voices; no server, no socket, no clock but the frames."""

import itertools
from random import Random

import pytest

from bench.end_of_turn import Outcome, as_long, measure, reading
from bench.hesitant_callers import QUIET, Recording, caller, drawn_apart, joined, recordings, whole
from offhook.engine.words.expectation import AnswerKind


@pytest.fixture(scope="module")
def said() -> list[Recording]:
    return recordings()


def named(said: list[Recording], text: str) -> Recording:
    return next(recording for recording in said if recording.text == text)


def longest_quiet(frames: tuple[bytes, ...]) -> int:
    return max(len(list(run)) for quiet, run in itertools.groupby(frames, lambda frame: frame == QUIET) if quiet)


def test_two_recordings_are_joined_by_the_pause(said: list[Recording]) -> None:
    """The second voice begins when the pause is over, and its words are said where its sound is."""
    first, second = named(said, "book a room"), named(said, "today")
    utterance = joined(first, second, 25)
    assert longest_quiet(utterance.frames) == 25
    assert [word.text for word in utterance.words] == ["book", "a", "room", "today"]
    assert [word.last_frame for word in utterance.words[2:]] == [first.clip.last_voiced, utterance.last_voiced]
    assert [word.ends_phrase for word in utterance.words] == [False, False, True, True]
    assert utterance.frames[utterance.last_voiced] == second.clip.frames[second.clip.last_voiced]


def test_a_recording_is_drawn_apart_between_two_words(said: list[Recording]) -> None:
    """Nothing of it is lost, the pause lies after the word before it, and the words after it come later."""
    recording = named(said, "turn on the living room lamp")
    utterance, unbroken = drawn_apart(recording, 3, 25), whole(recording)
    pause_at = next(at for at, frame in enumerate(utterance.frames) if utterance.frames[at : at + 25] == (QUIET,) * 25)
    assert utterance.frames[:pause_at] + utterance.frames[pause_at + 25 :] == unbroken.frames
    assert abs(pause_at - utterance.words[2].last_frame) <= 6
    later = [
        after.last_frame - before.last_frame for before, after in zip(unbroken.words, utterance.words, strict=True)
    ]
    assert later == [0, 0, 0, 25, 25, 25]
    assert utterance.last_voiced == unbroken.last_voiced + 25


def test_the_digits_answer_a_question_for_digits(said: list[Recording]) -> None:
    """As the dialogue would have asked for them."""
    expected = whole(named(said, "four two seven one")).expected
    assert (expected.kind, expected.max_digits) == (AnswerKind.DIGITS, 4)


def test_a_seed_is_a_caller(said: list[Recording]) -> None:
    """The same one says the same, another one something else."""
    first, again, other = (caller(Random(seed), said, 6) for seed in ("1/0", "1/0", "1/1"))
    assert first == again != other
    assert len(first) == 6


def test_both_errors_are_told_apart() -> None:
    """Cut-offs are shares of the utterances that pause there; waits are of all whose end was heard."""
    outcomes = [
        Outcome("inside a phrase", cut_off=True, wait_ms=300),
        Outcome("inside a phrase", cut_off=False, wait_ms=320),
        Outcome("between phrases", cut_off=True, wait_ms=None),
        Outcome("none", cut_off=False, wait_ms=340),
    ]
    found = reading(outcomes, 300, "words", adaptive=True)
    assert (found.cut_off, found.cut_off_inside_a_phrase, found.cut_off_between_phrases) == (0.667, 0.5, 1.0)
    assert found.cut_off_unbroken == 0.0
    assert found.wait == {"n": 3, "p50": 320, "p95": 340, "p99": 340, "max": 340}


def test_what_adapts_is_compared_with_what_waits_as_long() -> None:
    """By the median: a longer silence cuts fewer callers off whether it adapts or not."""
    fixed = [
        reading([Outcome("none", cut_off=False, wait_ms=silence_ms + 60)], silence_ms, "none", adaptive=False)
        for silence_ms in (200, 300, 400)
    ]
    adaptive = reading([Outcome("none", cut_off=False, wait_ms=380)], 300, "none", adaptive=True)
    assert as_long(adaptive, fixed).silence_ms == 300


async def test_adapting_spares_callers_at_the_same_wait() -> None:
    """Where words are known, fewer are cut off than by a fixed silence with the same median wait."""
    found = await measure(12, 10, 1, range(280, 441, 20), (300,))
    readings = found["adaptive"]
    assert isinstance(readings, list)
    assert [each["text"] for each in readings] == ["none", "words", "marks", "phrases"]
    for each in readings[1:]:
        assert each["cut_off"] < each["cut_off_fixed_as_long"], each
    assert {each["cut_off_unbroken"] for each in readings} == {0.0}


async def test_the_same_seed_gives_the_same_figures() -> None:
    """And another seed others."""
    first, again, other = [await measure(3, 4, seed, (300,), (300,)) for seed in (1, 1, 2)]
    assert first == again
    assert first["fixed"] != other["fixed"]
