"""Which words, said over the agent, are meant to stop it. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.languages import language_of
from offhook.engine.words.small_talk import BACKCHANNELS
from offhook.engine.words.words_that_count import WordsThatCount

NOTHING, YES_OR_NO = Expectation(), Expectation(kind=AnswerKind.YES_NO)
EYE = Expectation(
    phrases=("<eye> [please]", "got it", "yes sure", "stop"), rules={"eye": "([the] left | [the] right | both eyes)"}
)
ENGLISH = WordsThatCount("en-GB", BACKCHANNELS)


@pytest.mark.parametrize(
    "text", ["", "  ", "Mm-hmm.", "yeah", "Yeah, right.", "OK, I see", "of course, of course", "..."]
)
def test_listening_is_no_interruption(text: str) -> None:
    """Nothing, a backchannel, and several of them in a row."""
    assert not ENGLISH.in_all(text, NOTHING)


@pytest.mark.parametrize(
    "text", ["no", "wait", "yeah but when", "right now please", "of", "I see a problem", "stop it"]
)
def test_words_that_want_the_floor(text: str) -> None:
    """All else counts, also where it begins like a backchannel."""
    assert ENGLISH.in_all(text, NOTHING)


@pytest.mark.parametrize(("text", "counts"), [("yeah", True), ("Mm-hmm.", True), ("", False)])
def test_where_a_yes_or_no_is_expected_each_word_is_an_answer(text: str, counts: bool) -> None:
    """A "yeah" to the question that is being asked is not listening."""
    assert ENGLISH.in_all(text, YES_OR_NO) is counts
    assert ENGLISH.so_far(text, YES_OR_NO) is counts


@pytest.mark.parametrize("text", ["Right.", "right, please", "okay, right", "Right, yeah.", "got it", "yes, sure"])
def test_an_answer_that_was_asked_for_is_not_taken_for_listening(text: str) -> None:
    """A caller who chooses the right eye is heard, alone or beside an "okay"; also as soon as the word is there."""
    assert ENGLISH.in_all(text, EYE)
    assert ENGLISH.so_far(text, EYE)


@pytest.mark.parametrize("text", ["okay", "yeah, yeah", "I see", "yes", "sure"])
def test_other_words_stay_listening_where_one_of_them_is_an_answer(text: str) -> None:
    """Only what was asked for is an answer, not what it is made of."""
    assert not ENGLISH.in_all(text, EYE)
    assert not ENGLISH.so_far(text, EYE)


@pytest.mark.parametrize("text", ["mm", "ye", "of", "of cou", "yeah of cour", "all", "got"])
def test_what_may_become_a_backchannel_does_not_count_yet(text: str) -> None:
    """While the caller speaks the agent waits for the word to be whole."""
    assert not ENGLISH.so_far(text, NOTHING)


@pytest.mark.parametrize("text", ["wait", "yeah but", "of which", "all rooms"])
def test_what_cannot_become_one_counts_at_once(text: str) -> None:
    """The first word that is no part of a backchannel is enough."""
    assert ENGLISH.so_far(text, NOTHING)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Ach so, ja."), ("es", "Sí, claro."), ("fr", "D’accord"), ("hi", "ठीक है")]
)
def test_each_language_has_its_own(language: str, text: str) -> None:
    """Listening sounds different elsewhere."""
    assert not WordsThatCount(language, BACKCHANNELS).in_all(text, NOTHING)


@pytest.mark.parametrize("language", BACKCHANNELS)
def test_a_yes_over_an_explanation_is_listening(language: str) -> None:
    """Every word that answers a question with yes says "go on" where nothing was asked."""
    for word in language_of(language).turn.yes:
        assert not WordsThatCount(language, BACKCHANNELS).in_all(word, NOTHING)


def test_a_hindi_word_is_not_told_from_others_by_its_consonants_alone() -> None:
    """Whoever begins with "who" has not said the polite yes, which differs in its vowel sign."""
    hindi = WordsThatCount("hi", BACKCHANNELS)
    assert hindi.in_all("जो", NOTHING)
    assert not hindi.in_all("जी", NOTHING)


def test_a_language_without_a_list_has_none() -> None:
    """There every word counts; a list of one's own takes the place of ours."""
    assert WordsThatCount("xx", BACKCHANNELS).in_all("mm-hmm", NOTHING)
    own = WordsThatCount("en", {"en": ("jolly good",)})
    assert not own.in_all("Jolly good!", NOTHING)
    assert own.in_all("yeah", NOTHING)


@given(st.lists(st.sampled_from(["yeah", "of", "course", "mm", "room", "i", "see", ""]), max_size=60).map(" ".join))
def test_words_that_count_so_far_count_in_the_end(text: str) -> None:
    """An agent that was stopped by a part of what was said is not told afterwards that it was nothing."""
    if ENGLISH.so_far(text, NOTHING):
        assert ENGLISH.in_all(text + " yeah", NOTHING)
