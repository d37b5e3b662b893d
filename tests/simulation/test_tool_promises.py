"""Calls that chance makes up, whose model calls tools: no promise about tools is broken, and every one can be."""

import random
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from offhook.engine.decide.tool_use import Outcome
from offhook.engine.run.tool import OnInterruption
from offhook.simulation import killed_calls
from offhook.simulation.chance_call import Changes, play
from offhook.simulation.chance_call import Outcome as Played
from offhook.simulation.chance_plan import draw
from offhook.simulation.chance_tools import ToolsPlan, draw_tools
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.tools import Behaviour

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

SEEDS = [seed for seed in range(70) if draw(seed).tools is not None]
KILLED = range(25)


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
    assert counts["results told"] > len(SEEDS) / 2
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


def found(changes: Changes, seeds: Callable[[int], bool]) -> str:
    """What the first of these seeds says that finds the planted bug."""
    for seed in filter(seeds, range(70, 400)):
        try:
            play(seed, changes=changes)
        except BrokenPromise as exc:
            return str(exc)
    return "nothing"


def alone(seed: int) -> bool:
    """A call with tools and only our own models."""
    plan = draw(seed)
    return plan.tools is not None and plan.services is None
