"""Compares two calls or two reports: both are figures by name (`reports/figures.py`), and equal names are paired.

NotComparable                nothing to compare, or no figure in common; the message is one line
"""

import enum
from collections.abc import Mapping

import msgspec

from offhook.reports.savings import PathTimes, Saving, savings

Figure = float | str | bool


class NotComparable(Exception):
    """These two cannot be compared; the message says what was given and what to do."""


class Kind(enum.Enum):
    """Where figures come from."""

    CALL = "call record"
    PHONE = "telephone report"
    BENCHMARK = "benchmark report"


class TurnFigures(msgspec.Struct, frozen=True):
    """One turn's numbers by name, without the stages that the turn did not have."""

    label: str
    numbers: dict[str, float]


class Figures(msgspec.Struct, frozen=True):
    """All figures of one side. Names are paths with dots, so that related figures are listed together."""

    source: str
    kind: Kind
    by_name: dict[str, Figure]
    turns: tuple[TurnFigures, ...] = ()
    answers: PathTimes | None = None
    """The stages of the answers of a call, if they are known."""


class Row(msgspec.Struct, frozen=True):
    """One figure of A and of B, None if it has none. For numbers `difference` is B - A and `ratio` is B / A."""

    name: str
    a: Figure | None
    b: Figure | None
    difference: float | None
    ratio: float | None


class TurnRows(msgspec.Struct, frozen=True):
    """A turn of A, and the turn of B with the same number."""

    a: str
    b: str
    rows: tuple[Row, ...]


class Comparison(msgspec.Struct, frozen=True):
    """What is printed, or written as JSON. `turns` is None if A and B have different numbers of turns."""

    kind: Kind
    a: str
    b: str
    rows: tuple[Row, ...]
    turns: tuple[TurnRows, ...] | None
    savings: tuple[Saving, ...] = ()
    """What makes B faster, if one was streamed and the other recorded turn by turn."""


def side_by_side(a: Figures, b: Figures) -> Comparison:
    """Compare B with A. Raises NotComparable if their kinds differ or if they share no number."""
    if a.kind is not b.kind:
        raise NotComparable(f"{a.source} is a {a.kind.value}, {b.source} is a {b.kind.value}: compare two of one kind")
    rows = _paired(a.by_name, b.by_name)
    if all(row.difference is None for row in rows):
        raise NotComparable(
            f"both are {a.kind.value}s, but share no number: {a.source} has {_parts(a)}, {b.source} has {_parts(b)}"
        )
    turns = None
    if len(a.turns) == len(b.turns):
        turns = tuple(
            TurnRows(ours.label, theirs.label, _paired(ours.numbers, theirs.numbers))
            for ours, theirs in zip(a.turns, b.turns, strict=True)
        )
    saved = savings(a.answers, b.answers) if a.answers is not None and b.answers is not None else ()
    return Comparison(a.kind, a.source, b.source, rows, turns, tuple(saved))


def _paired(a: Mapping[str, Figure], b: Mapping[str, Figure]) -> tuple[Row, ...]:
    """Rows in A's order; figures that only B has come last."""
    return tuple(_row(name, a.get(name), b.get(name)) for name in {**a, **b})


def _row(name: str, a: Figure | None, b: Figure | None) -> Row:
    before, after = _number(a), _number(b)
    if before is None or after is None:
        return Row(name, a, b, None, None)
    # Rounded, because binary fractions would show differences that nobody measured (0.3 - 0.1).
    return Row(name, a, b, round(after - before, 6), round(after / before, 4) if before else None)


def _number(figure: Figure | None) -> float | None:
    return figure if isinstance(figure, int | float) and not isinstance(figure, bool) else None


def _parts(figures: Figures) -> str:
    return ", ".join(dict.fromkeys(name.partition(".")[0] for name in figures.by_name))
