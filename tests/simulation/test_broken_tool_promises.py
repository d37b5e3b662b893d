"""A made-up call whose tool was run well, and everything that could be wrong with it: each promise sees its own."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest

from offhook.actors.responder.service import CallerTurn, HeardLine, Occasion, ToolUses
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.tool_use import Outcome, ToolUse
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord
from offhook.engine.record.facts import Fact
from offhook.engine.record.facts.fact import AnyWhat
from offhook.engine.record.tools_used import CUT_OFF, ToolRecord
from offhook.engine.run.tool import OnInterruption
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.services import ToldAt
from offhook.simulation.tool_promises import check_tools
from offhook.simulation.tool_witness import Overstayed, Seen, ToolWitness
from offhook.simulation.tools import Behaviour, Deed, PlannedTool, ToolLedger

STREAM, USE, TOOL, RESULT = "MZ1", "tool00001", "slow", '{"room":"slow"}'
WORDS = HeardLine("caller", "book a room", 2, 0.5)
ANSWER = HeardLine("agent", "It is booked.", 2, 2.5)


def uses(outcome: Outcome = Outcome.DONE, result: str = RESULT, turn: int = 2) -> ToolUses:
    return ToolUses((ToolUse(USE, TOOL, "{}", outcome, result),), turn, 1.0)


def told(at: float, occasion: Occasion, number: int, *heard: HeardLine | ToolUses, text: str = "") -> ToldAt:
    return ToldAt(at, CallerTurn(occasion, text, number=number), heard)


@dataclass
class Story:
    """The words come at 0.9 s, the tool runs from 1 s to 2 s, the answer follows; the next words come at 4 s."""

    seen: list[Seen] = field(default_factory=list)
    ledger: ToolLedger = field(default_factory=ToolLedger)
    told: list[ToldAt] = field(default_factory=list)
    tools: list[ToolRecord] = field(default_factory=list)
    overstayed: list[Overstayed] = field(default_factory=list)

    def fact(self, at: float, what: AnyWhat, turn: int = 2, place: int | None = None) -> None:
        seen = Seen(at, STREAM, Fact("CA1", at, turn, 0, what))
        self.seen.insert(len(self.seen) if place is None else place, seen)

    @property
    def deed(self) -> Deed:
        return self.ledger.deeds[0]

    def check(self) -> None:
        witness = ToolWitness()
        witness.seen = self.seen
        begun = CallBegun("CA1", STREAM, "+15550100", "test", 0.0)
        record = CallRecord(begun, CallOver(9.0, "caller hung up", None, {}, tools=tuple(self.tools)), [], [])
        check_tools(self.ledger, witness, self.told, record, self.overstayed)


@pytest.fixture
def story() -> Story:
    made = Story()
    made.fact(0.7, facts.ReplyBegun("model", draft=True))
    made.fact(0.9, facts.DraftCommitted(0.7))
    made.fact(1.0, facts.ToolChosen(USE, TOOL, "{}", 1, has_effects=True))
    planned = PlannedTool(TOOL, Behaviour.SLOW, OnInterruption.FINISH_AND_TELL)
    made.ledger.deeds.append(Deed(f"{STREAM}-{USE}", planned, "{}", 2, "", 1.0, 3, None, 2.0, "returned"))
    made.fact(2.0, facts.ToolEnded(USE, TOOL, Outcome.DONE, RESULT, 1.0))
    made.told = [
        told(0.7, Occasion.SPEECH, 2),
        told(2.0, Occasion.TOOLS_DONE, 2, WORDS, uses()),
        told(4.0, Occasion.SPEECH, 3, WORDS, uses(), ANSWER),
    ]
    made.tools = [ToolRecord(USE, TOOL, "{}", 2, 1.0, Outcome.DONE, RESULT, 1.0)]
    return made


def test_a_call_whose_tool_was_run_well_breaks_no_promise(story: Story) -> None:
    story.check()


def _twice(story: Story) -> None:
    story.ledger.deeds *= 2


def _undecided(story: Story) -> None:
    story.deed.key = "MZ1-tool00007"


def _too_early(story: Story) -> None:
    story.deed.told = 2


def _same_number(story: Story) -> None:
    story.fact(3.0, facts.ToolChosen(USE, TOOL, "{}", 2, has_effects=True))


def _from_a_draft(story: Story) -> None:
    story.seen[1] = story.seen[0]


def _journal_lost(story: Story) -> None:
    story.fact(0.95, facts.ObserverFailed("Journal", "a full disk", ""), place=2)
    story.deed.told = 4


def _in_no_journal(story: Story) -> None:
    story.deed.is_written = False


def _not_on_record(story: Story) -> None:
    story.tools.clear()


def _twice_on_record(story: Story) -> None:
    story.tools *= 2


def _no_result_on_record(story: Story) -> None:
    story.tools[0] = msgspec.structs.replace(story.tools[0], result="")


def _other_result_on_record(story: Story) -> None:
    story.tools[0] = msgspec.structs.replace(story.tools[0], outcome=Outcome.FAILED)


def _cut_off_and_done_on_record(story: Story) -> None:
    del story.seen[3]
    story.told = [told(4.0, Occasion.SPEECH, 3, WORDS, uses(Outcome.UNKNOWN, CUT_OFF), ANSWER)]


def _cut_off_and_told_done(story: Story) -> None:
    del story.seen[3]
    story.tools[0] = msgspec.structs.replace(story.tools[0], outcome=Outcome.UNKNOWN, result=CUT_OFF)


def _not_told(story: Story) -> None:
    story.told[2] = told(4.0, Occasion.SPEECH, 3, WORDS, ANSWER)


def _told_twice(story: Story) -> None:
    story.told[2] = told(4.0, Occasion.SPEECH, 3, WORDS, uses(), uses(), ANSWER)


def _told_of_nothing(story: Story) -> None:
    other = ToolUses((ToolUse("tool00009", TOOL, "{}", Outcome.DONE, RESULT),), 2, 1.0)
    story.told[2] = told(4.0, Occasion.SPEECH, 3, WORDS, uses(), other, ANSWER)


def _told_running(story: Story) -> None:
    story.told[2] = told(4.0, Occasion.SPEECH, 3, WORDS, uses(Outcome.RUNNING, "It still runs."), ANSWER)


def _told_otherwise(story: Story) -> None:
    story.told[2] = told(4.0, Occasion.SPEECH, 3, WORDS, uses(Outcome.FAILED, "No."), ANSWER)


def _told_too_early(story: Story) -> None:
    story.told[1] = told(1.5, Occasion.TOOLS_DONE, 2, WORDS, uses())


def _decided_anew(story: Story) -> None:
    story.told.append(told(5.0, Occasion.SPEECH, 2, WORDS, uses()))


def _before_the_words(story: Story) -> None:
    story.told[1] = told(2.0, Occasion.TOOLS_DONE, 2, uses(), WORDS)


def _behind_the_answer(story: Story) -> None:
    story.told[2] = told(4.0, Occasion.SPEECH, 3, WORDS, ANSWER, uses())


def _overstays(story: Story) -> None:
    story.overstayed.append(Overstayed(story.deed, 1.5))


def _cut_off_early(story: Story) -> None:
    story.deed.how = "cancelled"


def _told_for_ever(story: Story) -> None:
    story.told += [told(5.0 + n, Occasion.NEWS, 4 + n, WORDS, uses(), ANSWER, text=f"{TOOL}({{}})") for n in range(3)]


def _silence(story: Story) -> None:
    story.told = story.told[:1]
    story.fact(3.0, facts.DeadlinePassed(FloorState.IDLE))


BROKEN: dict[str, tuple[Callable[[Story], None], str]] = {
    "runs twice": (_twice, "slow ran 2 times as MZ1-tool00001"),
    "runs undecided": (_undecided, "which nobody decided"),
    "runs before its decision is told": (_too_early, "began before its decision was on record"),
    "has the number of another one": (_same_number, "two decisions have the same number"),
    "is decided by a draft": (_from_a_draft, "was decided by a draft"),
    "runs without a journal": (_journal_lost, "ran although the journal was lost"),
    "stands in no journal": (_in_no_journal, "began and was in no journal"),
    "is not on record": (_not_on_record, "is not in the record"),
    "is twice on record": (_twice_on_record, "is twice in the record"),
    "has no result on record": (_no_result_on_record, "has no result in the record"),
    "has another outcome on record": (_other_result_on_record, "has ended as done, the record has failed"),
    "was cut off, on record as done": (_cut_off_and_done_on_record, "was cut off, and the record has done"),
    "was cut off, told as done": (_cut_off_and_told_done, "was cut off, and a model was told done"),
    "is not told": (_not_told, r"was not told of \['tool00001'\]"),
    "is told twice": (_told_twice, "was told a decision twice"),
    "is told and was never decided": (_told_of_nothing, "was told of tool00009, which nobody decided"),
    "is told to run, and does not": (_told_running, "told that slow runs, and it does not"),
    "is told with another result": (_told_otherwise, "has ended otherwise than a model was told"),
    "is told before its end": (_told_too_early, "has ended otherwise than a model was told"),
    "is decided anew": (_decided_anew, "what turn 2 has decided is decided anew"),
    "stands before the words": (_before_the_words, "stands before the caller's words"),
    "stands behind the answer": (_behind_the_answer, "stands behind the answer"),
    "outlives an interruption": (_overstays, "slow, begun at 1.000 s, still runs"),
    "should have finished": (_cut_off_early, "was cut off, and should have finished"),
    "is told for ever": (_told_for_ever, "its result was told in 3 turns"),
    "is kept from a silent caller": (_silence, "a silent caller was not told how slow ended"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_with_a_tool_is_seen(what: str, story: Story) -> None:
    spoil, says = BROKEN[what]
    spoil(story)
    with pytest.raises(BrokenPromise, match=says):
        story.check()


def test_the_second_of_two_models_is_told_what_the_first_one_was(story: Story) -> None:
    """It is asked a moment later, when a tool may have ended: that moment is forgiven, and no longer one."""
    story.fact(3.0, facts.Hedged("responder", "one", "two", second_won=True))
    running = uses(Outcome.RUNNING, "It still runs.")
    story.told.insert(2, told(2.3, Occasion.SPEECH, 3, WORDS, running))
    story.check()
    story.told[2] = told(2.5, Occasion.SPEECH, 3, WORDS, running)
    with pytest.raises(BrokenPromise, match="it does not"):
        story.check()


@pytest.mark.parametrize("seconds", [2.0, 1.0])
def test_a_tool_may_be_cut_off_at_its_deadline_and_by_the_end_of_the_call(seconds: float, story: Story) -> None:
    """By nothing else."""
    story.deed.how, story.deed.ended_at = "cancelled", story.deed.began_at + seconds
    if seconds < 2.0:
        story.fact(1.5, facts.CallEnding(EndReason.CALLER_HUNG_UP, None), place=3)
    story.check()
