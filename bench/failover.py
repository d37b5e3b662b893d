"""Measures how long a caller hears nothing when a service fails in mid-call and the next one of its chain takes over.

    python -m bench.failover

Plays the calls of `simulation/failover_matrix.py`: a service of each role is down, hangs and is slow, at each phase.
The clock is virtual, so the numbers are the same on every machine. Prints JSON; seconds.

- `answered_s`: from the caller's last word to the agent's first sound. `silent_s`: the longest silence after that.
- `later_s`: how much longer than without the failure the caller hears nothing at a time.
- `complete`: the whole answer is on record.
"""

from collections.abc import Iterable

import msgspec

from offhook.simulation.failover_matrix import Cell, Failure, Finding, Phase, run


class Row(msgspec.Struct, frozen=True):
    """One failure."""

    role: str
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


def measure(phases: Iterable[Phase] = Phase) -> Report:
    undisturbed = run(None)
    return Report(undisturbed, [_row(Cell(phase, failure), undisturbed) for phase in phases for failure in Failure])


def _row(cell: Cell, undisturbed: Finding) -> Row:
    found = run(cell)
    role, phase = cell.phase.value
    complete = undisturbed.said in found.said  # a filler may stand before it
    return Row(role, phase, cell.failure.value, found.answered_s, found.silent_s, found.later_s(undisturbed), complete)


if __name__ == "__main__":
    print(msgspec.json.format(msgspec.json.encode(measure()), indent=2).decode())
