"""A member number that comes in parts, to the front desk that ships with Offhook. Pure, no clock, no faults."""

import msgspec
import pytest

from offhook.actors.recognizer.jsgf import grammar_of
from offhook.actors.responder.service import CallerTurn, HangUp, Occasion
from offhook.engine.host.agent import load_agent
from offhook.engine.words.expectation import Expectation
from tests.actors import bank
from tests.actors.responder.front_desk import A_SUNDAY, Caller, dialogue_of, front_desk_agent

DIALOGUE = dialogue_of(front_desk_agent())
READ_BACK = "I have 4 2 7 1. Is that right?"
ASKED_AGAIN = "Please say your member number, one digit after the other, or say no number."
SO_FAR = "I have 4 2 so far. Please go on, or say start again."


@pytest.fixture
def caller() -> Caller:
    """Asked for four digits."""
    caller = Caller(DIALOGUE)
    caller.hears_greeting()
    caller.says("book a room", "today", "at seven p m", "two people", "three nights")
    return caller


@pytest.mark.parametrize(
    "parts",
    [
        ("four two", "seven one"),
        ("four", "two", "seven", "one"),
        ("my number is four two", "seven one please"),
        ("it's 42", "uh 71"),
        ("four two seven", "one"),
        ("four two", "four two seven one"),  # all of it anew
        ("three nine", "my number is four two seven one"),
        ("three nine", "my number is four two", "seven one"),
        ("three nine", "no four two", "seven one"),
        ("three nine", "no it's four two seven one"),
    ],
)
def test_a_number_said_in_parts_is_one_number(caller: Caller, parts: tuple[str, ...]) -> None:
    """Who looks at the card in between hears nothing after the first half, and all of it after the second."""
    for part in parts[:-1]:
        assert caller.says(part) == ""
    assert caller.says(parts[-1]) == READ_BACK


def test_half_said_and_half_keyed_in_are_one_number(caller: Caller) -> None:
    """Whichever came first."""
    assert caller.says("four two") == ""
    assert caller.presses("71") == READ_BACK
    caller.says("no")
    assert caller.presses("42") == ""
    assert caller.says("seven one") == READ_BACK
    caller.says("no")
    assert [caller.presses(keys) for keys in ("4", "2", "7", "1")] == ["", "", "", READ_BACK]
    caller.says("no")
    assert caller.says("three nine") == ""
    assert caller.presses("4271").startswith(READ_BACK)  # and what can be pressed, after so many a "no"


def test_a_key_that_goes_on_with_a_number_is_no_choice(caller: Caller) -> None:
    """9 for "no number" and 0 for a person are digits in the middle of a number."""
    caller.says("four two")
    assert caller.presses("9") == ""
    assert caller.presses("0") == "I have 4 2 9 0. Is that right?"


def test_whoever_falls_silent_in_the_middle_is_told_what_is_there(caller: Caller) -> None:
    """And may go on after that, or ask to hear it again."""
    caller.says("four two")
    assert caller.stays_silent() == SO_FAR
    assert caller.says("say that again") == SO_FAR
    assert caller.says("seven one") == READ_BACK


def test_what_is_not_understood_in_the_middle_costs_no_digit(caller: Caller) -> None:
    """Nor does one digit too many: what is there is said, and the caller can tell what is missing."""
    caller.says("four two")
    assert caller.says("purple elephants") == f"Sorry, I did not get that. {SO_FAR}"
    assert caller.says("two seven one").startswith(f"Sorry, I did not get that. {SO_FAR}")
    assert caller.says("seven one") == READ_BACK


@pytest.mark.parametrize("erase", ["start again", "no", "start over please", "*"])
def test_a_part_is_taken_back_and_nothing_else(caller: Caller, erase: str) -> None:
    """What was said begins again from its first digit; the booking up to here stays."""
    caller.says("three nine")
    assert (caller.presses(erase) if erase == "*" else caller.says(erase)) == ASKED_AGAIN
    assert caller.says("four two") == ""
    assert caller.says("seven one") == READ_BACK
    assert caller.says("yes").startswith("Your booking: today, seven p m, two people, three nights. Member number 4")


def test_a_part_goes_with_its_question(caller: Caller) -> None:
    """A choice drops it: it turns up neither in the summary nor when the number is asked for again."""
    caller.says("four two")
    assert caller.says("no number") == (
        "No problem. Your booking: today, seven p m, two people, three nights. Shall I book it?"
    )
    caller.says("no", "the member number")
    assert caller.says("seven one") == ""
    assert caller.stays_silent() == "I have 7 1 so far. Please go on, or say start again."


