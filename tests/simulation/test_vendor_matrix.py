"""Services over a network take over from one another, by their real clients over fakes. Virtual time."""

from itertools import groupby, pairwise

import pytest

from offhook.simulation.breaking_wire import Failure
from offhook.simulation.vendor_matrix import EMBEDDED, Cell, Pair, pairs, phases_of, run, undisturbed
from offhook.simulation.vendors import FAKES, remote_services
from tools.pair_table import PAGE, worst

# As in the tests of each client: what the collector finds of the SDK's generators.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

BOUND_S = {"recognizer": 1.8, "responder": 2.5, "speaker": 1.0}
NAMES = [each.partition(".") for each in remote_services()]
SOME = [
    Pair(role, first, second)
    for role, of_role in groupby(NAMES, key=lambda each: each[0])
    for first, second in pairwise([*(name for _, _, name in of_role), EMBEDDED])
]
"""Each service fails once, and each takes over once; all pairs take minutes: `python -m tools.pair_table`."""
FAILURES = (Failure.DOWN, Failure.HANGS)  # whoever is slow is given up when it would be if it hung


@pytest.mark.parametrize("pair", SOME, ids=" ".join)
def test_the_caller_hears_next_to_nothing_of_it(pair: Pair) -> None:
    """Whatever the first service does in whatever phase: the silence stays within its bound, the answer is whole, and
    the failure is on record."""
    whole, _ = undisturbed(pair)
    assert whole.faults == {}
    for cell in (Cell(pair, phase, failure) for phase in phases_of(pair) for failure in FAILURES):
        found = run(cell)
        assert found.later_s(whole) <= BOUND_S[pair.role], cell
        assert whole.said in found.said, cell
        assert sum(found.faults.values()) >= 1, cell


@pytest.mark.parametrize("pair", SOME, ids=" ".join)
def test_the_page_says_how_long(pair: Pair) -> None:
    """`python -m tools.pair_table` brings docs/faults.md up to date."""
    cells = [*pair, *(worst(pair, failure) for failure in FAILURES)]
    assert f"| {' | '.join(cells)} |" in PAGE.read_text()


def test_every_pair_stands_on_the_page() -> None:
    text = PAGE.read_text()
    assert [pair for pair in pairs() if f"| {' | '.join(pair)} |" not in text] == []


def test_every_service_over_a_network_has_a_fake_here() -> None:
    """So that nobody adds one that is never seen to fail."""
    assert sorted(FAKES) == sorted(remote_services())
