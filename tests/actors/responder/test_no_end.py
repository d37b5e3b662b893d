"""No conversation goes round for ever, whoever holds it. Pure, no clock."""

import itertools
from collections.abc import Iterable

import pytest

from offhook.actors.responder.service import HangUp, Transfer
from offhook.engine.host.agent import load_agent
from tests.actors.responder.front_desk import Caller, dialogue_of, front_desk_agent

FRONT_DESK = dialogue_of(front_desk_agent())
BOOKED_SO_FAR = ("book a room", "today", "at seven p m", "two people", "three nights")
KEYS_OF_NUMBER = "You can also key in the four digits"
GIVEN_UP = "Let me put you through to a person."


@pytest.fixture
def caller() -> Caller:
    caller = Caller(FRONT_DESK)
    caller.hears_greeting()
    return caller


def answers_until_the_end(caller: Caller, said: Iterable[str]) -> list[str]:
    """What the agent says to each, the last one included that lets the caller go."""
    answers = []
    for each in itertools.islice(said, 100):
        answers.append(caller.says(each))
        if caller.is_let_go:
            return answers
    raise AssertionError("the call goes on after a hundred answers")


def test_a_number_that_is_never_right_is_keyed_in_or_left_to_a_person(caller: Caller) -> None:
    """The third no is answered with the keys, the fourth with a person; 36 rounds were seen before."""
    caller.says(*BOOKED_SO_FAR)
    answers = answers_until_the_end(caller, itertools.cycle(["four two seven one", "no"]))
    refused = answers[1::2]
    assert [KEYS_OF_NUMBER in each for each in refused] == [False, False, True, False]
    assert refused[3] == GIVEN_UP
    assert caller.parts[-1] == Transfer("+15550100")


def test_a_correction_that_is_never_right_comes_to_an_end_too(caller: Caller) -> None:
    """ "No, four two seven two" is another number each time, and misheard each time."""
    caller.says(*BOOKED_SO_FAR, "four two seven one")
    digits = itertools.cycle(["one", "two", "three", "four", "five", "six"])
    answers = answers_until_the_end(caller, (f"no four two seven {digit}" for digit in digits))
    assert len(answers) == 4
    assert "Press 1 for yes, or 2 for no." in answers[2]


def test_what_was_right_at_last_is_not_held_against_the_next_question(caller: Caller) -> None:
    """Three refusals, a yes, and the next question has its own three."""
    caller.says(*BOOKED_SO_FAR)
    for _ in range(3):
        caller.says("four two seven one", "no")
    assert caller.says("four two seven one", "yes").startswith("Your booking")
    assert caller.progress.refusals == 0


def test_changing_an_answer_is_no_refusal(caller: Caller) -> None:
    """A caller may change the nights as often as they like to, within reason."""
    caller.says(*BOOKED_SO_FAR, "none")
    for nights in ("one", "two", "three", "four", "five", "six"):
        assert caller.says("no", "the nights", nights).endswith("Shall I book it?")


@pytest.mark.parametrize("said", ["pardon", "help", "go back", "start over"])
@pytest.mark.parametrize("before", [(), ("book a room",), BOOKED_SO_FAR])
def test_a_machine_that_says_the_same_for_ever_is_let_go(caller: Caller, before: tuple[str, ...], said: str) -> None:
    """Ten times it is answered, which no caller needs."""
    caller.says(*before, "help")
    assert 10 <= len(answers_until_the_end(caller, itertools.repeat(said))) <= 16


def test_a_machine_that_goes_to_and_fro_is_let_go(caller: Caller) -> None:
    """Each answer is taken back at once, so that every turn moves the conversation and none gets it anywhere."""
    caller.says("book a room")
    answers_until_the_end(caller, itertools.cycle(["friday", "go back"]))


def test_a_caller_who_asks_again_now_and_then_is_never_let_go(caller: Caller) -> None:
    """Five times at each question of a booking: hard of hearing is no machine."""
    for answer in (*BOOKED_SO_FAR, "four two seven one", "yes", "yes"):
        for _ in range(5):
            caller.says("pardon")
        caller.says(answer)
        assert not caller.is_let_go


def test_a_no_that_leads_back_to_its_own_question_is_heard_four_times() -> None:
    """The agent cannot do anything else about it than ask again; so it explains the keys, then gives up."""
    agent = load_agent(
        "a.toml",
        """
name = "a"
[dialogue]
start = "ready"
give_up = "Then another time."
[dialogue.states.ready]
ask = "Are you ready?"
keys = "Press 1 when you are."
choices = [{ say = ["<yes>"], key = "1", go = "hang_up" }, { say = ["<no>"], answer = "I wait." }]
""",
    )
    caller = Caller(dialogue_of(agent))
    caller.hears_greeting()
    asked = "I wait. Are you ready?"
    expected = [asked, asked, f"{asked} Press 1 when you are.", "I wait. Then another time. Thank you for your call."]
    answers = answers_until_the_end(caller, itertools.repeat("no"))
    assert [answer.removesuffix(" Goodbye.") for answer in answers] == expected
    assert isinstance(caller.parts[-1], HangUp)
