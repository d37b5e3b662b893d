"""Sentences in callers' own words, at the front desk: what they fill, and what is left alone. Pure, no clock."""

import pytest

from bench.free_sentences import KNOWN, LATER, NEW, NOT_MEANT, STRANGERS, FreeSentence
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.possible_answers import PossibleAnswers
from offhook.actors.responder.script import Choice
from offhook.engine.host.agent import load_agent
from tests.actors.responder.front_desk import A_SUNDAY, PATH, Caller, dialogue_of, front_desk_agent

SCRIPT = read_script(front_desk_agent())
POSSIBLE = {
    name: PossibleAnswers(SCRIPT, state, confirming=False) for name, state in SCRIPT.states.items() if state.waits
}
LEAST_OF_NEW, LEAST_OF_LATER, LEAST_OF_STRANGERS = 12, 18, 11
"""Of twenty each: as many as were understood when they were tried first; of the later ones, after what was missed had
been looked at."""


def understood(sentence: FreeSentence) -> bool:
    """Whether it is what was meant; where nothing was to be understood, whether nothing was."""
    found = POSSIBLE[sentence.state].speech(sentence.text, A_SUNDAY)
    if found is None:
        return not sentence.values and not sentence.go
    go = found.meaning.go if isinstance(found.meaning, Choice) else ""
    return (found.values, go) == (sentence.values, sentence.go)


@pytest.mark.parametrize("sentence", KNOWN, ids=[each.text for each in KNOWN])
def test_what_people_really_say_fills_what_it_fills(sentence: FreeSentence) -> None:
    assert understood(sentence)


@pytest.mark.parametrize(
    ("sentences", "least"),
    [(NEW, LEAST_OF_NEW), (LATER, LEAST_OF_LATER), (STRANGERS, LEAST_OF_STRANGERS)],
    ids=["new", "later", "strangers"],
)
def test_most_sentences_that_nobody_had_in_mind_are_understood(sentences: tuple[FreeSentence, ...], least: int) -> None:
    """Those that were written first. How many are missed is told, not which: they are not to be adapted to."""
    assert sum(map(understood, sentences)) >= least


@pytest.mark.parametrize("sentence", [*NEW, *LATER, *STRANGERS], ids=lambda each: each.text)
def test_a_sentence_is_understood_as_it_is_meant_or_not_at_all(sentence: FreeSentence) -> None:
    found = POSSIBLE[sentence.state].speech(sentence.text, A_SUNDAY)
    assert found is None or understood(sentence)


@pytest.mark.parametrize("text", NOT_MEANT)
def test_a_sentence_that_says_something_else_fills_nothing(text: str) -> None:
    """In no state, although it holds a day or a number: half of a sentence may mean the opposite."""
    for name, possible in POSSIBLE.items():
        assert possible.speech(text, A_SUNDAY) is None, name


@pytest.mark.parametrize("text", ["we are two people and the", "two", "for", "um", "yes for two nights no"])
def test_half_a_sentence_fills_nothing(text: str) -> None:
    """At the first question, where "two" could be anything."""
    assert POSSIBLE["menu"].speech(text, A_SUNDAY) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Hallo, ich hätte gerne ein Zimmer für zwei Personen ab morgen für drei Nächte."),
        ("es", "Hola, quisiera una habitación para dos personas desde mañana, por tres noches, por favor."),
        (
            "fr",
            "Bonjour, je voudrais une chambre pour deux personnes à partir de demain, pour trois nuits.",
        ),
        ("hi", "नमस्ते, मुझे कल से दो लोगों के लिए तीन रातों के लिए एक कमरा चाहिए"),
    ],
)
def test_other_languages_have_such_sentences_too(language: str, text: str) -> None:
    found = first_question_in(language).speech(text, A_SUNDAY)
    assert found is not None
    assert isinstance(found.meaning, Choice)
    assert found.meaning.go == "day"
    assert found.values == {"day": "tomorrow", "people": "2", "nights": "3"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There is no room for tomorrow."),
        ("de", "Ich möchte nicht morgen ein Zimmer für zwei Personen."),
        ("es", "No quiero una habitación para mañana."),
        ("fr", "Je ne veux pas une chambre pour demain."),
        ("hi", "मुझे कल के लिए कमरा नहीं चाहिए"),
    ],
)
def test_what_is_denied_is_not_meant_in_any_language(language: str, text: str) -> None:
    assert first_question_in(language).speech(text, A_SUNDAY) is None


def first_question_in(language: str) -> PossibleAnswers:
    path = PATH if language == "en" else PATH.with_name(f"front_desk.{language}.toml")
    script = read_script(load_agent(path.name, path.read_text(encoding="utf-8")))
    return PossibleAnswers(script, script.states[script.start], confirming=False)


@pytest.mark.parametrize("text", ["friday", "we need it for three nights"])
def test_what_does_not_answer_the_question_changes_nothing(text: str) -> None:
    """A day that was heard where a time was asked for may be a mistake of the recognizer's."""
    assert POSSIBLE["time"].speech(text, A_SUNDAY) is None


def test_only_what_is_missing_is_asked() -> None:
    """The conversation after such a sentence."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    answer = caller.says("Hi, I'd like a room for two from tomorrow, for three nights please.")
    assert answer.endswith("At what time will you arrive?")
    answer = caller.says("We'll probably get there at about 7 PM.")
    assert "member number" in answer
    assert caller.progress.values == {"day": "tomorrow", "people": "2", "nights": "3", "time": "19:00"}


@pytest.mark.parametrize(
    ("says", "nights"),
    [
        ("Actually, make it three nights.", "3"),
        ("No, three nights please.", "3"),
        ("Three nights.", "3"),
        ("Don't make it three nights.", "2"),
        ("Yes, three nights.", "2"),
        ("Three.", "2"),
    ],
)
def test_a_value_that_was_read_back_is_corrected_at_once(says: str, nights: str) -> None:
    """It is read back anew, and nothing is booked meanwhile. What may mean something else changes nothing."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    for said in ("a room for two from tomorrow for two nights", "at seven p m", "no number"):
        answer = caller.says(said)
    assert "Shall I book it?" in answer
    answer = caller.says(says)
    assert answer.endswith(("Shall I book it?", "Please say yes or no."))
    assert ("two people, three nights. Shall I book it?" in answer) == (nights == "3")
    assert caller.progress.values["nights"] == nights


def test_a_value_beside_a_goodbye_hangs_up_on_nobody() -> None:
    assert POSSIBLE["people"].speech("Two adults and goodbye to you.", A_SUNDAY) is None


def test_the_embedded_recognizer_expects_no_more_words() -> None:
    """Few phrases are known best: what only sentences say is no phrase of the grammar."""
    expected = POSSIBLE["menu"].expectation
    assert not any("rooms" in pattern for pattern in (*expected.phrases, *expected.rules.values()))
