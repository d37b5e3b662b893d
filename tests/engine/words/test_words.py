"""The words of a text in any script, in the form in which they are compared. Pure."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.words.words import made_of, normalised, words

ODD = "iIİıßſ\u0307\u0323\u0301\u200d\u200c\u200b\u202e\u064b\u0640\u05b8कनतमम्ङ\u093c\u0901\u0902'’ऩड़ड़が゙ｶﾞ部ﬁ½²४"
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("  ... – 。", ()),
        ("Hello, World!", ("hello", "world")),
        ("I don’t, o'clock", ("i", "don't", "o'clock")),
        ("'quoted' dogs' ''n''", ("quoted", "dogs", "n")),
        ("mm-hmm, check-in", ("mm", "hmm", "check", "in")),
        ("7:30 p.m., 3.50", ("7", "30", "p", "m", "3", "50")),
        ("qx7 snake_case", ("qx7", "snake", "case")),
        ("L’hôtel à Besançon", ("l'hôtel", "à", "besançon")),
        ("¿Está ahí?", ("está", "ahí")),
        ("Straße, STRASSE", ("strasse", "strasse")),
        ("Café, Cafe\u0301", ("café", "café")),
        ("İstanbul ISPARTA ısparta", ("istanbul", "isparta", "isparta")),
        ("ＡＢＣ１２３ ﬁn", ("abc123", "fin")),
        ("5½ m²", ("5½", "m²")),
        ("x\u00ady z\u2060z a\u200bb", ("xy", "zz", "a", "b")),
        ("\u0301abc", ("abc",)),
        ("ГОСТИНИЦА Είμαι ΕΔΏΣ", ("гостиница", "είμαι", "εδώσ")),
    ],
)
def test_words_are_found_and_folded(text: str, found: tuple[str, ...]) -> None:
    """Case, punctuation and the way a letter is composed do not count; figures keep what they mean."""
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("कमरा चाहिए।", ("कमरा", "चाहिए")),
        ("हाँ, हां॥", ("हां", "हां")),
        ("हिन्दी हिंदी मुम्बई मुंबई जन्म", ("हिंदी", "हिंदी", "मुंबई", "मुंबई", "जन्म")),
        ("फ़ोन \u092b\u093cोन फोन", ("फोन", "फोन", "फोन")),
        ("क्\u200dया क्या", ("क्या", "क्या")),
        ("१२३ ٣٤ ৫", ("123", "34", "5")),
        ("தமிழ் வணக்கம்", ("தமிழ்", "வணக்கம்")),
        ("বাংলা ধন্যবাদ", ("বাংলা", "ধন্যবাদ")),
        ("مَرْحَبًا مرحبـا", ("مرحبا", "مرحبا")),
        ("می\u200cخواهم", ("میخواهم",)),
        ("שָׁלוֹם שלום", ("שלום", "שלום")),
        ("\u202bשלום\u202c hello \u2067مرحبا\u2069", ("שלום", "hello", "مرحبا")),
        ("मुझे double room चाहिए", ("मुझे", "double", "room", "चाहिए")),
        ("部屋を予約。カタカナ ｶﾞﾂ", ("部", "屋", "を", "予", "約", "カタカナ", "ガツ")),
        ("방을 예약", ("방을", "예약")),
    ],
)
def test_every_script_keeps_its_marks(text: str, found: tuple[str, ...]) -> None:
    """A vowel sign belongs to its word, and what writers leave out as they like makes no other word."""
    assert words(text) == found


@given(TEXTS)
def test_composed_or_not_the_words_are_the_same(text: str) -> None:
    """Recognizers and keyboards differ in how they compose a letter."""
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text)) == words(text)


@given(TEXTS)
def test_words_of_words_are_the_same(text: str) -> None:
    """What has been folded stays as it is, alone and among others."""
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(words(word) == (word,) for word in found)
    assert normalised(normalised(text)) == normalised(text)


@given(st.text("abcXYZ019'’ -_.:\t", max_size=20))
def test_one_letter_of_another_script_changes_no_other_word(text: str) -> None:
    """Plain English goes a shorter way, which finds the same."""
    assert words(f"{text} क") == (*words(text), "क")


@pytest.mark.parametrize(
    ("said", "whole"), [("yes", True), ("thank you yes", True), ("thank yes", False), ("", True), ("you", False)]
)
def test_words_may_be_made_of_phrases(said: str, whole: bool) -> None:
    """In any order, each any number of times; half a phrase is none."""
    assert made_of(words(said), [("yes",), ("thank", "you")]) is whole
