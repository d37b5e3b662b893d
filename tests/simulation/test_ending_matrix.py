"""The ending matrix: each way a call can end, in each state of it. Virtual time, one seed."""

import pytest

from offhook.simulation.ending_matrix import CARRIER_SILENCE_S, DRAIN_S, IDLE_S, TRANSFER_TO, Cell, Finding, Way, cells
from offhook.simulation.exchange import APOLOGY, GOODBYE
from offhook.simulation.scene import CALL_LIMIT_S, SENTENCES, SOUND_S, Moment
from tests.simulation.findings import run_end

GONE_WITHIN_S = 2.0
GOODBYE_WITHIN_S = 5.0  # limits.goodbye_s
STALLED_WITHIN_S = 5.0 + 0.1  # limits.carrier_stalled_s, and the first look after it
NEXT_MESSAGE_WITHIN_S = 2.0  # a carrier that does not read is noticed once there is something to read
ONE_MORE_REPLY_S = 10.0  # from the greeting to the end of the answer to the first question that is let finish
REASONS = {
    Way.STOP: "caller hung up",
    Way.SOCKET: "caller hung up",
    Way.SILENCE: "carrier silent",
    Way.STALL: "carrier does not read",
    Way.GARBAGE: "too many bad messages",
    Way.AGENT: "agent hung up",
    Way.TRANSFER: "transferred",
    Way.LIMIT: "call limit reached",
    Way.COST: "cost limit reached",
    Way.MUTE: "caller silent",
    Way.SHUTDOWN: "server stopping",
    Way.CRASHES: "restart budget spent",
    Way.LINE: "crashed",
    Way.CANCELLED: "cancelled",
}
"""What the record says."""
DECIDED_WITHIN_S = {
    Way.SILENCE: CARRIER_SILENCE_S,
    Way.STALL: STALLED_WITHIN_S + NEXT_MESSAGE_WITHIN_S,
    Way.AGENT: ONE_MORE_REPLY_S,
    Way.TRANSFER: ONE_MORE_REPLY_S,
    Way.MUTE: ONE_MORE_REPLY_S + IDLE_S,
    Way.SHUTDOWN: DRAIN_S,
    Way.LINE: NEXT_MESSAGE_WITHIN_S,  # it crashes with the next message
}
"""From what happened to the decision that the call ends; 0 for what is not here."""
LAST_WORDS = {
    Way.GARBAGE: APOLOGY,
    Way.AGENT: SENTENCES[-1],
    Way.TRANSFER: SENTENCES[-1],
    Way.LIMIT: GOODBYE,
    Way.COST: GOODBYE,
    Way.MUTE: GOODBYE,
    Way.SHUTDOWN: GOODBYE,
    Way.CRASHES: APOLOGY,
}
"""What the caller hears last, whole. Of the other ways nobody is there to hear it, or nothing to say it with."""
ENDS_A_FAREWELL = (Way.STOP, Way.SOCKET, Way.STALL, Way.LINE, Way.CANCELLED)


def test_every_cell_is_there() -> None:
    """Fourteen ways, six states."""
    assert len({cell.name for cell in cells()}) == len(REASONS) * len(Moment) == 84


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.name)
def test_a_call_ends_whatever_it_was_doing(cell: Cell) -> None:
    """It is over in time, has said what could be said, left one record, and gives everything back."""
    finding = run_end(cell)
    assert finding.kept.more_than(finding.held_before) == {}, "everything is given back"
    assert finding.places == 0, "the call's place too"
    (record,) = finding.records
    assert record.over is not None
    if cell.moment is Moment.ENDING:  # decided before, and the first decision stands
        assert record.over.end_reason == REASONS[Way.LIMIT]
        assert finding.ended_at <= CALL_LIMIT_S + GOODBYE_WITHIN_S + GONE_WITHIN_S
        assert cell.way in ENDS_A_FAREWELL or finding.heard[-1].text == GOODBYE
        return
    assert record.over.end_reason == REASONS[cell.way]
    assert finding.ended_at <= latest_end(cell, finding)
    if cell.way in LAST_WORDS:
        assert (finding.heard[-1].text, finding.heard[-1].whole) == (LAST_WORDS[cell.way], True)
    expected_transfer = {Way.TRANSFER: TRANSFER_TO, Way.CRASHES: "+15550199"}.get(cell.way)
    assert finding.transfer == record.over.transferred_to == expected_transfer


def latest_end(cell: Cell, finding: Finding) -> float:
    """From the decision on: the time that a goodbye takes, and the two seconds of the promise."""
    goodbye_s = SOUND_S if LAST_WORDS.get(cell.way) in (GOODBYE, APOLOGY) else 0.0
    return finding.struck_at + DECIDED_WITHIN_S.get(cell.way, 0.0) + goodbye_s + GONE_WITHIN_S
