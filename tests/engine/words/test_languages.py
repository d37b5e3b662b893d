"""What is known of each language is complete, and is heard and said as it stands there. Pure."""

import unicodedata
from collections.abc import Sequence

import msgspec
import pytest

from offhook.actors.responder.patterns import Phrases
from offhook.engine.words.completeness import Completeness, completeness
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.finished import odds_by_words
from offhook.engine.words.languages import LANGUAGES, language_of, said_in
from offhook.engine.words.languages.language import Courtesy, DefaultSentences, SentenceEnds, TurnWords
from offhook.engine.words.small_talk import BACKCHANNELS, SmallTalk, goodbyes
from offhook.engine.words.words import words
from offhook.engine.words.words_that_count import WordsThatCount

TAGS = pytest.mark.parametrize("tag", LANGUAGES)
ROOM = {"en": "a room", "hi": "कमरा चाहिए", "es": "una habitación", "fr": "une chambre", "de": "ein Zimmer"}
NEVER_EMPTY = (TurnWords, Courtesy, DefaultSentences)
MAY_BE_EMPTY = ("of_an_answer", "both_ways")


def test_five_languages_are_known() -> None:
    """With a region or in capitals too; another one has no words, and the sentences are English."""
    assert [*LANGUAGES] == ["en", "hi", "es", "fr", "de"]
    assert language_of("es-MX") is language_of("es") is LANGUAGES["es"]
    assert language_of("EN-gb") is LANGUAGES["en"]
    assert language_of("it").turn == TurnWords()
    assert (language_of("it").said, said_in("it")) == (None, LANGUAGES["en"].said)


@TAGS
def test_nothing_is_missing(tag: str) -> None:
    """Every list has entries, and no entry stands twice or has nothing to say."""
    language = LANGUAGES[tag]
    for known in (language.turn, language.courtesy, language.said):
        assert isinstance(known, NEVER_EMPTY)
        for field in msgspec.structs.fields(known):
            value: str | Sequence[str] = getattr(known, field.name)
            entries = (value,) if isinstance(value, str) else value
            assert entries or field.name in MAY_BE_EMPTY, (tag, field.name)
            assert len({*entries}) == len(entries), (tag, field.name)
            assert all(words(entry) and entry == entry.strip() for entry in entries), (tag, field.name)


@TAGS
def test_abbreviations_are_written_in_small_letters_without_their_stop(tag: str) -> None:
    """As the splitter looks them up."""
    ends = LANGUAGES[tag].sentences
    assert isinstance(ends, SentenceEnds)
    for abbreviation in (*ends.within, *ends.before_number, *ends.may_close):
        assert abbreviation == abbreviation.lower().rstrip(".")


@TAGS
def test_sentences_are_in_the_language_and_end(tag: str) -> None:
    """What is said has the script of its language, no placeholder but the digits', and an end that is heard."""
    said = LANGUAGES[tag].said
    assert said is not None
    for field in msgspec.structs.fields(said):
        value = getattr(said, field.name)
        for sentence in (value,) if isinstance(value, str) else value:
            assert sentence.replace("{digits}", "").isprintable()
            assert ("{digits}" in sentence) == (field.name == "digits_so_far")
            assert sentence[-1] in ".?।", sentence
            assert (tag == "hi") == any("DEVANAGARI" in unicodedata.name(sign) for sign in sentence), sentence
            assert (tag == "en") == (sentence in _english()), sentence


def _english() -> Sequence[str]:
    said = said_in("en")
    values = (getattr(said, field.name) for field in msgspec.structs.fields(said))
    return [sentence for value in values for sentence in ((value,) if isinstance(value, str) else value)]


@TAGS
def test_listening_does_not_interrupt(tag: str) -> None:
    """Over an explanation each of them only says "go on", also while it is being said."""
    judge, nothing = WordsThatCount(tag, BACKCHANNELS), Expectation(language=tag)
    for phrase in BACKCHANNELS[tag]:
        assert not judge.in_all(f"{phrase.capitalize()}.", nothing), phrase
        assert not judge.so_far(phrase, nothing), phrase
    assert judge.in_all(ROOM[tag], nothing)


