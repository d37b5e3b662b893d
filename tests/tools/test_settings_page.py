"""docs/settings.md tells every setting there is, as it is."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from pydantic import ValidationError

from offhook.actors.settings import Settings
from offhook.engine.host.settings_sources import Loaded, read_settings
from offhook.engine.host.settings_tree import all_settings, kind_at, section_of_array
from tools.settings_page import PAGE, page

Row = tuple[tuple[str | int, ...], list[str]]


def rows() -> Iterator[Row]:
    """Each row of the page as a person reads it: the setting's whole name, then default, allowed and words."""
    section: tuple[str | int, ...] = ()
    for line in PAGE.read_text().splitlines():
        if heading := re.fullmatch(r"## `\[\[(.+)\]\]`", line):
            section = (heading[1], 0)
        elif heading := re.fullmatch(r"## `\[(.+)\]`", line):
            section = tuple(heading[1].split("."))
        elif section and line.startswith("| `"):
            key, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
            yield (*section, key.strip("`")), cells


def test_the_page_is_what_the_settings_say() -> None:
    """No cell was typed or has changed since; `python -m tools.settings_page` brings the page up to date."""
    assert page(PAGE.read_text()) == PAGE.read_text()


def test_an_operator_finds_every_setting_once_with_words() -> None:
    """As many rows as settings, in their order, and none with an empty cell."""
    found = list(rows())

    def rows_of(name: tuple[str, ...]) -> list[tuple[str | int, ...]]:
        entry = section_of_array(kind_at(Settings, name))
        return [name] if entry is None else [(*name, 0, key) for key in entry.model_fields]

    assert [name for name, _ in found] == list(chain.from_iterable(map(rows_of, all_settings(Settings))))
    assert [name for name, cells in found if len(cells) != 3 or not all(cells)] == []


def test_an_array_of_tables_has_its_keys_on_the_page() -> None:
    """With what each takes, and which of them must be there."""
    (section,) = PAGE.read_text().split("## `[[numbers]]`")[1:]
    keys = re.findall(r"^\| `(\w+)` \| (\S+)", section.partition("## `")[0], re.MULTILINE)
    assert keys == [("number", "`[]`"), ("agent", "must")]


def test_the_defaults_are_those_of_a_server_without_settings() -> None:
    """As `offhook serve --check` prints them."""
    loaded: Loaded[Settings] = read_settings(Settings, {})
    printed = dict(line.removesuffix("    (default)").split(" = ", 1) for line in loaded.lines())
    for name, (default, *_) in rows():
        if 0 in name:  # an array of tables: there is none, so that nothing of one is printed
            continue
        shown = "null" if default == "unset" else default.strip("`")
        assert printed[".".join(map(str, name))] == shown


@pytest.mark.parametrize(
    ("name", "cells"), [row for row in rows() if "number" in row[1][1] and "text" not in row[1][1]]
)
def test_a_number_beyond_the_limits_that_the_page_names_is_refused(
    name: tuple[str | int, ...], cells: list[str]
) -> None:
    """What the page calls allowed is what a server takes."""
    limits = re.search(r"number (from|above) ([0-9.,]+) to ([0-9,]+)", cells[1])
    assert limits, f"{name} has no limits"
    least, most = (float(limits[group].replace(",", "")) for group in (2, 3))
    for value in (least - 1, most + 1, *([least] if limits[1] == "above" else [])):
        table: object = value
        for part in reversed(name):
            table = {part: table} if isinstance(part, str) else [table]
        with pytest.raises(ValidationError) as refusal:
            Settings.model_validate(table)
        assert name in [error["loc"] for error in refusal.value.errors()]
