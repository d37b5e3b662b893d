"""Every service fails at every phase, in front of one that works. One call for each cell, in virtual time."""

import pytest

from offhook.simulation.breaking_wire import Failure
from offhook.simulation.failover_matrix import Cell, Finding, Phase
from tests.simulation.findings import run_failover

BOUND_S = {"recognizer": 1.5, "model": 2.5, "voice": 1.0}
CELLS = [Cell(phase, failure) for phase in Phase for failure in Failure]


def name(cell: Cell) -> str:
    return f"{' '.join(cell.phase.value)}, {cell.failure.value}"


@pytest.mark.parametrize("cell", CELLS, ids=map(name, CELLS))
def test_the_caller_hears_next_to_nothing_of_it(cell: Cell) -> None:
    """The silence stays within its bound, the answer is whole, and the failure is on record."""
    found, undisturbed = run_failover(cell), run_failover(None)
    assert found.later_s(undisturbed) <= BOUND_S[cell.phase.role]
    assert undisturbed.said in found.said
    counted = "responder" if cell.phase.role == "model" else cell.phase.role
    assert found.faults[f"{counted} failed"] >= 1
    assert undisturbed.faults == {}


def test_a_longer_silence_is_seen() -> None:
    """Before the answer, or in it."""
    undisturbed = Finding(1.0, 0.1, "", {})
    assert Finding(1.5, 0.1, "", {}).later_s(undisturbed) == 0.5
    assert Finding(1.0, 0.7, "", {}).later_s(undisturbed) == 0.6
    assert Finding(0.7, 0.0, "", {}).later_s(undisturbed) == 0.0
