"""Writes the tables of docs/day.md from the report of a run of `python -m bench.day`.

python -m tools.day_page [REPORT]

A report that is named becomes the one that the page shows: it is kept in bench/day/measured.json.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from bench.day.look import Look
from bench.day.report import EventRow, Report
from bench.day.verdict import LATE_S, LONGEST_SILENCE_S, Verdict
from tools.page_tables import table, with_table

ROOT = Path(__file__).resolve().parent.parent
PAGE, MEASURED = ROOT / "docs" / "day.md", ROOT / "bench" / "day" / "measured.json"
HEARD = ["what goes wrong", "calls", *(verdict.value for verdict in Verdict), "longest silence", "returned"]
HELD: Mapping[str, Callable[[Look], str]] = {
    "memory of all processes": lambda look: f"{look.resident_kib / 1024:.0f} MiB",
    "processes": lambda look: str(look.processes),
    "threads": lambda look: str(look.threads),
    "descriptors": lambda look: str(look.descriptors),
    "tasks of a worker": lambda look: str(look.tasks),
    "connections to services": lambda look: str(look.service_sockets),
    "places taken": lambda look: str(look.places),
    "journals": lambda look: str(look.journals),
    "`/readyz`": lambda look: str(look.readyz),
    "`/calls`": lambda look: str(look.calls_page),
}


def page(text: str, report: Report) -> str:
    """The page with its tables made anew; what stands between their marks is replaced."""
    text = with_table(text, "run", _run(report))
    text = with_table(text, "heard", table(HEARD, map(_row, report.events)))
    return with_table(text, "held", table(["", "before the first call", "after the last one"], _held(report)))


def _run(report: Report) -> str:
    lines = [
        f"- {report.minutes:g} minutes, {report.calls} calls, {report.at_a_time} at a time, seed {report.seed}; "
        f"{', '.join(f'{count} {name}' for name, count in report.acts.items())}.",
        f"- {sum(row.late for row in report.events)} times somebody heard nothing for more than {LATE_S:g} s, and "
        f"{len(report.silences)} times for more than {LONGEST_SILENCE_S:g} s.",
        f"- The server took {report.cpu:.0%} of a core, and {_most(report):.0f} MiB at the most.",
        f"- Promises that were missed: {'; '.join(report.missed) or 'none'}.",
    ]
    if report.worker_back_s is not None:
        lines.insert(3, f"- The killed worker was replaced after {report.worker_back_s:.1f} s.")
    return "\n".join(lines)


def _most(report: Report) -> float:
    return max(look.most_resident_kib for look in report.looks) / 1024


def _row(row: EventRow) -> list[str]:
    counts = [str(row.verdicts.get(verdict.value, "")) for verdict in Verdict]
    return [row.event, str(row.calls), *counts, f"{row.longest_wait_s:.1f} s", str(row.returned or "")]


def _held(report: Report) -> Iterator[list[str]]:
    first, last = report.looks[0], report.looks[-1]
    for name, shown in HELD.items():
        yield [name, shown(first), shown(last)]


def measured() -> Report:
    return msgspec.json.decode(MEASURED.read_bytes(), type=Report)


def main() -> None:
    if len(sys.argv) > 1:
        MEASURED.write_bytes(Path(sys.argv[1]).read_bytes())
    PAGE.write_text(page(PAGE.read_text(), measured()))


if __name__ == "__main__":
    main()
