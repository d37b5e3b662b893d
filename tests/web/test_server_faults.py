"""docs/running.md names everything that a server counts."""

from pathlib import Path

from offhook.engine.record.facts.server_fault import ServerFault

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "running.md").read_text()


def test_an_operator_finds_every_fault_of_a_server_once() -> None:
    """Each has a row that says what happened."""
    rows = [row.split("|") for row in PAGE.splitlines() if row.startswith("| `")]
    named = [row[1].strip(" `") for row in rows]
    assert [fault.value for fault in ServerFault if named.count(fault) != 1] == []
