"""From where a reply goes on. Pure; sound is loud where a byte is 0x00 and silent where it is 0xff."""

from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.resume_point import LEAD_IN_BYTES, resume_point
from offhook.engine.words.spoken_words import SpokenSentence

LOUD, SILENT = b"\x00", b"\xff"
MS = 8  # bytes


def test_a_pause_is_the_best_place() -> None:
    """The last one that was heard, and just before the sound that follows it."""
    sound = LOUD * 100 * MS + SILENT * 50 * MS + LOUD * 100 * MS + SILENT * 50 * MS + LOUD * 100 * MS
    assert resume_point(sound, 380 * MS, 80 * MS, 350 * MS) == 300 * MS - LEAD_IN_BYTES


def test_without_a_pause_it_is_the_word() -> None:
    """The word that was cut into is said again from its beginning."""
    assert resume_point(LOUD * 1000 * MS, 700 * MS, 400 * MS, 520 * MS) == 520 * MS


def test_a_long_word_is_not_said_again_whole() -> None:
    """Where even the word began too long ago, it is as early as may be."""
    assert resume_point(LOUD * 1000 * MS, 700 * MS, 400 * MS, 100 * MS) == 400 * MS


@given(st.binary(max_size=4000), st.integers(0, 4000), st.integers(-3000, 4000), st.integers(0, 5000))
def test_it_never_leaves_its_window(sound: bytes, heard: int, window: int, word: int) -> None:
    """Nothing that was not heard is left out, and no more than was asked for is said again."""
    heard = min(heard, len(sound))
    earliest = min(heard, heard - abs(window))
    assert max(0, earliest) <= resume_point(sound, heard, earliest, word) <= heard


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.floats(0, 1))
def test_a_word_begins_where_the_one_before_it_has_ended(lengths: list[int], share: float) -> None:
    """What is said again from there is one word at most."""
    text = " ".join("x" * length for length in lengths)
    spoken = SpokenSentence(text)
    spoken.sound(LOUD * 100 * len(text))
    spoken.end()
    heard = int(share * 100 * len(text))
    begins = spoken.word_begins(heard)
    assert begins <= heard + 100
    said, _ = spoken.split_at(heard)
    said_before, _ = spoken.split_at(begins)
    assert len(said.split()) - len(said_before.split()) <= 1
