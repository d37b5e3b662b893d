"""What cannot be undone is done for nobody who did not mean it. Pure, no clock."""

import pytest

from offhook.actors.responder.service import CallerTurn, HangUp, Occasion, Sentence, Transfer
from offhook.engine.host.agent import load_agent
from tests.actors.responder.front_desk import Caller, dialogue_of, front_desk_agent

FRONT_DESK = dialogue_of(front_desk_agent())
BOOKED_SO_FAR = ("book a room", "today", "at seven p m", "two people", "three nights")
ASKED = {
    "bye": "Shall I hang up?",
    "operator": "Shall I put you through to a person?",
    "start again": "Shall I start over?",
}


def caller_of(text: str = "") -> Caller:
    caller = Caller(dialogue_of(load_agent("a.toml", text)) if text else FRONT_DESK)
    caller.hears_greeting()
    return caller


@pytest.fixture
def caller() -> Caller:
    caller = caller_of()
    caller.says(*BOOKED_SO_FAR)
    return caller


@pytest.mark.parametrize(("said", "asked"), ASKED.items())
def test_a_mumbled_end_is_asked_about_and_loses_nothing(caller: Caller, said: str, asked: str) -> None:
    """Neither the call nor an answer is gone, and after a no the question is the one that was open."""
    known = caller.progress.values
    assert caller.mumbles(said) == asked
    assert not caller.is_let_go
    assert caller.says("no") == "Please say your member number, one digit after the other, or say no number."
    assert caller.progress.values == known
    assert caller.says("four two seven one") == "I have 4 2 7 1. Is that right?"


@pytest.mark.parametrize("yes", ["yes please", "1"])
def test_who_mumbles_bye_and_means_it_gets_a_goodbye(caller: Caller, yes: str) -> None:
    """And not "Sorry": a yes, said or pressed, is enough."""
    caller.mumbles("bye")
    assert "Goodbye." in (caller.presses(yes) if yes == "1" else caller.says(yes))
    assert isinstance(caller.parts[-1], HangUp)


def test_who_mumbles_operator_and_means_it_gets_a_person(caller: Caller) -> None:
    """The choice is made as it stands in the file, its answer included."""
    caller.mumbles("operator")
    assert caller.says("yes") == "One moment, I am connecting you."
    assert isinstance(caller.parts[-1], Transfer)


def test_said_clearly_it_is_done_at_once(caller: Caller) -> None:
    """Nobody is asked who was understood, nor who pressed a key."""
    assert caller.mumbles("start over", confidence=0.95).startswith("From the beginning.")
    assert "Goodbye." in caller.presses("9")


def test_an_answer_to_the_question_before_is_taken_as_that(caller: Caller) -> None:
    """A caller who goes on with the booking is not made to say no first, by voice or by keys."""
    caller.mumbles("start again")
    assert caller.says("four two seven one") == "I have 4 2 7 1. Is that right?"
    caller.mumbles("start again")
    assert "Member number 4 2 7 1" not in caller.says("what did you say")
    assert caller.says("no four two seven two") == "I have 4 2 7 2. Is that right?"
    caller.says("no")
    assert caller.mumbles("bye") == ASKED["bye"]
    assert caller.presses("4271") == "I have 4 2 7 1. Is that right?"


def test_a_key_of_an_entry_is_no_yes(caller: Caller) -> None:
    """The number begins with a 1: with digits to come it does not end the call."""
    caller.mumbles("bye")
    assert caller.expected.max_digits == 4


def test_the_doubt_is_repeated_and_explained(caller: Caller) -> None:
    """To a caller who did not catch it, who asks for help, who says nothing, and who cannot be understood."""
    caller.mumbles("bye")
    assert caller.says("pardon") == ASKED["bye"]
    assert caller.says("help") == f"{ASKED['bye']} Press 1 for yes, or 2 for no."
    assert caller.stays_silent() == ASKED["bye"]
    assert caller.says("gibberish") == f"Sorry, I did not get that. {ASKED['bye']}"
    assert caller.presses("2").startswith("Please say your member number")


def test_no_number_of_coughs_says_bye_and_yes(caller: Caller) -> None:
    """What made a "bye" of one cough may make a "yes" of the next: that is no more certain."""
    for sound in ("bye", "bye", "yes"):
        caller.mumbles(sound)
        assert not caller.is_let_go
    caller.coughs("yes")
    assert not any(isinstance(part, HangUp) for part in caller.parts)


def test_a_yes_before_the_doubt_was_heard_ends_nothing(caller: Caller) -> None:
    """It was said to something else; the question is put, and then answered."""
    caller.mumbles("bye")
    early = CallerTurn(Occasion.SPEECH, "yes", voiced_s=0.5, asked=False)
    assert caller.answer_to(early) == ASKED["bye"]
    assert "Goodbye." in caller.says("yes")


@pytest.mark.parametrize("said", ["bye", "hang up", "operator", "start again", "that's all"])
def test_a_cough_is_no_such_word_however_sure_the_recognizer(caller: Caller, said: str) -> None:
    """A recognizer may know no doubt: a sound that is too short for its words does nothing, and asks nothing."""
    known = caller.progress.values
    answer = caller.coughs(said)
    assert not caller.is_let_go
    assert caller.progress.values == known
    assert "Shall I" not in answer


def test_what_the_recognizer_hardly_heard_is_not_understood(caller: Caller) -> None:
    """Below the threshold of the question there is nothing to ask about."""
    assert caller.mumbles("bye", confidence=0.2).startswith("Sorry, I did not get that.")


