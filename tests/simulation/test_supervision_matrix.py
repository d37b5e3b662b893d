"""The supervision matrix: each actor crashes, hangs or is slow, in each state of a call. Virtual time, one seed."""

import pytest

from offhook.engine.run.call import TRANSPORT_WITHIN_S
from offhook.simulation.exchange import GOODBYE
from offhook.simulation.scene import CALL_LIMIT_S, LAST_QUESTION_S, SENTENCES, Moment
from offhook.simulation.supervision_matrix import ACTORS, CARRIER_SILENCE_S, Cell, Finding, cells
from offhook.simulation.trouble import Kind
from tests.simulation.findings import run_fault

GONE_WITHIN_S = 2.0
GOODBYE_WITHIN_S = 5.0  # limits.goodbye_s
STALLED_WITHIN_S = 5.0 + 0.1  # limits.carrier_stalled_s, and the first look after it
RESTARTS_ALLOWED = 3  # limits.restarts


def test_the_undisturbed_scene_is_what_the_matrix_is_held_against() -> None:
    """Four replies, one of them cut by the caller, a goodbye, no fault; and a second call that is its twin."""
    finding = run_fault(None)
    whole = [said.text for said in finding.heard if said.whole]
    assert whole == [*SENTENCES, SENTENCES[0], *SENTENCES, *SENTENCES, GOODBYE]
    assert [said.text for said in finding.heard if not said.whole] == [SENTENCES[1]]
    assert finding.over.end_reason == "call limit reached"
    assert finding.over.faults == {}


def test_every_cell_is_there() -> None:
    """Six actors, three faults, six states."""
    assert len({cell.name for cell in cells()}) == len(ACTORS) * 3 * len(Moment) == 108


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.name)
def test_the_call_goes_on_or_ends_politely(cell: Cell) -> None:
    """Whatever strikes whom and when: the caller is answered or the call is ended, and nobody else notices."""
    finding = run_fault(cell)
    assert_struck(cell, finding)
    assert finding.kept.more_than(finding.held_before) == {}, "everything is given back"
    assert finding.wire_of_other == run_fault(None).wire_of_other, "the other call notices nothing, to the millisecond"
    assert finding.other_over.faults == {}
    restarts = sum(number for fault, number in finding.over.faults.items() if fault.endswith("crashed"))
    assert restarts <= RESTARTS_ALLOWED
    match cell:
        case Cell(actor="line writer", kind=Kind.CRASH):
            assert_line_lost(cell, finding)
        case Cell(actor="line writer", kind=Kind.HANG):
            assert_cut_off(cell, finding, "carrier does not read", STALLED_WITHIN_S)
        case Cell(actor="receiver", kind=Kind.HANG) if cell.moment is not Moment.ENDING:
            assert_cut_off(cell, finding, "carrier silent", CARRIER_SILENCE_S)
        case Cell(actor="speaker", kind=Kind.HANG, moment=Moment.ENDING):
            assert_over(finding, "call limit reached", CALL_LIMIT_S + GOODBYE_WITHIN_S)
        case _:
            assert_goes_on(finding)


def assert_struck(cell: Cell, finding: Finding) -> None:
    """A fault that did not happen would prove nothing; in a farewell there are three actors only."""
    absent = cell.moment is Moment.ENDING and cell.actor in ("vad", "recognizer", "responder")
    assert (finding.struck_at is None) == absent
    if cell.kind is Kind.CRASH and not absent:
        assert finding.over.faults[f"{cell.actor} crashed"] == 1


def assert_goes_on(finding: Finding) -> None:
    """The last question is answered in full, and the goodbye at the call's limit is heard."""
    assert [said.text for said in finding.heard if said.at > LAST_QUESTION_S and said.whole][-3:] == [
        *SENTENCES,
        GOODBYE,
    ]
    assert_over(finding, "call limit reached", finding.heard[-1].at + finding.heard[-1].seconds)


def assert_line_lost(cell: Cell, finding: Finding) -> None:
    """A writer that broke off leaves a line that cannot be used: the call is over at once."""
    assert finding.struck_at is not None
    reason = "call limit reached" if cell.moment is Moment.ENDING else "crashed"
    assert_over(finding, reason, finding.struck_at)


def assert_cut_off(cell: Cell, finding: Finding, reason: str, within_s: float) -> None:
    """A line on which nothing moves is given up when its deadline says so, and no goodbye is said into it."""
    assert finding.struck_at is not None
    if cell.moment is Moment.ENDING:
        assert_over(finding, "call limit reached", CALL_LIMIT_S + GOODBYE_WITHIN_S + TRANSPORT_WITHIN_S)
    else:
        assert_over(finding, reason, finding.struck_at + within_s)


def assert_over(finding: Finding, reason: str, decided_at: float) -> None:
    assert finding.over.end_reason == reason
    assert finding.ended_at <= decided_at + GONE_WITHIN_S
