"""Every warning and error of the log is explained to whoever finds it there. Only source and text are read."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("actors", "engine", "hooks", "web")
LEVELS = {"warning", "error"}
PAGES = "".join(page.read_text() for page in (ROOT / "docs").glob("*.md"))


def events(source: Path) -> Iterator[str]:
    """The events that are logged as warnings or errors."""
    for node in ast.walk(ast.parse(source.read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LEVELS
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def test_an_operator_finds_every_warning_of_the_log_in_the_documentation() -> None:
    found = {event for room in ROOMS for source in (ROOT / room).rglob("*.py") for event in events(source)}
    assert len(found) > 40
    assert sorted(event for event in found if event not in PAGES) == []