def test_nobody_is_asked_about_answers_that_were_not_given() -> None:
    """At the beginning there is nothing to start over."""
    assert caller_of().mumbles("start over").startswith("From the beginning.")


def test_a_second_booking_is_not_asked_about() -> None:
    """The shipped agent forgets five answers there, of a room that is booked: `sure = "off"`."""
    caller = caller_of()
    caller.says(*BOOKED_SO_FAR, "none", "yes")
    assert caller.mumbles("book a room") == "With pleasure. For which day?"


OTHER = """
name = "a"
[dialogue]
start = "wish"
certain = 0.8
give_up = "Sorry."
[dialogue.slots.day]
type = "day"
[dialogue.slots.people]
type = "number"
highest = 4
[dialogue.ask_first]
hang_up = "Is that all?"
[dialogue.states.wish]
ask = "Well?"
[[dialogue.states.wish.choices]]
say = ["for <day> for <people>"]
answer = "Noted."
[[dialogue.states.wish.choices]]
say = ["nothing"]
go = "last"
[[dialogue.states.wish.choices]]
say = ["other people"]
clear = ["day", "people"]
answer = "Forgotten."
[[dialogue.states.wish.choices]]
say = ["cancel"]
ask_first = "Shall I cancel it?"
answer = "Cancelled."
[[dialogue.states.wish.choices]]
say = ["stop"]
sure = "threshold"
go = "hang_up"
[[dialogue.states.wish.choices]]
say = ["enough"]
sure = "off"
go = "hang_up"
[dialogue.states.last]
ask = "Very well."
go = "hang_up"
"""


def test_what_leads_to_an_end_by_itself_is_as_final() -> None:
    """A state that asks nothing stands between the choice and the goodbye; the question is the file's own."""
    caller = caller_of(OTHER)
    assert caller.mumbles("nothing", 0.7) == "Is that all?"
    assert caller.says("yes").startswith("Very well.")
    assert isinstance(caller.parts[-1], HangUp)


def test_several_answers_are_not_forgotten_for_a_mumble() -> None:
    """`clear` of two answers that were given wants to be as certain as starting over; of none it does not."""
    caller = caller_of(OTHER)
    assert caller.mumbles("other people") == "Forgotten. Well?"
    caller.says("for today for two")
    assert caller.mumbles("other people") == "Shall I start over?"
    assert caller.progress.values == {"day": "today", "people": "2"}
    assert caller.says("yes") == "Forgotten. Well?"


def test_the_file_says_what_more_is_asked_about() -> None:
    """A choice may have a question of its own, be believed as any other, or be believed only where it is certain."""
    caller = caller_of(OTHER)
    assert caller.mumbles("cancel") == "Shall I cancel it?"
    assert caller.says("yes") == "Cancelled. Well?"
    assert caller.mumbles("stop").startswith("Sorry, I did not get that.")
    caller.mumbles("enough")
    assert isinstance(caller.parts[-1], HangUp)


def test_all_questions_can_be_rendered_before_the_call() -> None:
    """Own texts, shipped ones, and the keys for yes and no."""
    lines = dialogue_of(load_agent("a.toml", OTHER)).lines()
    assert {"Is that all?", "Shall I cancel it?", "Shall I start over?", "Press 1 for yes, or 2 for no."} <= {*lines}
    assert "Shall I hang up?" not in lines


def test_in_another_language_a_mumbled_end_is_not_understood() -> None:
    """Nobody could be asked there: no yes and no are known in it."""
    caller = caller_of(
        'name = "a"\nlanguage = "it"\ngoodbye = "1"\napology = "2"\nrepeat = "3"\n'
        '[dialogue]\nstart = "x"\nnot_understood = "4"\ngive_up = "5"\n'
        '[dialogue.states.x]\nask = "6"\n[[dialogue.states.x.choices]]\nsay = ["addio"]\ngo = "hang_up"\n'
    )
    assert caller.mumbles("addio") == "4 6"
    caller.says("addio")
    assert isinstance(caller.parts[-1], HangUp)


@pytest.mark.parametrize(
    ("doubted", "said", "done"),
    [
        ("bye", "yes, hang up", HangUp),
        ("hang up", "Yes please, hang up.", HangUp),
        ("operator", "yes a person", Transfer),
        ("bye", "yes, operator", Sentence),
    ],
)
def test_yes_and_the_same_again_is_a_yes(caller: Caller, doubted: str, said: str, done: type) -> None:
    """Whoever is asked "Shall I hang up?" says "yes, hang up"; a yes to something else is none."""
    caller.mumbles(doubted)
    caller.says(said)
    assert isinstance(caller.parts[-1], done)


@pytest.mark.parametrize("keyed", [False, True])
def test_a_number_goes_on_after_a_cough_that_was_taken_for_bye(caller: Caller, keyed: bool) -> None:
    """Its first half is there, and the second half is an answer, not to be told "Sorry, shall I hang up?"."""
    give = caller.presses if keyed else caller.says
    caller.says("four two")
    assert caller.mumbles("bye") == ASKED["bye"]
    assert give("71" if keyed else "seven one") == "I have 4 2 7 1. Is that right?"


def test_half_a_number_is_heard_although_it_was_asked_whether_to_hang_up(caller: Caller) -> None:
    """The doubt is over with its first digits."""
    caller.mumbles("bye")
    assert caller.says("four two") == ""
    assert caller.says("seven one") == "I have 4 2 7 1. Is that right?"
