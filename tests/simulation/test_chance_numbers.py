"""Random callers of several numbers at two workers, in virtual time: every promise is checked by the simulation."""

from collections import Counter

import pytest

from offhook.simulation.chance_numbers import LOOKUPS, NAMES, draw, play
from offhook.simulation.promises import BrokenPromise

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_caller_has_the_right_agent_that_knows_the_right_things(seed: int) -> None:
    """Whatever fails, and whichever worker has which part of the call."""
    heard, _ = play(seed)
    assert len(heard) == len(draw(seed).callers)


def test_a_seed_plays_the_same_calls_again() -> None:
    """Step by step."""
    first, second = play(3), play(3)
    assert first[1].digest == second[1].digest
    assert first[0] == second[0]


def test_over_the_seeds_everything_happens() -> None:
    """Each kind of look-up, each agent, returns at the other worker, good and bad edits, and a disk that fails."""
    plans = [draw(seed) for seed in SEEDS]
    callers = [caller for plan in plans for caller in plan.callers]
    seen = Counter(caller.lookup for caller in callers) + Counter(caller.agent for caller in callers)
    assert not {*LOOKUPS, *NAMES} - {*seen}
    assert any(caller.breaks and caller.returns_at != caller.stream_at for caller in callers)
    assert any(caller.webhook_at != caller.stream_at for caller in callers)
    assert {is_good for plan in plans for _, _, is_good in plan.edits} == {True, False}
    assert any(plan.disk_fails_at_s is not None for plan in plans)


def test_a_caller_who_gets_another_ones_facts_is_noticed() -> None:
    """The check can fail."""
    seed = next(seed for seed in SEEDS if any(caller.lookup == "good" for caller in draw(seed).callers))
    with pytest.raises(BrokenPromise, match="code 99"):
        play(seed, mixed_up=True)
