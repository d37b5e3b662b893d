"""What the oldest Python that the package allows does otherwise; Debian 12 has 3.11.2. Only source text is read."""

import ast
from pathlib import Path

from tests.test_imports import PRODUCT, ROOT, sources


def raises_in_except_star(path: Path) -> list[str]:
    """Where a new exception is raised in a clause of `except*`."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for tried in ast.walk(ast.parse(path.read_text()))
        if isinstance(tried, ast.TryStar)
        for clause in tried.handlers
        for node in ast.walk(clause)
        if isinstance(node, ast.Raise) and node.exc is not None
    ]


def test_a_start_that_fails_prints_a_line_and_no_traceback_on_debians_python() -> None:
    """Python up to 3.11.3 puts what `except*` raises into a group, which nobody behind it expects (its changelog for
    3.11.4, gh-103590): it has to be raised behind the `try`."""
    assert [place for room in PRODUCT for path in sources(room) for place in raises_in_except_star(path)] == []
