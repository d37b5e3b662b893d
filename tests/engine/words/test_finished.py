"""What bare words say about the end of a turn, in each language. Pure."""

import pytest

from offhook.engine.words.endings.model import WEIGHTS
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.finished import odds_by_words

# Sentences from neither `tools/word_endings` nor `bench/caller_turns.py`.
FINISHED = {
    "en": (
        "yes please",
        "book a room",
        "that's all",
        "for two people",
        "how much is it",
        "i lost my key",
        "next friday",
    ),
    "de": ("ja bitte", "ein zimmer reservieren", "das ist alles", "ich habe noch eine frage", "vielen dank"),
    "es": ("sí por favor", "eso es todo", "tengo otra pregunta", "quiero cambiar mi reserva", "muchas gracias"),
    "fr": ("oui s'il vous plaît", "c'est tout", "j'ai une autre question", "combien ça coûte", "merci beaucoup"),
    "hi": ("बस इतना ही", "मेरा एक सवाल है", "मुझे कमरा चाहिए", "कितना लगेगा", "नहीं धन्यवाद"),
}
UNFINISHED = {
    "en": (
        "would",
        "okay sure",
        "you like",
        "i'd like a room for",
        "can you",
        "i was wondering if",
        "tell me",
        "do you",
    ),
    "de": ("ich möchte", "ein zimmer für", "können sie", "mein name", "weil", "ich würde gern mit"),
    "es": ("quisiera", "una habitación para", "puede", "mi número", "porque", "quiero hablar con"),
    "fr": ("je voudrais", "une chambre pour", "pouvez-vous", "mon numéro", "parce que", "je voudrais parler avec"),
    "hi": ("मुझे एक", "मैं", "मेरा नाम", "क्योंकि", "क्या आप", "दिल्ली से"),
}


def odds(text: str, language: str = "en") -> float:
    return odds_by_words(text, Expectation(language=language))


@pytest.mark.parametrize("language", WEIGHTS)
def test_what_can_end_is_told_from_what_cannot(language: str) -> None:
    """Without any mark: in at least 95 of 100 pairs what is finished is likelier to be over than what is not."""
    finished = [odds(text, language) for text in FINISHED[language]]
    unfinished = [odds(text, language) for text in UNFINISHED[language]]
    right = sum(one > other for one in finished for other in unfinished)
    assert right >= 0.95 * len(finished) * len(unfinished)


@pytest.mark.parametrize("text", UNFINISHED["en"])
def test_a_beginning_counts_as_unfinished(text: str) -> None:
    """By itself, not only beside others."""
    assert odds(text) < 0


@pytest.mark.parametrize("text", ["yes please", "that's all", "no thanks", "how much is it"])
def test_a_whole_counts_as_finished(text: str) -> None:
    """Nobody is waited for who has said all."""
    assert odds(text) > -0.3


def test_marks_are_evidence() -> None:
    """The end of a sentence speaks for the end, what trails off against it; a mark alone does not decide."""
    assert odds("well...") < odds("well") < odds("Well.") < 0
    assert odds("on friday,") < odds("on friday") < odds("On friday.")


def test_a_language_without_words_of_ours_still_has_marks() -> None:
    """Nothing is guessed from the words of another language."""
    assert odds("waar is de", "nl") == 0
    assert odds("Waar is de bar?", "nl") > 0 > odds("Waar is de,", "nl")


def test_what_was_asked_for_decides() -> None:
    """Two of four digits are no end, whatever the words are; all of them are one."""
    digits = Expectation(kind=AnswerKind.DIGITS, max_digits=4)
    assert odds_by_words("it is 42.", digits) == -odds_by_words("4271", digits) < -3


@pytest.mark.parametrize("text", ["", " . ", "zyx", "?!", "a" * 5000, "\u0902", "5", "1 2 3", "e\u0301\u0301"])
@pytest.mark.parametrize("language", [*WEIGHTS, "", "xx"])
def test_any_text_can_be_judged(text: str, language: str) -> None:
    """Also what nobody says."""
    assert -4 <= odds(text, language) <= 5
