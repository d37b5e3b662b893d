"""How far a voice has come, by the word times that it tells. Pure; sound is loud where a byte is 0x00."""

from bisect import bisect_right
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.words.spoken_words import SpokenSentence, WordTime

LOUD = b"\x00"
lasting = st.lists(st.tuples(st.integers(1, 9), st.integers(100, 9000)), min_size=1, max_size=12)
"""Words by their number of characters, and how long each is spoken, in bytes."""


def spoken(words: list[tuple[int, int]], known: set[int]) -> tuple[SpokenSentence, list[int]]:
    """A sentence that is complete, with the times of some of its words, and where each word ends in its sound."""
    text = " ".join("x" * length for length, _ in words)
    sentence, ends = SpokenSentence(text), list(accumulate(duration for _, duration in words))
    character = 0
    for number, (length, duration) in enumerate(words):
        if number in known:
            sentence.word(WordTime(character, ends[number] - duration))
        character += length + 1
    sentence.sound(LOUD * ends[-1])
    sentence.end()
    return sentence, ends


@given(lasting, st.floats(0, 1))
def test_with_all_times_the_words_are_exact(words: list[tuple[int, int]], share: float) -> None:
    """However unevenly they are spoken: a word was heard when the next one begins, the last one when the sound ends."""
    sentence, ends = spoken(words, set(range(len(words))))
    heard = int(share * ends[-1])
    said, rest = sentence.split_at(heard)
    assert len(said.split()) == bisect_right(ends, heard)
    assert len(said.split()) + len(rest.split()) == len(words)


@given(lasting, st.sets(st.integers(0, 11)), st.floats(0, 1))
def test_a_known_word_is_never_ahead_of_its_time(words: list[tuple[int, int]], known: set[int], share: float) -> None:
    """Where only some times are known, what is said before a known one was heard when it begins, and it was not."""
    sentence, ends = spoken(words, known)
    heard = int(share * ends[-1])
    said = len(sentence.split_at(heard)[0].split())
    begins = [0, *ends]
    assert said >= max((number for number in known if number < len(words) and begins[number] <= heard), default=0)
    assert all(said <= number for number in known if number < len(words) and heard < begins[number])


@given(lasting, st.floats(0, 1))
def test_a_word_begins_where_its_voice_says(words: list[tuple[int, int]], share: float) -> None:
    """From there a reply goes on that was stopped in it."""
    sentence, ends = spoken(words, set(range(len(words))))
    heard = int(share * (ends[-1] - 1))
    assert sentence.word_begins(heard) == max(begin for begin in [0, *ends] if begin <= heard)


@pytest.mark.parametrize(
    "times",
    [
        [WordTime(4, 8000), WordTime(0, 16_000)],
        [WordTime(4, 8000), WordTime(8, 4000)],
        [WordTime(4, 8000), WordTime(5, 16_000)],
        [WordTime(4, 8000), WordTime(-3, 9000)],
    ],
    ids=["backwards in the text", "backwards in time", "within a word", "before the text"],
)
def test_times_that_make_no_sense_tell_nothing(times: list[WordTime]) -> None:
    """The ones before them stand."""
    sentence = SpokenSentence("one two three")
    for time in times:
        sentence.word(time)
    sentence.sound(LOUD * 24_000)
    sentence.end()
    assert sentence.split_at(7999)[0] == ""
    assert sentence.split_at(8000)[0] == "one"


def test_a_mark_before_a_word_belongs_to_it() -> None:
    """A voice that leaves a quotation mark out tells of the first letter."""
    sentence = SpokenSentence('one "two" three')
    sentence.word(WordTime(5, 8000))
    sentence.sound(LOUD * 24_000)
    sentence.end()
    assert sentence.split_at(8000)[0] == "one"


def test_times_that_come_before_the_sound_count_already() -> None:
    """Of a sentence that is still being made."""
    sentence = SpokenSentence("one two three four")
    for time in (WordTime(0, 0), WordTime(4, 8000), WordTime(8, 16_000)):
        sentence.word(time)
    sentence.sound(LOUD * 12_000)
    assert sentence.split_at(9000)[0] == "one"


def test_a_voice_that_says_something_else_is_heard_as_it_speaks() -> None:
    """Also what it said before that was known; the rest is what it would still have said."""
    sentence = SpokenSentence("what is your name")
    sentence.sound(LOUD * 8000)
    assert sentence.split_at(8000)[0] == "what is your"
    sentence.say_instead("my name is")
    sentence.say_instead("my name is Marin and yours")
    sentence.sound(LOUD * 8000)
    sentence.end()
    assert sentence.split_at(8000) == ("my name is", "Marin and yours")
    assert sentence.split_at(16_000) == ("my name is Marin and yours", "")


def test_times_before_the_other_words_are_kept() -> None:
    """Those of words that are no longer said are not."""
    sentence = SpokenSentence("one two three four")
    for character, byte in ((0, 0), (4, 1000), (8, 9000)):
        sentence.word(WordTime(character, byte))
    sentence.say_instead("one two thirty")
    sentence.sound(LOUD * 10_000)
    sentence.end()
    assert sentence.word_begins(1001) == 1000
    assert sentence.split_at(1000) == ("one", "two thirty")
    assert sentence.word_begins(9500) < 9000
