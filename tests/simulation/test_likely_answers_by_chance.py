"""Calls that chance makes up, whose agent file answers what callers ask: no promise is broken, and each can be."""

from collections.abc import Callable
from functools import cache

import pytest

from offhook.actors.responder.file_answers import FileAnswers
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.chance_answers import NEARLY, QUESTIONS, looked_up_now_and_then, taken_by_its_beginning
from offhook.simulation.chance_call import Changes, Outcome, play
from offhook.simulation.chance_plan import draw
from offhook.simulation.promises import BrokenPromise

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


def asks(seed: int) -> bool:
    """A call whose caller begins with a question, and only our own services hear it."""
    plan = draw(seed)
    return plan.answers is not None and plan.services is None and plan.hears[0] in QUESTIONS


SEEDS = list(filter(asks, range(320)))


@cache
def played(seed: int) -> Outcome:
    return play(seed)[0]


def callers_words(outcome: Outcome) -> list[CallerSaid]:
    return [entry for record in outcome.records for entry in record.transcript if isinstance(entry, CallerSaid)]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken(seed: int) -> None:
    """No model is asked what the file answers, and the answer is heard as any reply."""
    assert played(seed).records


def test_a_question_that_was_recognised_as_one_with_the_words_before_it_is_answered() -> None:
    """By itself its second half is no question. Found by seed 1102333."""
    outcome = played(1102333)
    [whole] = [said for said in callers_words(outcome) if said.whole]
    assert whole.whole in QUESTIONS
    assert whole.text not in QUESTIONS
    assert outcome.answered == 2


def test_questions_are_answered() -> None:
    """In many of these calls, some of them more than once."""
    answered = [played(seed).answered for seed in SEEDS]
    assert sum(answered) >= len(SEEDS) / 2
    assert max(answered) > 1


def test_a_share_of_the_calls_has_answers() -> None:
    """With questions, near misses and other words."""
    plans = [draw(seed) for seed in range(600)]
    armed = [plan for plan in plans if plan.answers is not None]
    assert 0.15 < len(armed) / len(plans) < 0.25
    assert {*QUESTIONS, *NEARLY} <= {text for plan in armed for text in plan.hears}
    assert {text for plan in plans if plan.answers is None for text in plan.hears} == {"some words", "mm-hmm", ""}


def test_what_is_not_about_answers_is_drawn_as_it_was() -> None:
    """Old seeds keep their plans."""
    assert draw(5).answers is None
    assert (draw(5).ends, draw(5).ends_at_s) == ("stop", 1.0087303777811645)
    assert draw(6).answers is not None
    assert (draw(6).ends, draw(6).ends_at_s) == ("stay", 10.66485118631214)


@pytest.mark.parametrize(
    ("bug", "broken"),
    [
        (looked_up_now_and_then, "which the agent file answers"),
        (taken_by_its_beginning, "which it does not know"),
    ],
)
def test_a_planted_bug_is_found(bug: Callable[[FileAnswers | None], FileAnswers | None], broken: str) -> None:
    """Each by its own promise."""
    assert broken in found(Changes(answers=bug))


def found(changes: Changes) -> str:
    """What the first of these seeds says that finds the planted bug."""
    for seed in SEEDS:
        try:
            play(seed, changes=changes)
        except BrokenPromise as exc:
            return str(exc)
    return "nothing"
