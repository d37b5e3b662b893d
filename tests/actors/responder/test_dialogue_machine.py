"""The scripted agent on the front desk that ships with Offhook. Pure, no clock, no faults."""

import pytest

from offhook.actors.responder.service import HangUp, Sentence, Transfer
from offhook.engine.host.agent import load_agent
from tests.actors.responder.front_desk import Caller, dialogue_of, front_desk_agent

FRONT_DESK = dialogue_of(front_desk_agent())
BOOKED_SO_FAR = ("book a room", "today", "at seven p m", "two people", "three nights")


@pytest.fixture
def caller() -> Caller:
    caller = Caller(FRONT_DESK)
    caller.hears_greeting()
    return caller


def test_a_room_is_booked_by_voice(caller: Caller) -> None:
    """The whole booking: every question, digits read back one by one, summary, reference, anything else."""
    assert caller.says("book a room") == "With pleasure. For which day?"
    assert caller.says("today") == "Today. At what time will you arrive?"
    assert caller.says("seven") == "Seven p m. For how many people?"
    assert caller.says("there are two of us") == "Two people. For how many nights?"
    assert caller.says("three").startswith("Three nights. What is your member number?")
    assert caller.says("four two seven one") == "I have 4 2 7 1. Is that right?"
    assert caller.says("yes") == (
        "Your booking: today, seven p m, two people, three nights. Member number 4 2 7 1. Shall I book it?"
    )
    booked = caller.says("yes please")
    assert "today, seven p m, two people, three nights" in booked.lower()
    assert "Your reference is " in booked
    assert booked.endswith("Is there anything else I can do for you?")
    assert caller.says("no thank you") == "Thank you for calling the Harbor Hotel. Goodbye."
    assert isinstance(caller.parts[-1], HangUp)


def test_a_room_is_booked_by_keys_alone(caller: Caller) -> None:
    """Everything that can be said can be pressed."""
    summary = caller.presses("1", "8", "1930", "2", "3#", "4271", "1")
    assert summary.startswith("Your booking: today, seven thirty p m, two people, three nights. Member number 4 2 7 1.")
    assert "reference" in caller.presses("1")
    caller.presses("9")
    assert isinstance(caller.parts[-1], HangUp)


def test_each_sentence_is_a_part_of_its_own(caller: Caller) -> None:
    """The first sentence can be spoken while the second one is still being rendered."""
    caller.says("book a room")
    assert [type(part).__name__ for part in caller.parts] == ["Sentence", "Sentence"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("book a room for today", "With pleasure. Today. At what time will you arrive?"),
        ("a room for two people for tomorrow", "With pleasure. Tomorrow. Two people. At what time will you arrive?"),
        (
            "I'd like to book a room for Friday at 8 PM for two people, please",
            "With pleasure. Friday. Eight p m. Two people. For how many nights?",
        ),
    ],
)
def test_what_was_said_already_is_not_asked_again(caller: Caller, said: str, asked: str) -> None:
    """An answer that says more than it was asked for fills several slots, each of which is echoed."""
    assert caller.says(said) == asked


def test_an_early_answer_is_kept_until_its_question_comes_up(caller: Caller) -> None:
    """The number of people, said with the day, is not asked for after the time."""
    assert caller.says("a room for two people for tomorrow", "eight") == "Eight p m. For how many nights?"


def test_wrong_digits_are_asked_for_again(caller: Caller) -> None:
    """A "no" forgets what was read back; a correction in the same breath is read back at once."""
    caller.says(*BOOKED_SO_FAR, "four two seven one")
    assert "member number" in caller.says("no")
    assert caller.says("four two seven two") == "I have 4 2 7 2. Is that right?"
    assert caller.says("no four two seven three") == "I have 4 2 7 3. Is that right?"
    assert "Member number 4 2 7 3." in caller.says("that's right")


def test_a_caller_without_a_number_books_all_the_same(caller: Caller) -> None:
    """A question may be skipped; nothing is said about an answer that nobody gave."""
    summary = caller.says(*BOOKED_SO_FAR, "I don't have one")
    assert summary == "No problem. Your booking: today, seven p m, two people, three nights. Shall I book it?"


def test_one_answer_is_changed_without_losing_the_others(caller: Caller) -> None:
    """After a correction the caller is back at the summary, and confirmed digits stay confirmed."""
    caller.says(*BOOKED_SO_FAR, "four two seven one", "yes", "no", "the nights")
    summary = caller.says("two")
    assert summary.startswith("Two nights. Your booking: today, seven p m, two people, two nights. Member")


def test_going_back_asks_for_the_last_answer_again(caller: Caller) -> None:
    """A misheard answer can be taken back while the next question is being asked."""
    assert caller.says("book a room", "sunday", "that's wrong") == "Let us correct that. For which day?"


