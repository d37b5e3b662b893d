"""The conversation as both sides heard it. Pure; time is a number."""

import pytest

from offhook.engine.decide.heard_so_far import KEPT, HeardLine, HeardSoFar, joined
from offhook.engine.decide.ledger import HeardSentence


def texts(heard: HeardSoFar) -> list[str]:
    return [line.text for line in heard.lines]


def test_lines_are_in_the_order_of_their_first_sounds() -> None:
    """What was said over a reply is known before the reply, and comes after its beginning."""
    heard = HeardSoFar()
    heard.caller_said(2, "a room", 3.0)
    heard.agent_said(1, "Good evening. How can", 1.0, cut_off=True)
    heard.caller_said(3, "4271", 2.0)
    assert heard.lines == (
        HeardLine("agent", "Good evening. How can", 1, 1.0, cut_off=True),
        HeardLine("caller", "4271", 3, 2.0),
        HeardLine("caller", "a room", 2, 3.0),
    )


def test_the_newest_report_of_a_turn_counts() -> None:
    """A word more may be heard until the clear is written; the caller's words of that turn stay."""
    heard = HeardSoFar()
    heard.caller_said(1, "a room", 0.5)
    heard.agent_said(1, "For which", 1.0, cut_off=True)
    heard.agent_said(1, "For which day", 1.0, cut_off=True)
    assert texts(heard) == ["a room", "For which day"]


def test_what_nobody_heard_is_no_line() -> None:
    """An interrupted turn of which nothing sounded, and an utterance without words."""
    heard = HeardSoFar()
    heard.caller_said(1, "", 0.5)
    heard.agent_said(1, "", 1.0, cut_off=True)
    assert heard.lines == ()


def test_a_turn_that_still_sounds_is_told_as_far_as_it_was_heard() -> None:
    """But not one that was cut off already, and not one of which nothing was heard yet; nothing of it is kept."""
    heard = HeardSoFar()
    heard.agent_said(1, "Good", 1.0, cut_off=True)
    heard.caller_said(2, "a room", 3.0)
    sounding = [
        HeardLine("agent", "Good evening", 1, 1.0),
        HeardLine("agent", "This call is", 2, 2.0),
        HeardLine("agent", "", 3, 4.0),
    ]
    assert [line.text for line in heard.with_sounding(sounding)] == ["Good", "This call is", "a room"]
    assert texts(heard) == ["Good", "a room"]


def test_a_call_of_hours_keeps_the_newest_lines() -> None:
    """The oldest are forgotten first."""
    heard = HeardSoFar()
    for number in range(KEPT + 5):
        heard.caller_said(number, str(number), float(number))
    assert texts(heard) == [str(number) for number in range(5, KEPT + 5)]


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        ([], ("", "")),
        ([("One.", ""), ("Two", "three.")], ("One. Two", "three.")),
        ([("One.", ""), ("", "Two.")], ("One.", "Two.")),
        ([("One", "two."), ("One two.", "")], ("One two.", "")),
        ([("One", "two."), ("One two", "three.")], ("One One two", "two. three.")),
    ],
    ids=["nothing", "cut in a sentence", "cut between two", "said again after a crash", "two that begin alike"],
)
def test_what_was_heard_is_told_apart_from_what_was_cut_off(
    sentences: list[tuple[str, str]], told: tuple[str, str]
) -> None:
    """A sentence that a crash cut off and that was said again is told once."""
    assert joined([HeardSentence(heard, unheard) for heard, unheard in sentences]) == told
