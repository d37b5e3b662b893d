"""Two calls, or two reports, side by side: each is figures by name (`reports/figures.py`), and names are paired.

NotComparable                nothing to compare, or no figure in common; one line for a person
"""

import enum
from collections.abc import Mapping

import msgspec

Figure = float | str | bool


class NotComparable(Exception):
    """There is nothing to compare; the message says what was given and what to do."""


class Kind(enum.Enum):
    """What figures were taken from."""

    CALL = "call record"
    PHONE = "telephone report"
    BENCHMARK = "benchmark report"


class TurnFigures(msgspec.Struct, frozen=True):
    """One turn's numbers by name; a stage that the turn did not have is not among them."""

    label: str
    numbers: dict[str, float]


class Figures(msgspec.Struct, frozen=True):
    """All that is known of one side. Names are paths with dots, so that what belongs together stands together."""

    source: str
    kind: Kind
    by_name: dict[str, Figure]
    turns: tuple[TurnFigures, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """One figure in A and in B, None where it has none. Of numbers: `difference` is B - A, `ratio` is B / A."""

    name: str
    a: Figure | None
    b: Figure | None
    difference: float | None
    ratio: float | None


class TurnRows(msgspec.Struct, frozen=True):
    """A turn of A, and the turn of B in the same place."""

    a: str
    b: str
    rows: tuple[Row, ...]


class Comparison(msgspec.Struct, frozen=True):
    """What is printed, or written as JSON. `turns` is None where A and B do not have the same number of them."""

    kind: Kind
    a: str
    b: str
    rows: tuple[Row, ...]
    turns: tuple[TurnRows, ...] | None


def side_by_side(a: Figures, b: Figures) -> Comparison:
    """B against A. Raises NotComparable for two kinds, and for two reports that share no number."""
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
    return Comparison(a.kind, a.source, b.source, rows, turns)


def _paired(a: Mapping[str, Figure], b: Mapping[str, Figure]) -> tuple[Row, ...]:
    """In A's order; what only B has comes last."""
    return tuple(_row(name, a.get(name), b.get(name)) for name in {**a, **b})


def _row(name: str, a: Figure | None, b: Figure | None) -> Row:
    before, after = _number(a), _number(b)
    if before is None or after is None:
        return Row(name, a, b, None, None)
    # What binary fractions add (0.3 - 0.1) is no difference that anyone measured.
    return Row(name, a, b, round(after - before, 6), round(after / before, 4) if before else None)


def _number(figure: Figure | None) -> float | None:
    return figure if isinstance(figure, int | float) and not isinstance(figure, bool) else None


def _parts(figures: Figures) -> str:
    return ", ".join(dict.fromkeys(name.partition(".")[0] for name in figures.by_name))