@TAGS
def test_a_goodbye_over_a_goodbye_changes_nothing(tag: str) -> None:
    """A no with thanks is one too, and so is what people say both when they meet and when they part."""
    judge, nothing = WordsThatCount(tag, BACKCHANNELS), Expectation(language=tag)
    for phrase in goodbyes(tag):
        assert not judge.in_all(phrase, nothing, over_goodbye=True), phrase
    assert judge.in_all(ROOM[tag], nothing, over_goodbye=True)


@TAGS
def test_small_talk_is_known(tag: str) -> None:
    """Hesitation says nothing, a greeting asks whether somebody is there, and a wish for time is no answer."""
    turn, talk = LANGUAGES[tag].turn, SmallTalk(tag)
    assert all(talk.says_nothing(filler) for filler in turn.fillers)
    assert any(talk.greets(greeting) for greeting in turn.greetings)
    assert all(talk.is_courtesy(phrase) for phrase in (*turn.courtesies, *turn.goodbyes))
    assert any(talk.asks_for_time(pause) for pause in turn.pauses)
    assert all(talk.only_answers(answer) for answer in (*turn.yes, *turn.no, *turn.of_an_answer))
    for quiet in (talk.says_nothing, talk.greets, talk.is_courtesy, talk.asks_for_time, talk.only_answers):
        assert not quiet(ROOM[tag])


@TAGS
def test_courtesy_around_an_answer_does_not_change_it(tag: str) -> None:
    """Words of any spelling before and after it, and hesitation in the middle."""
    language, phrases = LANGUAGES[tag], Phrases([ROOM[tag]], {}, tag)
    first, *last = words(ROOM[tag])
    for around in language.courtesy.around:
        said = f"{around} {first} {language.turn.fillers[0]} {' '.join(last)} {around}"
        assert phrases.matches(words(said)), said
    assert not phrases.matches(words(f"{first} blorx {' '.join(last)}"))


@TAGS
def test_a_yes_is_whole_and_a_beginning_is_not(tag: str) -> None:
    """Whoever was asked for a yes is done after it; whoever ends with a filler or an article is not."""
    turn, language = LANGUAGES[tag].turn, tag
    asked = Expectation(language=language, kind=AnswerKind.YES_NO)
    for answer in (*turn.yes, *turn.no):
        assert completeness(answer.capitalize(), asked) is Completeness.WHOLE, answer
    open_question = Expectation(language=language)
    for hanging in (*turn.hanging, *turn.fillers):
        assert completeness(f"blorx {hanging}", open_question) is Completeness.HANGING, hanging
    digits = Expectation(language=language, kind=AnswerKind.DIGITS, max_digits=2)
    for digit in turn.digits:
        assert completeness(digit, digits) is Completeness.HANGING, digit
        assert completeness(f"{digit} {digit}", digits) is Completeness.WHOLE, digit


@pytest.mark.parametrize(
    ("text", "whole"),
    [("चार, ज़ीरो", True), ("४२", True), ("٤٢", True), ("４２", True), ("४", False), ("४²", False), ("हाँ, चार", False)],
)
def test_digits_of_any_script_are_counted(text: str, whole: bool) -> None:
    """In words, in the figures of any script, or mixed."""
    asked = Expectation(language="hi", kind=AnswerKind.DIGITS, max_digits=2)
    assert (completeness(text, asked) is Completeness.WHOLE) is whole


@pytest.mark.parametrize("text", ["हाँ", "हां।", "जी हाँ!", "ठीक है", "ह\u093e\u200d\u0901"])
def test_a_hindi_yes_is_heard_as_one(text: str) -> None:
    """However its nasal is written."""
    assert completeness(text, Expectation(language="hi", kind=AnswerKind.CONFIRMATION)) is Completeness.WHOLE
    assert SmallTalk("hi").only_answers(text)


@pytest.mark.parametrize("text", ["कमरा चाहिए।", "部屋。", "غرفة。\u200f", "ein Zimmer！", "une chambre ."])
def test_a_sentence_ends_with_the_mark_of_its_script(text: str) -> None:
    """Wide marks, the danda, and a direction control behind the mark: the end is likelier with it."""
    asked = Expectation(language="hi")
    assert odds_by_words(text, asked) > odds_by_words(" ".join(words(text)), asked)
