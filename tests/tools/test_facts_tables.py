"""docs/extending.md tells every fact there is, as it is."""

import re

import msgspec

from offhook.engine.record import facts
from tools.facts_tables import PAGE, all_facts, page


def test_the_page_is_what_the_facts_say() -> None:
    """No cell was typed or has changed since; `python -m tools.facts_tables` brings the page up to date."""
    assert page(PAGE.read_text()) == PAGE.read_text()


def test_whoever_observes_can_import_every_fact_on_the_page() -> None:
    """One import for all, and nothing can be told that is not on it."""
    told = re.findall(r"^\| `([A-Z]\w+)` \|", PAGE.read_text(), re.MULTILINE)
    assert told == [kind.__name__ for kind in all_facts()]
    assert [name for name in told if name not in facts.__all__] == []


def test_what_stands_around_each_of_them_is_told() -> None:
    """Call, time, turn and utterance."""
    rows = re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text().partition("### All facts")[2], re.MULTILINE)
    assert rows == [field.name for field in msgspec.structs.fields(facts.Fact)]
