"""The benchmark of failing over tells what the calls of the matrix were like."""

from bench.failover import measure
from offhook.simulation.breaking_wire import Failure
from offhook.simulation.failover_matrix import Phase


def test_every_failure_has_its_row() -> None:
    """With how long the caller waits, and that nothing is missing."""
    report = measure([Phase.SPEAKS])
    assert [row.failure for row in report.rows] == [failure.value for failure in Failure]
    assert all(row.complete and 0 <= row.later_s <= 1.0 for row in report.rows)
    assert report.undisturbed.answered_s > 0.5
