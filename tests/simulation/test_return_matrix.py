"""A stream breaks at every phase of a conversation, and the call returns. Virtual time, one seed; the process that is
killed leaves its files as they are."""

import pytest

from offhook.engine.record.conversation import AgentSaid
from offhook.engine.run.returns import NOTICED_WITHIN_S
from offhook.simulation.return_matrix import (
    BOOKED,
    GLAD,
    GOODBYE,
    KEYS,
    LINE_DROPPED,
    SENTENCE_S,
    WELCOME,
    WHICH_DAY,
    WHICH_NUMBER,
    WITH_PLEASURE,
    Cell,
    Finding,
    Phase,
    Way,
    cells,
)
from tests.simulation.findings import run_return

SOUNDS_WITHIN_S = 3.0
REPEATED_WORDS = 2  # a killed process knows what was heard by the last mark, 0.2 s ago at most
GOES_ON_WITH = {
    Phase.GREETING: WELCOME,
    Phase.LISTENING: LINE_DROPPED,
    Phase.CALLER_SPEAKING: LINE_DROPPED,
    Phase.PAUSE: LINE_DROPPED,
    Phase.THINKING: LINE_DROPPED,
    Phase.ANSWER: WITH_PLEASURE,
    Phase.FIRST_WORD: WITH_PLEASURE,
    Phase.MID_SENTENCE: WITH_PLEASURE,
    Phase.BETWEEN: WHICH_NUMBER,
    Phase.INTERRUPTED: LINE_DROPPED,
    Phase.KEYS: LINE_DROPPED,
    Phase.GOODBYE: GOODBYE,
}
"""The sentence that the caller hears first, or of which the rest."""
ANSWERED_UNNOTICED = {
    Phase.CALLER_SPEAKING: WITH_PLEASURE,
    Phase.PAUSE: WITH_PLEASURE,
    Phase.THINKING: WITH_PLEASURE,
    Phase.INTERRUPTED: "Sorry, I did not get that.",
}
"""The same of a server that does not notice that the caller is gone, and answers meanwhile."""
AFTER = {WELCOME: GLAD, WITH_PLEASURE: WHICH_NUMBER}
"""What is said after it, if the caller says nothing."""


def test_every_cell_is_there() -> None:
    """Three ways, twelve phases."""
    assert len({cell.name for cell in cells()}) == len(Way) * len(GOES_ON_WITH) == 36


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.name)
def test_the_conversation_goes_on_where_it_broke(cell: Cell) -> None:
    """Within three seconds, from the first word that was not heard, without a new greeting and to its end."""
    finding = run_return(cell)
    assert finding.silent_s < SOUNDS_WITHIN_S
    heard = [said.text for said in finding.heard]
    expected = _expected(cell, finding)
    assert heard[0] in expected
    whole = heard[0] if heard[0] in AFTER else GOES_ON_WITH[cell.phase]
    if whole in AFTER:
        assert heard[1] == AFTER[whole]
    assert WELCOME not in heard
    assert (WHICH_DAY in heard) == (cell.phase is Phase.GREETING)
    assert (GOODBYE in heard) == (cell.phase is not Phase.GOODBYE)
    assert all(said.seconds > SENTENCE_S - 0.02 for said in finding.heard)


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.name)
def test_there_is_one_record_of_both_streams(cell: Cell) -> None:
    """With what was heard in both, and with the answers that were given in both."""
    finding = run_return(cell)
    (record,) = finding.records
    assert record.over is not None
    assert record.over.end_reason == "agent hung up"
    assert record.over.collected is not None
    assert record.over.collected.slots == {"day": "friday", "number": KEYS}
    waited_s = 0.5 + (NOTICED_WITHIN_S if cell.way is Way.UNNOTICED else 0.0)  # the carrier's, and ours
    assert [round(at_s, 1) for at_s in record.returned_s] == [round(finding.struck_at + waited_s, 1)]
    said = " ".join(entry.text for entry in record.transcript if isinstance(entry, AgentSaid))
    for sentence in (WELCOME, GLAD, WHICH_DAY, WITH_PLEASURE, WHICH_NUMBER, BOOKED, GOODBYE):
        assert sentence in said or cell.phase is Phase.INTERRUPTED or _off_by(said, sentence) <= REPEATED_WORDS
    times = [entry.at_s for entry in record.transcript]
    assert times == sorted(times)
    turns = [turn.turn for turn in record.turns]
    assert turns == sorted(set(turns))
    assert record.trace is not None
    assert record.trace.seconds >= times[-1]
    assert not record.unreadable


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.name)
def test_nothing_is_left_of_either_stream(cell: Cell) -> None:
    """No task, channel or descriptor."""
    finding = run_return(cell)
    assert finding.kept.more_than(finding.held_before) == {}


def _expected(cell: Cell, finding: Finding) -> list[str]:
    """The rest of the sentence, from one of the words after those that were heard whole."""
    if cell.way is Way.UNNOTICED and cell.phase in ANSWERED_UNNOTICED:
        return [ANSWERED_UNNOTICED[cell.phase]]
    whole = GOES_ON_WITH[cell.phase]
    before = next((said.seconds for said in finding.heard_before if said.text == whole), 0.0)
    words = whole.split()
    ends = [len(" ".join(words[:number])) / len(whole) * SENTENCE_S for number in range(1, len(words) + 1)]
    heard = sum(end <= before for end in ends) if before < SENTENCE_S - 0.02 else 0
    return [" ".join(words[number:]) for number in range(max(0, heard - REPEATED_WORDS), heard + 1)]


def _off_by(said: str, sentence: str) -> int:
    """How many words of a sentence, at a place where it was cut, are missing or twice."""
    words = sentence.split()
    for cut in range(len(words) + 1):
        for repeated in range(REPEATED_WORDS + 1):
            first, rest = " ".join(words[:cut]), " ".join(words[max(0, cut - repeated) :])
            if f"{first} {rest}".strip() in said or (first in said and rest in said):
                return repeated
    return len(words)
