"""Writes the table of pairs of services of docs/faults.md. It takes some minutes: some hundred calls are played.

python -m tools.pair_table
"""

from pathlib import Path

from offhook.simulation.breaking_wire import Failure
from offhook.simulation.vendor_matrix import Cell, Pair, pairs, phases_of, run, undisturbed
from tools.page_tables import table, with_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
NAME = "pairs"


def row(pair: Pair) -> list[str]:
    return [*pair, *(worst(pair, failure) for failure in Failure)]


def worst(pair: Pair, failure: Failure) -> str:
    """The longest silence of all phases."""
    whole, _ = undisturbed(pair)
    found = [run(Cell(pair, phase, failure)) for phase in phases_of(pair)]
    missing = "" if all(whole.said in each.said for each in found) else ", and words are missing"
    return f"{max(each.later_s(whole) for each in found):.1f} s{missing}"


def main() -> None:
    head = ["role", "the first service", "the one behind it", *(failure.value for failure in Failure)]
    PAGE.write_text(with_table(PAGE.read_text(), NAME, table(head, map(row, pairs()))))


if __name__ == "__main__":
    main()
