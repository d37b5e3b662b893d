"""What is recognised in one stretch of the audio, whatever comes in which order."""

import random

import pytest

from offhook.protocol.deepgram_listen import Alternative, Channel, Results, UtteranceEnd, Word
from offhook.protocol.deepgram_span import MOST_PIECES, Span
from offhook.protocol.errors import RemoteProtocolError


def word(text: str, start: float, end: float) -> Word:
    return Word(text.lower(), start, end, 0.9, text)


def final(start: float, end: float, *words: Word, **more: bool) -> Results:
    return results(start, end, *words, is_final=True, **more)


def results(start: float, end: float, *words: Word, **more: bool) -> Results:
    best = Alternative(" ".join(each.text for each in words), 0.9, words)
    return Results(start, end - start, Channel((best,)), **more)


ROOM = (word("A", 1.0, 1.2), word("room", 1.2, 1.6))
TODAY = (word("for", 2.0, 2.2), word("today.", 2.2, 2.8))


def test_final_results_are_put_together_by_their_times() -> None:
    """In any order, and once each."""
    pieces = [final(1.0, 1.8, *ROOM), final(1.8, 2.0), final(2.0, 3.0, *TODAY), final(1.0, 3.0, *ROOM, *TODAY)]
    for seed in range(100):
        chance, span = random.Random(seed), Span(1.0)
        order = chance.sample(pieces * 2, 8)
        for each in order:
            span.take(each)
        assert span.text == "A room for today.", order
        assert [each.text for each in span.words] == ["A", "room", "for", "today."]
        assert span.is_final_until(3.0)


def test_words_that_may_change_are_replaced() -> None:
    """By newer ones, and by final ones; what is behind those stays."""
    span = Span(1.0)
    span.take(results(1.0, 2.5, *ROOM, word("four", 2.0, 2.4)))
    span.take(results(1.0, 1.8, ROOM[0]))  # late
    assert span.text == "A room four"
    span.take(results(1.0, 3.0, *ROOM, *TODAY))
    span.take(final(1.0, 1.8, word("The", 1.0, 1.2), ROOM[1]))
    assert span.text == "The room for today."
    span.take(results(1.0, 3.0, *ROOM, *TODAY))
    assert span.text == "The room for today."
    assert not span.is_final_until(3.0)
    span.take(final(1.8, 3.0, *TODAY))
    assert span.text == "The room for today."


def test_final_until_has_no_gaps() -> None:
    """A result about later audio does not make the earlier one final."""
    span = Span(1.0)
    span.take(final(2.0, 3.0, *TODAY, from_finalize=True))
    assert not span.is_final_until(3.0)
    span.take(final(1.0, 2.0, *ROOM))
    assert span.is_final_until(3.0)
    assert not span.is_final_until(3.5)


def test_other_audio_is_none_of_it() -> None:
    """A result across a border is divided by its words."""
    span = Span(1.15)
    for each in (final(0.0, 1.1, *ROOM), results(0.0, 1.1, *ROOM), final(0.0, 0.0)):
        span.take(each)
    assert (span.text, span.seen_until) == ("", 1.15)
    span.take(final(0.5, 1.8, *ROOM))
    assert [each.text for each in span.words] == ["room"]
    assert span.text == "room"


@pytest.mark.parametrize(("start", "text"), [(0.0, ""), (1.0, "two")])
def test_a_text_without_words_belongs_where_most_of_its_audio_is(start: float, text: str) -> None:
    """Some models tell no times of words."""
    span = Span(1.0)
    span.take(Results(start, 1.2, Channel((Alternative("two", 0.5),)), is_final=True))
    assert (span.text, span.confidence) == (text, 0.5 if text else 0.0)


def test_silence_after_words_is_held_for_the_end() -> None:
    """Not before there were any, not that of a Finalize, and not when there are more."""
    span = Span(1.0)
    span.take(final(1.0, 1.1, speech_final=True))
    assert not span.held_ended
    span.take(final(1.1, 1.8, *ROOM, speech_final=True, from_finalize=True))
    assert not span.held_ended
    span.take(final(1.8, 2.0, speech_final=True))
    assert span.held_ended
    span.take(results(2.0, 2.9, *TODAY))
    assert not span.held_ended
    span.no_more_words(UtteranceEnd(1.6))
    assert not span.held_ended
    span.no_more_words(UtteranceEnd(2.8))
    assert span.held_ended
    other = Span(9.0)
    other.no_more_words(UtteranceEnd(-1))
    other.no_more_words(UtteranceEnd(99))
    assert not other.held_ended


def test_confidence_is_between_0_and_1() -> None:
    """Whatever is sent."""
    span = Span(0.0)
    span.take(final(0.0, 1.0, Word("a", 0.1, 0.2, 7.0)))
    assert span.confidence == 1.0


def test_results_have_an_end() -> None:
    """A service that sends more and more is given up."""
    span = Span(0.0)
    for number in range(MOST_PIECES):
        span.take(final(number, number + 1))
    with pytest.raises(RemoteProtocolError, match="results without end"):
        span.take(final(MOST_PIECES, MOST_PIECES + 1))
