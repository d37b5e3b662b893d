"""The error of the ledger over a few seeds: the report is whole, and its numbers are those of the calls."""

import pytest

from bench.ledger_error import habit, measure
from offhook.simulation.chance_call import play
from offhook.simulation.mark_habits import MarkHabits

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


def test_the_report_counts_what_the_calls_found() -> None:
    """Every sentence of every call once, sorted by the carrier's habit."""
    report = measure(1, 3)
    found = [words for seed in (1, 2, 3) for words in play(seed)[0].words_off]
    by_habit = report["words_off"]
    assert isinstance(by_habit, dict)
    assert sum(sum(counts.values()) for counts in by_habit.values()) == len(found)
    assert report["seeds"] == [1, 3]


def test_each_habit_has_a_name() -> None:
    """The worst of it decides."""
    assert habit(MarkHabits()) == "as documented"
    assert habit(MarkHabits(lost=1.0, late_s=0.4)) == "no marks at all"
    assert habit(MarkHabits(late_s=0.4, twice=0.3)) == "late and out of order"