def test_going_back_and_forth_leaves_no_digits(caller: Caller) -> None:
    """Nor does a wish for another question."""
    caller.says("four two", "go back")
    assert caller.says("three nights").endswith("If you have none, say no number.")
    assert caller.says("seven one") == ""


def test_a_number_read_back_wrongly_is_given_anew(caller: Caller) -> None:
    """A "no" clears all of it; what is said with the no is the beginning of the right one."""
    caller.says("three nine", "seven one")
    assert caller.says("no") == ASKED_AGAIN
    assert caller.says("three nine", "seven one") == "I have 3 9 7 1. Is that right?"
    assert caller.says("no, four two") == ""
    assert caller.stays_silent() == SO_FAR
    assert caller.says("seven one") == READ_BACK


def test_after_a_no_the_question_is_what_is_repeated(caller: Caller) -> None:
    """Not the number that was just refused."""
    caller.says("three nine seven one", "no")
    assert caller.says("say that again") == ASKED_AGAIN


def test_an_exclamation_is_no_first_digit(caller: Caller) -> None:
    """Alone it is none; in the middle of a number it is a zero, as it is in front of other digits."""
    assert caller.says("oh") == ""
    assert caller.says("oh four") == ""
    assert caller.says("oh") == ""
    assert caller.says("one") == "I have 0 4 0 1. Is that right?"


def test_a_question_asked_again_is_one_question(caller: Caller) -> None:
    """Keys pressed before a prompt, a part or a misunderstanding go on afterwards; a new question is another one."""
    first = caller.expected.entry
    caller.stays_silent()
    caller.says("purple elephants", "four two", "help")
    assert caller.expected.entry == first
    seen = [first]
    for said in ("start again", "four two seven one", "no", "no number", "start over"):
        caller.says(said)
        seen.append(caller.expected.entry)
    caller.says("goodbye")
    assert isinstance(caller.parts[-1], HangUp)
    assert len({*seen, caller.expected.entry}) == len(seen) + 1


def test_keys_for_a_question_that_words_have_answered_answer_no_other(caller: Caller) -> None:
    """They cut off the answer to those words: it is said again."""
    for_nights = caller.expected.entry - 1
    step = DIALOGUE.step(caller.progress, CallerTurn(Occasion.KEYS, "42", entry=for_nights), "", A_SUNDAY)
    said = " ".join(msgspec.structs.asdict(part)["text"] for part in step.parts)
    assert said.startswith("Three nights. What is your member number?")
    assert step.progress == caller.progress


def test_the_erase_key_alone_repeats_the_question() -> None:
    """Also where no choice of the agent file says so."""
    agent = front_desk_agent()
    assert agent.dialogue is not None
    always = agent.dialogue["always"]
    assert isinstance(always, list)
    keyless = {**agent.dialogue, "always": [choice for choice in always if choice.get("key") != "*"]}
    caller = Caller(dialogue_of(msgspec.structs.replace(agent, dialogue=keyless)))
    question = caller.hears_greeting()
    assert caller.presses("*") == question
    asked = caller.presses("1", "8", "1930", "2", "3")
    assert caller.presses("*", "*") == asked


@pytest.mark.parametrize("length", [1, 2, 3, 16])
def test_a_number_of_any_length_may_come_digit_by_digit(length: int) -> None:
    """From one digit, which has no parts, to as many as an agent file may ask for."""
    agent = load_agent("a.toml", bank.AGENT.replace("length = 4", f"length = {length}"))
    caller = Caller(dialogue_of(agent))
    assert caller.hears_greeting() == "Your account?"
    digits = "4271427142714271"[:length]
    for digit in digits[:-1]:
        assert caller.says(digit) == ""
        expected = caller.expected
        assert grammar_of(expected.phrases, expected.rules, expected.parts).jsgf
    assert caller.says(digits[-1]) == f"{' '.join(digits)}. Your secret number?"
    assert caller.says(" ".join(digits)) == f"{' '.join(digits)}. Are you sure?"


def test_a_recognizer_is_told_how_much_is_missing(caller: Caller) -> None:
    """All digits are likely, fewer are not; the missing ones are as likely as all of them anew."""

    def likely(expected: Expectation) -> list[str]:
        return [phrase for phrase in expected.phrases if "digits" in phrase or "member>" in phrase]

    assert likely(caller.expected) == ["[it's | it is] <member> [please]", "my [member] number is <member> [please]"]
    assert caller.expected.parts
    assert (caller.expected.held, caller.expected.max_digits) == ("", 4)
    caller.says("four two")
    assert "[it's | it is] <digits-left> [please]" in likely(caller.expected)
    assert (caller.expected.held, caller.expected.max_digits) == ("42", 4)
    caller.says("seven one")
    assert (caller.expected.held, caller.expected.max_digits) == ("", 1)
