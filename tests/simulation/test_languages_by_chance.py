"""Calls that chance makes up, whose language changes: no promise is broken, and each can be."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache

import pytest

from offhook.engine.run.call import Cast
from offhook.simulation.chance_call import Changes, Outcome, play
from offhook.simulation.chance_languages import Chooser, Fate
from offhook.simulation.chance_plan import Plan, draw
from offhook.simulation.language_promises import check_recognizers, check_voices
from offhook.simulation.language_witness import Asked, Change, LanguageWitness
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


def test_a_voice_that_is_begun_too_late_is_no_service_that_could_go_on() -> None:
    """Its session took 0.4 s and its first sound 0.5 s, and it had 0.9 s. Found by this seed."""
    plan = draw(1397)
    assert plan.languages is not None
    assert (plan.languages.opens_in_s, plan.first_byte_s, plan.only_front_services_fail) == (0.4, 0.5, False)
    assert played(1397).records


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
        (forgotten_on_return, 57, "in 'de', and it was written in 'fr'"),
        (set_too_late, 57, "in 'de', and it was written in 'fr'"),
        (asked_once_more, 57, "the caller was asked once more"),
        (set_before_it_is_there, 54, "'fr' was set, which nobody here has"),
    ],
)
def test_a_planted_bug_is_found(bug: Callable[[Cast], Cast], seed: int, broken: str) -> None:
    """Each by its own promise, with the first of these seeds that can."""
    with pytest.raises(BrokenPromise, match=broken):
        play(seed, changes=Changes(cast=bug))


def heard(language: str, at: float, utterance: str = "1/1") -> Asked:
    return Asked(at, "ear behind", utterance, language, "", has_it=True)


@pytest.mark.parametrize(
    ("language", "at", "is_right"),
    [
        ("en", 2.5, True),
        ("hi", 3.5, True),
        ("en", 3.5, True),
        ("hi", 2.5, False),
        ("de", 3.5, False),
        ("en", 6.5, False),
    ],
)
def test_an_utterance_is_heard_behind_others_in_a_language_that_the_call_had_since_it_began(
    language: str, at: float, is_right: bool
) -> None:
    """The first utterance began at 2 s, in English, and Hindi was set at 3 s; another one began at 6 s. Whoever hears
    it behind services that have failed is asked later, and may be asked in the language of its beginning."""
    witness = LanguageWitness("en")
    witness.changes = [Change(3.0, "hi", "")]
    witness.begun = {"1/1": 2.0, "1/2": 6.0}
    witness.utterances = [heard(language, at, "1/1" if at < 6 else "1/2")]
    with nullcontext() if is_right else pytest.raises(BrokenPromise, match=f"was heard in '{language}'"):
        check_recognizers(witness, is_all=False)


@pytest.mark.parametrize(
    ("language", "is_all", "is_right"), [("en", False, True), ("en", True, False), ("de", False, False)]
)
def test_the_rest_of_a_sentence_that_others_began_is_in_its_language(
    language: str, is_all: bool, is_right: bool
) -> None:
    """Though the one before, in another language, ended in the same words. Found by seed 3429."""
    witness = LanguageWitness("es")
    witness.written = {"§aaab is how it begins,": "es", "§aaad is how it begins,": "en"}
    witness.sentences = [
        Asked(4.0, "tongue behind", "how it begins,", "es", "es", has_it=True),
        Asked(8.0, "tongue behind", "begins,", language, "en", has_it=True),
    ]
    with nullcontext() if is_right else pytest.raises(BrokenPromise, match="and it is the rest of one in 'es'"):
        check_voices(witness, {}, is_all=is_all)


def test_when_utterances_began_is_seen_where_services_stand_in_front() -> None:
    """Else the promise above would be one about the instant at which they are heard."""
    seed = next(seed for seed in range(100) if is_behind_others(draw(seed)) and played(seed).languages)
    assert played(seed).languages["utterances that were begun before they were heard"] > 0


def is_behind_others(plan: Plan) -> bool:
    return plan.languages is not None and plan.services is not None
