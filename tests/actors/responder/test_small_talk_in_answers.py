"""Courtesy around an answer, and instead of one. Pure, no clock."""

import pytest

from offhook.actors.responder.service import CallerTurn, HangUp, Occasion, Transfer
from offhook.engine.host.agent import load_agent
from tests.actors.responder.front_desk import Caller, dialogue_of, front_desk_agent

GERMAN = """
name = "laden"
language = "de"
goodbye = "Auf Wiederhören."
apology = "Verzeihung."
repeat = "Bitte noch einmal."
[dialogue]
start = "kauf"
not_understood = "Das habe ich nicht verstanden."
give_up = "Rufen Sie später an."
[dialogue.states.kauf]
ask = "Soll ich es bestellen?"
[[dialogue.states.kauf.choices]]
say = ["ja"]
answer = "Ist bestellt."
[[dialogue.states.kauf.choices]]
say = ["nein"]
answer = "Dann nicht."
[[dialogue.always]]
say = ["tschüss"]
go = "hang_up"
"""
BOOKED_SO_FAR = ("book a room", "today", "at seven p m", "two people", "three nights", "no number")


def german() -> Caller:
    caller = Caller(dialogue_of(load_agent("laden.toml", GERMAN)))
    caller.hears_greeting()
    return caller


@pytest.mark.parametrize("words", ["Ja, bitte.", "ja gerne", "ja, ja", "Genau, ja!", "Super, ja", "Hallo, ja"])
def test_a_polite_german_yes_is_not_met_with_silence(words: str) -> None:
    """Whatever stands around it: it was asked for."""
    assert german().says(words).startswith("Ist bestellt.")


@pytest.mark.parametrize("words", ["nein danke", "Danke, nein.", "nein, vielen Dank"])
def test_a_polite_german_no_gets_no_sorry(words: str) -> None:
    """It is a no."""
    assert german().says(words).startswith("Dann nicht.")


@pytest.mark.parametrize("words", ["Danke, tschüss!", "vielen Dank, tschüss, schönen Tag noch", "okay danke tschüss"])
def test_who_thanks_and_takes_leave_in_german_is_let_go(words: str) -> None:
    """The goodbye is not lost among the courtesy."""
    caller = german()
    caller.says(words)
    assert isinstance(caller.parts[-1], HangUp)


@pytest.mark.parametrize(
    "words", ["Great, thanks, bye.", "thanks a lot, bye bye", "perfect goodbye", "bye, have a nice day"]
)
def test_who_thanks_and_takes_leave_is_let_go(words: str) -> None:
    """The same at the shipped front desk."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    caller.says("opening hours", words)
    assert isinstance(caller.parts[-1], HangUp)


@pytest.mark.parametrize("words", ["mm-hmm", "uh-huh", "perfect", "thank you", "please", "that's fine"])
def test_who_is_asked_for_a_yes_and_is_only_polite_is_asked_again(words: str) -> None:
    """Neither booked for, nor told "Sorry", nor left in silence beside a question that was cut off."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    caller.says(*BOOKED_SO_FAR)
    assert caller.says(words) == "Shall I book the room? Please say yes or no."
    assert caller.progress.misses == 0


@pytest.mark.parametrize("words", ["hello", "mm-hmm"])
def test_a_machine_that_says_hello_for_ever_is_given_up(words: str) -> None:
    """An announcement, or a television: the call has an end."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    caller.says("opening hours", *[words] * 11)
    assert isinstance(caller.parts[-1], Transfer)


def test_nobody_agrees_in_a_language_whose_yes_is_not_known() -> None:
    """One word before the question has been heard may be a yes: the question is put."""
    polish = GERMAN.replace('"de"', '"pl"').replace('"ja"', '"tak"')
    caller = Caller(dialogue_of(load_agent("sklep.toml", polish)))
    caller.hears_greeting()
    assert caller.answer_to(CallerTurn(Occasion.SPEECH, "Tak.", asked=False)) == "Soll ich es bestellen?"
    assert caller.says("Tak.").startswith("Ist bestellt.")


@pytest.mark.parametrize(
    "words", ["no, bye", "No, that's all, thank you.", "no thank you bye", "nothing", "not really", "that's it, thanks"]
)
def test_who_wants_nothing_else_is_let_go(words: str) -> None:
    """Asked whether there is anything else: no way of saying no to that gets "Sorry, I did not get that"."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    caller.says("opening hours", words)
    assert isinstance(caller.parts[-1], HangUp)


@pytest.mark.parametrize(
    "words", ["well, yes", "hello, yes", "okay, bye", "good morning, yes please", "yes, bye", "so yes"]
)
def test_a_yes_with_other_words_around_it_books_nothing_before_the_question(words: str) -> None:
    """Over the summary; afterwards it is a yes."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    caller.says(*BOOKED_SO_FAR)
    assert "booked" not in caller.answer_to(CallerTurn(Occasion.SPEECH, words, asked=False))


@pytest.mark.parametrize("words", ["One moment, please.", "wait", "let me think", "okay, hold on"])
@pytest.mark.parametrize("said", [("book a room",), BOOKED_SO_FAR], ids=["a day is asked for", "a yes is asked for"])
def test_who_asks_for_a_moment_has_it(said: tuple[str, ...], words: str) -> None:
    """Three times, and nobody is told "Sorry", or put through to a person."""
    caller = Caller(dialogue_of(front_desk_agent()))
    caller.hears_greeting()
    caller.says(*said)
    assert caller.says(words, words, words) == ""
    assert caller.progress.misses == 0
