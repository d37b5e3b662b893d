"""Calls that chance makes up, whose language changes: no promise is broken, and each can be."""

from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from offhook.engine.run.call import Cast
from offhook.simulation.chance_call import Changes, Outcome, play
from offhook.simulation.chance_languages import Chooser, Fate
from offhook.simulation.chance_plan import draw
from offhook.simulation.planted_language_bugs import (
    asked_once_more,
    forgotten_on_return,
    set_before_it_is_there,
    set_too_late,
)
from offhook.simulation.promises import BrokenPromise

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


def changes(seed: int) -> bool:
    """A call in several languages, which only our own services hear."""
    plan = draw(seed)
    return plan.languages is not None and plan.services is None


SEEDS = [seed for seed in range(50) if changes(seed)]


@cache
def played(seed: int) -> Outcome:
    return play(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken(seed: int) -> None:
    """Each sentence and utterance is in its language, and so are the record and whoever goes on."""
    assert played(seed).records


def test_the_rest_of_a_question_is_asked_in_its_language_after_a_stream_that_broke() -> None:
    """The other process had begun no voice in it, and let the one of the call's language say it. Found by this seed."""
    assert played(7).languages["streams that returned"] == 1


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(1397, id="a voice that is begun too late is no service that could go on"),
        pytest.param(3429, id="the rest of a sentence that others began, where the one before ended in the same words"),
        pytest.param(810023, id="the rest of a sentence that a service in front has begun"),
        pytest.param(810776, id="the rest of a question that no rest is known of"),
        pytest.param(811603, id="voices that are all too late to be heard"),
        pytest.param(813813, id="a filler that is spoken when another language was set"),
        pytest.param(814596, id="words that are answered when a key has set their language"),
        pytest.param(814763, id="words whose answer was not heard when the next ones change the language"),
        pytest.param(814870, id="a reply that is resumed at its very last byte"),
        pytest.param(818185, id="a stream that breaks while a language is being set"),
        pytest.param(820427, id="a filler in another language than the answer"),
        pytest.param(856748, id="a sound that begins at an odd byte of a message"),
        pytest.param(841898, id="half a sentence of a voice that speaks slower than that of the language before"),
        pytest.param(1100976, id="a caller who names a language, is cut off, and names another one"),
        pytest.param(820914, id="a speaker that crashes in the rest of a sentence"),
    ],
)
def test_what_2000_calls_have_found(seed: int) -> None:
    """Each of these calls broke a promise, or a promise was wrong."""
    assert played(seed).records


def test_languages_change() -> None:
    """In many of these calls, whoever chooses; also before a call returns."""
    happened: Counter[str] = Counter()
    for seed in SEEDS:
        happened.update(played(seed).languages)
    assert sum(happened[f"set by {chooser.value}"] for chooser in Chooser) >= len(SEEDS) / 2
    assert happened["asked"] > len(SEEDS) / 3
    assert happened["sentences in another language than the one before"] > len(SEEDS) / 4
    assert happened["returned in a language that was set"] > 0


def test_a_fifth_of_the_calls_has_several_languages() -> None:
    """Each of the five, whoever chooses, and services that lack one, refuse it or fail in it."""
    plans = [draw(seed) for seed in range(500)]
    found = [plan.languages for plan in plans if plan.languages is not None]
    assert 0.15 < len(found) / len(plans) < 0.25
    assert {len(each.tags) for each in found} == {2, 3, 4}
    assert {tag for each in found for tag in each.tags} == {"en", "hi", "es", "fr", "de"}
    assert {each.chooser for each in found} == set(Chooser)
    assert {fate for each in found for fate in (*each.ear.values(), *each.tongue.values())} == set(Fate)
    assert any(each.unheard for each in found)
    assert any(each.unspoken for each in found)


def test_what_is_not_about_languages_is_drawn_as_it_was() -> None:
    """Old seeds keep their plans."""
    assert draw(5).languages is None
    assert draw(7).languages is not None
    assert (draw(5).ends, draw(5).ends_at_s) == ("stop", 1.0087303777811645)
    assert (draw(7).ends, draw(7).ends_at_s) == ("drop", 17.630792833698017)


@pytest.mark.parametrize(
    ("bug", "seed", "broken"),
    [
        (forgotten_on_return, 57, "a model was to answer in 'de', not in {'fr'}"),
        (set_too_late, 57, "utterance 1/2 was heard in 'de', not in fr"),
        (asked_once_more, 57, "the caller was asked once more"),
        (set_before_it_is_there, 54, "'fr' was set, which nobody here has"),
    ],
)
def test_a_planted_bug_is_found(bug: Callable[[Cast], Cast], seed: int, broken: str) -> None:
    """Each by its own promise, with the first of these seeds that can."""
    with pytest.raises(BrokenPromise, match=broken):
        play(seed, changes=Changes(cast=bug))
