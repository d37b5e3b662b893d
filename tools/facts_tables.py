"""Writes the tables of docs/extending.md from the facts themselves: what each holds, and what it says.

python -m tools.facts_tables
"""

import inspect
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import get_args

import msgspec

from offhook.engine.record.facts import AnyWhat
from tools.page_tables import table, with_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "extending.md"
HEAD = ["fact", "holds", "what happened"]


def page(text: str) -> str:
    """The page with its tables made anew; what stands between their marks is replaced."""
    return with_table(text, "facts", "\n\n".join(_groups()))


def all_facts() -> Sequence[type[msgspec.Struct]]:
    """Everything that may stand in a fact, module by module."""
    return get_args(AnyWhat)


def _groups() -> Iterator[str]:
    """Each module as its own words and a table of its facts."""
    for module, group in groupby(all_facts(), lambda kind: kind.__module__):
        yield f"{_in_one_line(sys.modules[module].__doc__)}\n\n{table(HEAD, map(_row, group))}"


def _row(kind: type[msgspec.Struct]) -> list[str]:
    held = ", ".join(f"`{field.name}`" for field in msgspec.structs.fields(kind))
    return [f"`{kind.__name__}`", held, _in_one_line(kind.__doc__)]


def _in_one_line(words: str | None) -> str:
    assert words, "a fact without words"
    return " ".join(inspect.cleandoc(words).split())


def main() -> None:
    PAGE.write_text(page(PAGE.read_text()))


if __name__ == "__main__":
    main()
