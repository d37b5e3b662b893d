"""docs/faults.md tells what the matrices find."""

from tests.simulation.findings import run_end, run_failover, run_fault, run_return
from tools.fault_tables import PAGE, page


def test_the_page_is_what_the_matrices_find() -> None:
    """No cell was typed or has changed since; `python -m tools.fault_tables` brings the page up to date."""
    assert page(PAGE.read_text(), run_fault, run_end, run_failover, run_return) == PAGE.read_text()
