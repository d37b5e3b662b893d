"""The shipped dictionary, as it is installed."""

from itertools import groupby

import pytest

from offhook.actors.recognizer.pronunciations import Pronunciations, missing_words, model_folder


def test_missing_words_are_named_once_and_in_order() -> None:
    """An agent file can be checked at start-up: the words nobody can pronounce come back, and only they."""
    assert missing_words(["book", "qwxyz", "o'clock", "p", "m", "Today", "", "qwxyz"]) == ("qwxyz", "Today", "")


@pytest.mark.parametrize("text", [b"a AH\na(2) EY\nab AE B\nzoo Z UW", b"a AH\na(2) EY\nab AE B\nzoo Z UW\n"])
def test_every_way_to_say_a_word_is_found(text: bytes) -> None:
    """The first, the last and the one between, with or without a newline at the end."""
    words = Pronunciations(text)
    assert list(words.of("a")) == [("a", "AH"), ("a(2)", "EY")]
    assert list(words.of("ab")) == [("ab", "AE B")]
    assert list(words.of("zoo")) == [("zoo", "Z UW")]
    assert words.missing(["aa", "0", "zz"]) == ("aa", "0", "zz")


def test_the_shipped_dictionary_is_sorted() -> None:
    """The search by halves stands on it, so a release that sorts otherwise must be noticed."""
    lines = (model_folder() / "cmudict-en-us.dict").read_bytes().splitlines()
    words = [word for word, _ in groupby(line.partition(b" ")[0].partition(b"(")[0] for line in lines)]
    assert len(words) > 100_000
    assert words == sorted(set(words))
