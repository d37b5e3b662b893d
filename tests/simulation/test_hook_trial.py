"""Receivers that do everything wrong, and processes that are killed meanwhile. Seeded, in virtual time."""

from collections import Counter

from offhook.simulation.fakes.hook_receiver import Reply
from offhook.simulation.hook_trial import play_hooks

SEEDS = range(16)


def test_every_end_is_delivered_whatever_receivers_and_kills_do() -> None:
    """All promises hold in each run, and over all runs each kind of trouble has occurred."""
    replies: Counter[str] = Counter()
    kills = taken_twice = refused = 0
    for seed in SEEDS:
        outcome = play_hooks(seed)
        replies.update(outcome.replies)
        kills += outcome.kills
        taken_twice += outcome.taken_twice
        refused += outcome.refused
    assert [each for each in Reply if replies[each.value] < 2] == []
    assert kills > 10
    assert taken_twice > 0
    assert refused > 2


def test_a_run_can_be_played_again() -> None:
    """The same seed is the same run."""
    assert play_hooks(7) == play_hooks(7)
