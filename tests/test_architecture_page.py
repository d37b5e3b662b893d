"""docs/architecture.md leads to files that are there, and draws every room."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text()
DRAWING = PAGE.partition("```\n")[2].partition("```")[0]
WALK = PAGE.replace(DRAWING, "")
"""The page without its drawing, in which the wings are named without their room."""
PATHS = sorted(set(re.findall(r"(?<![\w./-])(?:(?:[\w-]+/)+(?:[\w-]+(?:\.\w+)?)?|[\w-]+\.(?:md|py|toml))", WALK)))
ROOMS = sorted(path.parent for path in ROOT.glob("*/__init__.py"))
WINGS = sorted(path.parent for path in ROOT.glob("engine/*/__init__.py"))


@pytest.mark.parametrize("path", PATHS)
def test_what_the_page_names_can_be_opened(path: str) -> None:
    """From the root of the repository; a link leads to another page of docs/."""
    assert (ROOT / path).exists() or (ROOT / "docs" / path).is_file()


def test_the_page_names_files() -> None:
    """The search does find them, also in tables and in links."""
    assert {"app.py", "engine/run/call.py", "engine/decide/", "engine/record/facts/", "faults.md"} <= set(PATHS)


def test_every_room_is_on_the_page() -> None:
    """One that is new is to be drawn, or at least explained."""
    assert [room.name for room in ROOMS if f"`{room.name}/" not in WALK] == []
    assert [
        wing.name for wing in WINGS if f" {wing.name}/" not in DRAWING or f"`engine/{wing.name}/`" not in WALK
    ] == []


def test_the_page_fits_into_an_editor() -> None:
    """As the code does."""
    assert [number for number, line in enumerate(PAGE.splitlines(), 1) if len(line) > 120] == []
