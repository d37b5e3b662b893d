"""Calls that chance makes up, whose model calls tools: no promise about tools is broken, and every one can be."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

import pytest

from offhook.engine.decide.tool_use import Outcome
from offhook.engine.run.tool import OnInterruption
from offhook.simulation import killed_calls
from offhook.simulation.chance_call import Changes, play
from offhook.simulation.chance_call import Outcome as Played
from offhook.simulation.chance_plan import draw
from offhook.simulation.chance_tools import ToolsPlan, draw_tools
from offhook.simulation.planted_tool_bugs import (
    Forgetful,
    Muddled,
    always_cancelled,
    eager,
    never_cancelled,
    never_told,
    run_twice,
    taken_for_harmless,
)
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.tools import Behaviour

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

SEEDS = [seed for seed in range(60, 140) if draw(seed).tools is not None]  # others: test_chance_call.py
KILLED = range(14)


@cache
def played(seed: int) -> Played:
    return play(seed)[0]


@cache
def played_on(seed: int) -> killed_calls.KilledOutcome:
    return killed_calls.play(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken(seed: int) -> None:
    """No tool runs twice, none from a draft, none unwritten; every decision has a result, on record and for models."""
    assert played(seed).records


def test_tools_are_called_and_fail() -> None:
    """Over all seeds tools are used, and much that ends them otherwise than well happens too."""
    counts = sum((Counter(played(seed).tools) for seed in SEEDS), Counter[str]())
    assert counts["begun"] > len(SEEDS)
    assert counts["results told"] > len(SEEDS) / 3
    happened = {each.value for each in Outcome if counts[f"outcome: {each.value}"]}
    assert happened >= {"done", "failed", "refused", "cancelled", "unknown"}


@pytest.mark.parametrize("seed", KILLED)
def test_a_process_that_is_killed_leaves_nothing_to_be_done_twice(seed: int) -> None:
    """Another one goes on: what was begun and has not ended is told as unknown; each decision was in the journal."""
    outcome = played_on(seed)
    assert outcome.record is None or outcome.record.over is not None


def test_processes_are_killed_while_tools_run() -> None:
    """And nearly all of those calls go on."""
    counts = sum((Counter(played_on(seed).tools) for seed in KILLED), Counter[str]())
    assert counts["killed while tools ran"] > len(KILLED) / 8
    assert counts["calls that went on"] > len(KILLED) / 2


def planned() -> list[ToolsPlan]:
    return [draw_tools(random.Random(seed)) for seed in range(300)]


def test_everything_is_planned() -> None:
    """Every kind of tool, with every declaration; models without end, disks that fail, other models."""
    tools = [tool for plan in planned() for tool in plan.tools]
    assert {(tool.behaviour, tool.on_interruption) for tool in tools} == {
        (behaviour, what) for behaviour in Behaviour for what in OnInterruption
    }
    assert {(tool.has_effects, tool.side_by_side, bool(tool.says)) for tool in tools} == {
        (one, two, three) for one in (True, False) for two in (True, False) for three in (True, False)
    }
    assert {plan.for_ever for plan in planned()} == {True, False}
    assert {plan.disk_fails_at_s is not None for plan in planned()} == {True, False}
    assert {plan.other_model for plan in planned()} == {True, False}
    share = sum(draw(seed).tools is not None for seed in range(600)) / 600
    assert 0.25 < share < 0.35


def test_what_is_not_about_tools_is_drawn_as_it_was() -> None:
    """Old seeds keep their plans."""
    assert (draw(5).ends, draw(5).ends_at_s) == ("stop", 1.0087303777811645)


# Planted bugs: each breaks a promise in one of a few calls.


def alone(seed: int) -> bool:
    """A call with tools, and no models that nobody sees into."""
    plan = draw(seed)
    return plan.tools is not None and plan.services is None


def play_all(seeds: Iterable[int], play_one: Callable[[int], object]) -> None:
    """Until a promise is broken."""
    for seed in seeds:
        play_one(seed)


PLANTED = {
    "tools run twice": (Changes(tool=run_twice), "ran 2 times", 76),
    "an interruption ends none": (Changes(tool=never_cancelled), "still runs", 76),
    "an interruption ends all": (Changes(tool=always_cancelled), "should have finished", 76),
    "news is kept back": (Changes(tool=never_told), "a silent caller was not told", 166),
    "effects need no journal": (Changes(tool=taken_for_harmless), "although the journal was lost", 115),
    "a model forgets": (Changes(model=Forgetful), "a model was not told of", 76),
    "a model is told in another order": (Changes(model=Muddled), "stands behind the answer", 76),
    "a draft calls tools": (Changes(cast=eager), "was decided by a draft", 115),
}  # and a seed that shows it


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_breaks_its_promise(bug: str) -> None:
    """If calls are planned otherwise some day, a later one shows it."""
    changes, says, since = PLANTED[bug]
    with pytest.raises(BrokenPromise, match=says):
        play_all(filter(alone, range(since, since + 300)), lambda seed: play(seed, changes=changes))


def test_a_tool_that_runs_twice_is_seen_across_processes() -> None:
    with pytest.raises(BrokenPromise, match="ran 2 times"):
        play_all(KILLED, lambda seed: killed_calls.play(seed, run_twice))


def test_a_model_that_answers_nothing_is_asked_once_more_in_the_same_turn() -> None:
    """So it is told news twice in each of two turns. Found by seed 714996, when requests were counted and not turns."""
    assert play(714996)[0].tools["news told"] == 4
