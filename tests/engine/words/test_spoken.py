"""What dictation writes, as words. Pure; texts that nobody thought of come from Hypothesis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.words.completeness import Completeness, completeness
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.languages import LANGUAGES
from offhook.engine.words.spoken import spoken_words
from offhook.engine.words.words import words
from offhook.engine.words.words_that_count import was_asked_for


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "2:30 p.m.", "two thirty p m"),
        ("en", "2 30 pm", "two thirty p m"),
        ("en", "At 9 AM, please.", "at nine a m please"),
        ("en", "I am 9.", "i am nine"),
        ("en", "9 0 8 5", "nine zero eight five"),
        ("en", "9, 0, 8, 5.", "nine zero eight five"),
        ("en", "My number is 4271.", "my number is four two seven one"),
        ("en", "0519", "zero five one nine"),
        ("en", "$12.50", "twelve dollars and fifty cents"),
        ("en", "the 21st", "the twenty first"),
        ("en", "Mr. Bennet", "mister bennet"),
        ("en", "twenty-one", "twenty one"),
        ("en", "For 3 nights!", "for three nights"),
        ("en", "1,234 euros", "one thousand two hundred thirty four euros"),
        ("en", "born in 1984", "born in nineteen eighty four"),
        ("en-GB", "OK, room 12B", "okay room twelve b"),
        ("hi", "शाम ७ बजे", "शाम सात बजे"),
        ("hi", "मेरा नंबर 4271 है", "मेरा नंबर चार दो सात एक है"),
        ("es", "a las 14:30", "a las catorce treinta"),
        ("es", "la Sra. López, 4271", "la señora lópez cuatro dos siete uno"),
        ("fr", "à 14h30", "à quatorze heures trente"),
        ("fr", "Mme Blanc, 12,50 €", "madame blanc douze euros cinquante"),
        ("de", "um 14:30 Uhr", "um vierzehn uhr dreissig"),
        ("de", "Hr. Müller, Nr. 5", "herr müller nummer fünf"),
        ("de", "zweihundertfünf", "zwei hundert fünf"),
        ("pt", "às 14:30", "às 14 30"),
        ("en", "", ""),
        ("en", "...", ""),
    ],
)
def test_figures_are_the_words_that_were_said(language: str, written: str, said: str) -> None:
    """In the form in which words are compared; a language without figures keeps them."""
    assert spoken_words(written, language) == said


@given(st.sampled_from(sorted(LANGUAGES)), st.text(max_size=60))
def test_whatever_is_written_the_words_are_words(language: str, text: str) -> None:
    """What comes out is made of words, and says the same when it goes in again."""
    said = spoken_words(text, language)
    assert " ".join(words(said)) == said
    assert spoken_words(said, language) == said


_WRITTEN = st.lists(
    st.one_of(
        st.sampled_from(["for", "at", "Mr.", "p.m.", "AM", "Uhr", "€", "$5", "à", "#", "%", ".", ",", "-", ":", "/"]),
        st.integers(0, 99_999).map(str),
        st.from_regex(r"[0-2]?[0-9]:[0-5][0-9]", fullmatch=True),
        st.from_regex(r"[0-9]{1,3}(st|th|\.)", fullmatch=True),
    ),
    max_size=6,
)


@given(st.sampled_from(["en", "en-US", "hi", "es", "fr", "de"]), _WRITTEN, st.sampled_from([" ", ""]))
def test_no_figure_is_left(language: str, pieces: list[str], between: str) -> None:
    """In the languages whose figures are known, whatever stands beside them."""
    said = spoken_words(between.join(pieces), language)
    assert not any(sign.isdecimal() for sign in said if sign.isascii())
    assert spoken_words(said, language) == said


@pytest.mark.parametrize("text", ["7:30 PM", "7 30 pm", "seven thirty p m"])
def test_an_answer_in_figures_is_as_complete_as_one_in_words(text: str) -> None:
    """A turn may end sooner after either; and said over the agent, both count."""
    expected = Expectation(phrases=("seven thirty p m",))
    assert completeness(text, expected) is Completeness.WHOLE
    assert was_asked_for(text, expected)


@pytest.mark.parametrize(
    ("text", "judged"), [("4271", Completeness.WHOLE), ("42 71", Completeness.WHOLE), ("42", Completeness.HANGING)]
)
def test_digits_are_counted_however_they_are_written(text: str, judged: Completeness) -> None:
    assert completeness(text, Expectation(kind=AnswerKind.DIGITS, max_digits=4)) is judged
