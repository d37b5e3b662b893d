"""Prints a comparison: one line for each figure, then the calls turn by turn."""

from collections.abc import Iterator, Sequence

from rich.table import Column, Table
from rich.text import Text

from offhook.reports.comparison import Comparison, Figure, Row
from offhook.reports.savings import Saving
from offhook.reports.terminal import Terminal


def print_comparison(terminal: Terminal, comparison: Comparison) -> None:
    """Print what A and B are, their figures, and their turns if both have the same number of them."""
    for line in (f"A  {comparison.a}", f"B  {comparison.b}", f"two {comparison.kind.value}s"):
        terminal.say(line)
    terminal.print(figures_table(comparison))
    if comparison.turns is None:
        terminal.say("turns are not compared: A and B have different numbers of turns")
    elif comparison.turns:
        terminal.print(turns_table(comparison))
    if comparison.savings:
        print_savings(terminal, comparison.savings)


def print_savings(terminal: Terminal, saved: Sequence[Saving]) -> None:
    """What makes the answers of B come sooner, in milliseconds of the median answer."""
    table = Table("what makes B faster", *(Column(head, justify="right") for head in ("A, ms", "B, ms", "saved, ms")))
    for each in saved:
        table.add_row(Text(each.why), f"{each.a_ms:.0f}", f"{each.b_ms:.0f}", f"{each.saved_ms:.0f}")
    table.add_section()
    a_ms, b_ms = sum(each.a_ms for each in saved), sum(each.b_ms for each in saved)
    ratio = f", {a_ms / b_ms:.2f} times as fast" if b_ms else ""
    table.add_row(Text(f"the whole answer{ratio}"), f"{a_ms:.0f}", f"{b_ms:.0f}", f"{a_ms - b_ms:.0f}")
    terminal.print(table)


def figures_table(comparison: Comparison) -> Table:
    """Related figures share one heading. A dash means that A or B has no such figure."""
    table = Table("", "", *(Column(head, justify="right") for head in ("A", "B", "B - A", "B / A")))
    before = None
    for row in comparison.rows:
        group, _, name = row.name.rpartition(".")
        if group != before:
            table.add_section()
        difference = "" if row.difference is None else f"{row.difference:+.10g}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        table.add_row(Text("" if group == before else group), Text(name), _cell(row.a), _cell(row.b), difference, ratio)
        before = group
    return table


def turns_table(comparison: Comparison) -> Table:
    """One line for each turn with a number in A or B, and one column for each stage, in the order of the figures."""
    turns = comparison.turns or ()
    present = {row.name for turn in turns for row in turn.rows}
    groups = dict.fromkeys(row.name.rpartition(".")[0] for row in comparison.rows)
    stages = [group for group in groups if group in present]
    table = Table("turn", *(Column(stage.replace(".", "\n"), justify="right") for stage in stages), caption="A | B")
    for turn in turns:
        if turn.rows:
            label = turn.a if turn.a == turn.b else f"{turn.a} | {turn.b}"
            table.add_row(Text(label), *_cells(turn.rows, stages))
    return table


def _cells(rows: Sequence[Row], stages: Sequence[str]) -> Iterator[Text]:
    by_stage = {row.name: row for row in rows}
    for stage in stages:
        row = by_stage.get(stage)
        yield Text("") if row is None else Text.assemble(_cell(row.a), " | ", _cell(row.b))


def _cell(figure: Figure | None) -> Text:
    match figure:
        case None:
            return Text("-")
        case bool():
            return Text("yes" if figure else "no")
        case str():
            return Text(figure)
        case _:
            return Text(f"{figure:.10g}")