def test_the_same_booking_has_the_same_reference(caller: Caller) -> None:
    """A reference depends on caller and answers only, so that nothing but the call decides it."""
    other = Caller(FRONT_DESK, "+15550199")
    answers = (*BOOKED_SO_FAR, "none", "yes")
    first = caller.says(*answers)
    assert caller.says(*answers) == first
    assert other.says(*answers) != first


def test_bad_answers_are_helped_then_handed_to_a_person(caller: Caller) -> None:
    """First the question again, then with the keys, then a person."""
    assert caller.says("gibberish").startswith("Sorry, I did not get that. Would you like to book a room")
    assert "Press 1 to book a room" in caller.says("")
    assert caller.presses("77") == "Let me put you through to a person."
    assert caller.parts[-1] == Transfer("+15550100")


def test_an_answer_that_is_understood_clears_the_bad_ones(caller: Caller) -> None:
    """Only misses in a row count."""
    caller.says("gibberish", "gibberish", "book a room", "gibberish", "gibberish", "today", "gibberish", "gibberish")
    assert not any(isinstance(part, Transfer) for part in caller.parts)


def test_silence_is_asked_about_in_short_then_ends_the_call(caller: Caller) -> None:
    """Re-prompts are the question alone; the third silence is answered with the goodbye."""
    caller.says(*BOOKED_SO_FAR)
    assert caller.stays_silent() == caller.stays_silent()
    assert caller.stays_silent() == "Thank you for calling the Harbor Hotel. Goodbye."
    assert isinstance(caller.parts[-1], HangUp)


@pytest.mark.parametrize("before", [(), ("book a room",), BOOKED_SO_FAR, (*BOOKED_SO_FAR, "four two seven one")])
def test_some_wishes_are_met_everywhere(before: tuple[str, ...]) -> None:
    """A person, goodbye, repeating, help and starting over work in every state, while reading back too."""
    caller = Caller(FRONT_DESK)
    last = caller.hears_greeting()
    if before:
        last = caller.says(*before)
    assert caller.says("what did you say") == last
    assert caller.says("help")
    assert caller.says("a person please") == "One moment, I am connecting you."
    assert caller.parts[-1] == Transfer("+15550100")
    assert caller.presses("0") == "One moment, I am connecting you."
    assert "Goodbye." in caller.says("bye bye")
    assert caller.says("start over").startswith("From the beginning. How can I help you?")
    assert caller.progress.values == {}


def test_questions_are_answered(caller: Caller) -> None:
    """Opening hours and directions, and on to whatever else the caller wants."""
    assert "day and night" in caller.says("when are you open")
    assert "tram" in caller.says("directions")
    assert caller.says("book a room") == "With pleasure. For which day?"


def test_what_is_expected_follows_the_conversation(caller: Caller) -> None:
    """Recognizer and keypad are told what fits: the phrases, their rules, how sure to be, how many keys."""
    assert caller.expected.max_digits == 1
    caller.says(*BOOKED_SO_FAR)
    assert "[it's | it is] <member> [please]" in caller.expected.phrases
    assert caller.expected.rules["member"] == "<number-digits-4>"
    assert "seven" in caller.expected.rules["number-digit"]
    assert "day" not in caller.expected.rules
    assert (caller.expected.max_digits, caller.expected.threshold) == (4, 0.35)
    caller.says("four two seven one")
    assert "<yes> [please]" in caller.expected.phrases
    assert caller.expected.max_digits == 1


def test_an_agent_may_only_announce() -> None:
    """States that wait for nothing are said one after the other, up to the end of the call."""
    text = 'name = "a"\n[dialogue]\nstart = "x"\n[dialogue.states.x]\nask = "Closed today."\ngo = "hang_up"\n'
    caller = Caller(dialogue_of(load_agent("a.toml", text)))
    assert caller.says("are you open").startswith("Sorry")
    assert caller.hears_greeting() == "Closed today. Thank you for your call. Goodbye."
    assert isinstance(caller.parts[-1], HangUp)


def test_a_state_may_be_said_to_its_end() -> None:
    """`barge_in = "off"` protects every sentence of its state, also asked again, and none of any other."""
    agent = load_agent(
        "notice.toml",
        """
name = "notice"
greeting = "Hello."
[dialogue]
start = "notice"
[dialogue.states.notice]
ask = "This call is recorded. You may object."
barge_in = "off"
go = "wish"
[dialogue.states.wish]
ask = "What can I do?"
choices = [{ say = ["nothing"], answer = "Very well.", go = "hang_up" }]
""",
    )
    caller = Caller(dialogue_of(agent))
    caller.hears_greeting()
    assert [(part.text, part.protected) for part in caller.parts if isinstance(part, Sentence)] == [
        ("Hello.", True),
        ("This call is recorded.", True),
        ("You may object.", True),
        ("What can I do?", False),
    ]
