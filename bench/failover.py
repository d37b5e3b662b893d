"""Measures how long a caller hears nothing when a service fails in mid-call and the next one of its chain takes over.

    python -m bench.failover [--pairs]

Plays the calls of `simulation/failover_matrix.py`: a service of each role is down, hangs and is slow, at each phase.
The clock is virtual, so the numbers are the same on every machine. Prints JSON; seconds.

- `answered_s`: from the caller's last word to the agent's first sound. `silent_s`: the longest silence after that.
- `later_s`: how much longer than without the failure the caller hears nothing at a time.
- `complete`: the whole answer is on record.

With `--pairs` the calls of `simulation/vendor_matrix.py` too, which takes some minutes: every pair of services over a
network, by their real clients over fakes.
"""

import argparse
from collections.abc import Iterable

import msgspec

from offhook.simulation import vendor_matrix
from offhook.simulation.breaking_wire import Failure
from offhook.simulation.failover_matrix import Cell, Finding, Phase, run
from offhook.simulation.vendor_matrix import Pair


class Row(msgspec.Struct, frozen=True):
    """One failure."""

    role: str
    phase: str
    failure: str
    answered_s: float
    silent_s: float
    later_s: float
    complete: bool


class PairRow(msgspec.Struct, frozen=True):
    """One failure of the first one of two services."""

    role: str
    first: str
    second: str
    phase: str
    failure: str
    answered_s: float
    silent_s: float
    later_s: float
    complete: bool


class Report(msgspec.Struct, frozen=True):
    """All of them, and the call without any."""

    undisturbed: Finding
    rows: list[Row]
    pairs: list[PairRow] = []


def measure(phases: Iterable[Phase] = Phase, pairs: Iterable[Pair] = ()) -> Report:
    undisturbed = run(None)
    rows = [_row(Cell(phase, failure), undisturbed) for phase in phases for failure in Failure]
    of_pairs = [
        _pair_row(vendor_matrix.Cell(pair, phase, failure))
        for pair in pairs
        for phase in vendor_matrix.phases_of(pair)
        for failure in Failure
    ]
    return Report(undisturbed, rows, of_pairs)


def _pair_row(cell: vendor_matrix.Cell) -> PairRow:
    found, (undisturbed, _) = vendor_matrix.run(cell), vendor_matrix.undisturbed(cell.pair)
    _, phase, _, _ = cell.phase.value
    later_s, complete = found.later_s(undisturbed), undisturbed.said in found.said
    return PairRow(*cell.pair, phase, cell.failure.value, found.answered_s, found.silent_s, later_s, complete)


def _row(cell: Cell, undisturbed: Finding) -> Row:
    found = run(cell)
    role, phase = cell.phase.value
    complete = undisturbed.said in found.said  # a filler may stand before it
    return Row(role, phase, cell.failure.value, found.answered_s, found.silent_s, found.later_s(undisturbed), complete)


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a caller hears nothing when a service fails.")
    parser.add_argument("--pairs", action="store_true", help="every pair of services over a network too")
    report = measure(pairs=vendor_matrix.pairs() if parser.parse_args().pairs else ())
    print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


if __name__ == "__main__":
    main()
