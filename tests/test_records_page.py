"""docs/records.md names everything that a stored call holds."""

import enum
import json
import re
from pathlib import Path

import msgspec
import pytest

from offhook.engine.decide.costs import Cost, Used
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.record.call_record import CallBegun, CallOver, TurnRecord
from offhook.engine.record.call_trace import CallTrace, MomentKind, Sound, TracedRun, TracedUtterance
from offhook.engine.record.call_trace import Moment as TraceMoment
from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import BACKCHANNEL, NO_WORDS, NOTHING_FITS, UNSURE, AgentSaid, CallerSaid
from offhook.engine.record.facts import Fault
from offhook.engine.record.timeline import Instant
from offhook.reports.picture.record_file import read_record
from tests.reports.kept_records import answer_of_the_server

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "records.md").read_text()
NAMED = {word for code in re.findall(r"`([^`\n]+)`", PAGE) for word in re.split(r"[\[\], ]+", code)}
"""What stands in code marks, word by word."""

ENTRIES = [CallerSaid, AgentSaid]
IN_TRACE = [CallTrace, TracedRun, TracedUtterance, Sound, TraceMoment]


@pytest.mark.parametrize("kind", [CallBegun, CallOver, Collected, Used, Cost, TurnRecord, *ENTRIES, *IN_TRACE])
def test_an_operator_finds_every_field_of_a_record(kind: type[msgspec.Struct]) -> None:
    """A field that is new needs its words on the page."""
    assert [field.name for field in msgspec.structs.fields(kind) if field.name not in NAMED] == []


@pytest.mark.parametrize("kind", [EndReason, Fault, Instant, MomentKind])
def test_an_operator_finds_every_value_that_is_one_of_a_few(kind: type[enum.Enum]) -> None:
    """How a call ended, what went wrong in it, the instants of a turn, the kinds of moments."""
    assert [each.value for each in kind if f"`{each.value}`" not in PAGE] == []
    assert [why for why in (NO_WORDS, UNSURE, NOTHING_FITS, BACKCHANNEL) if f"`{why}`" not in PAGE] == []


def test_the_answer_on_the_page_is_one(tmp_path: Path) -> None:
    """It is read as the answer of a server is, and holds no key that a server would not write."""
    shown = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    (tmp_path / "record.json").write_text(shown[1])
    record = read_record(tmp_path / "record.json")
    assert json.loads(shown[1]) == json.loads(answer_of_the_server(record))
