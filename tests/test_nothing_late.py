"""What a call may need is there before the first one: nothing is imported, opened or looked up while calls go on.

Each kind of calls in a process of its own, because this one has imported everything long ago (tests/watched).
"""

import os
import sys
from pathlib import Path

import msgspec
import pytest
import trio

from tests.serving import settings_in

KINDS = {"modelled": 25, "real": 4}
"""And how many branches there are at least: a list that has been lost proves nothing."""
JOURNALS: dict[str, dict[str, int]] = {"modelled": {}, "real": {"the embedded services": 1}}
"""How many calls of a branch have a store with a file, and so a journal."""


def is_source_of_a_traceback(seen: str) -> bool:
    """Libraries log tracebacks with lines of source, and without them where no file can be opened (`linecache`)."""
    return seen.startswith("open ") and seen.endswith(".py'")


def is_journal(seen: str) -> bool:
    """The one file that is opened when a call begins. Without it a call goes on."""
    return ".db.journals/" in seen


@pytest.mark.parametrize(("kind", "branches"), KINDS.items(), ids=KINDS)
async def test_nothing_is_imported_or_opened_once_calls_are_answered(kind: str, branches: int, tmp_path: Path) -> None:
    """Whatever a caller, a fault or a stranger does: a process without a free descriptor goes on all the same."""
    settings = {"OFFHOOK__STORE__PATH": str(tmp_path / "calls.db"), "OFFHOOK__LOG__LEVEL": "error"}
    if kind == "modelled":
        settings |= settings_in(tmp_path)
    command = [sys.executable, "-m", "tests.watched", kind]
    with trio.fail_after(150):
        played = await trio.run_process(command, env=os.environ | settings, capture_stdout=True)
    seen = msgspec.json.decode(played.stdout, type=dict[str, list[str]])
    own = seen.pop("the watch itself")
    assert own[0] == "import sched"
    assert any(each.startswith("open ") for each in own), "the watch does see a file that is opened"
    assert len(seen) >= branches
    journals = {branch: len({each for each in what if is_journal(each)}) for branch, what in seen.items()}
    assert {branch: number for branch, number in journals.items() if number} == JOURNALS[kind]
    late = {
        branch: [each for each in what if not (is_source_of_a_traceback(each) or is_journal(each))]
        for branch, what in seen.items()
    }
    assert {branch: what for branch, what in late.items() if what} == {}
