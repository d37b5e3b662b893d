"""What must hold of the tools of every call, whatever fault strikes it. It is checked against what the tools did, what
was told while they did it, the record, and what models were told."""

from collections.abc import Iterable, Sequence

from offhook.actors.responder.service import HeardLine, Occasion, ToolUses
from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.tool_use import Outcome, ToolUse
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.tools_used import CUT_OFF, CUT_OFF_UNHARMED
from offhook.engine.run.tool import OnInterruption
from offhook.engine.run.tool_runs import TOLD_AT_MOST
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.services import ToldAt
from offhook.simulation.tool_witness import Overstayed, ToolWitness
from offhook.simulation.tools import Deed, ToolLedger

SLACK_S = 0.01
HEDGED_AFTER_S = 0.4
"""How long after the first model the second one is asked, where two are: with what the first one was told."""


def check_tools(
    ledger: ToolLedger,
    witness: ToolWitness,
    told: Sequence[ToldAt],
    record: CallRecord,
    overstayed: Sequence[Overstayed] = (),
    *,
    is_all: bool = True,
) -> None:
    """Everything below. `told` is what models were told, of all processes in their order; `is_all`: there were no other
    models."""
    check_once(ledger, witness)
    check_no_draft(witness)
    check_written_before(ledger, witness)
    check_outcomes(record, witness)
    check_told(told, ledger, witness)
    for each in told:
        check_order(each)
    check_interruptions(ledger, witness, overstayed)
    check_news(told, ledger, witness, is_all=is_all)


def check_once(ledger: ToolLedger, witness: ToolWitness) -> None:
    """Whatever ran was decided, was on record before it began, and ran once."""
    chosen = witness.chosen
    uses = [seen.fact.what.use for seen in witness.seen if isinstance(seen.fact.what, facts.ToolChosen)]
    _insist(len(set(uses)) == len(uses), f"two decisions have the same number: {uses}")
    for deed in ledger.deeds:
        _insist(ledger.times(deed.key) == 1, f"{deed.tool.name} ran {ledger.times(deed.key)} times as {deed.key}")
        place = chosen.get(deed.key)
        _insist(place is not None, f"{deed.began_at:.3f} s: {deed.tool.name} ran as {deed.key}, which nobody decided")
        _insist(
            place is not None and place < deed.told,
            f"{deed.began_at:.3f} s: {deed.tool.name} began before its decision was on record",
        )


def check_no_draft(witness: ToolWitness) -> None:
    """No tool is decided while its reply is only a draft."""
    is_draft = False
    for seen in witness.seen:
        match seen.fact.what:
            case facts.ReplyBegun(draft=draft):
                is_draft = draft
            case facts.DraftCommitted():
                is_draft = False
            case facts.ToolChosen(tool=tool):
                _insist(not is_draft, f"{seen.at:.3f} s: {tool} was decided by a draft")
            case _:
                pass


def check_written_before(ledger: ToolLedger, witness: ToolWitness) -> None:
    """Nothing with effects runs that stands in no journal."""
    lost = [
        place
        for place, seen in enumerate(witness.seen)
        if isinstance(seen.fact.what, facts.ObserverFailed) and seen.fact.what.observer == "Journal"
    ]
    for deed in ledger.deeds:
        if deed.tool.has_effects:
            is_lost = any(place < deed.told for place in lost)
            _insist(not is_lost, f"{deed.began_at:.3f} s: {deed.tool.name} ran although the journal was lost")
            _insist(deed.is_written is not False, f"{deed.began_at:.3f} s: {deed.key} began and was in no journal")


def check_outcomes(record: CallRecord, witness: ToolWitness) -> None:
    """Every decision is in the record once, with what came of it."""
    assert record.over is not None, "checked before"
    kept = {each.use: each for each in record.over.tools}
    _insist(len(kept) == len(record.over.tools), f"a decision is twice in the record: {record.over.tools}")
    for seen in witness.seen:
        match seen.fact.what:
            case facts.ToolChosen(use=use, tool=tool):
                _insist(use in kept, f"{tool}, decided at {seen.at:.3f} s as {use}, is not in the record")
                _insist(kept[use].outcome is not Outcome.RUNNING, f"{tool} is still running in the record")
                _insist(bool(kept[use].result), f"{tool} has no result in the record")
            case facts.ToolEnded(use=use, tool=tool, outcome=outcome, result=result):
                same = (kept[use].outcome, kept[use].result) == (outcome, result)
                _insist(same, f"{tool} has ended as {outcome.value}, the record has {kept[use].outcome.value}")
            case _:
                pass
    ended = {seen.fact.what.use for seen in witness.seen if isinstance(seen.fact.what, facts.ToolEnded)}
    for use, each in kept.items():
        if use not in ended:  # its process was killed
            said = each.outcome is Outcome.UNKNOWN and each.result in (CUT_OFF, CUT_OFF_UNHARMED)
            _insist(said, f"{each.tool} was cut off, and the record has {each.outcome.value}: {each.result}")


class _Life:
    """One decision to call a tool, as the facts tell it."""

    def __init__(self, chosen_at: float, tool: str, stream: str, turn: int) -> None:
        self.chosen_at, self.tool, self.stream, self.turn = chosen_at, tool, stream, turn
        self.ended_at: float | None = None
        self.outcome: Outcome | None = None
        self.result = ""


def _lives(witness: ToolWitness) -> dict[str, _Life]:
    lives: dict[str, _Life] = {}
    for seen in witness.seen:
        match seen.fact.what:
            case facts.ToolChosen(use=use, tool=tool):
                lives[use] = _Life(seen.at, tool, seen.stream, seen.fact.turn)
            case facts.ToolEnded(use=use, outcome=outcome, result=result):
                lives[use].ended_at, lives[use].outcome, lives[use].result = seen.at, outcome, result
            case _:
                pass
    return lives


def check_told(told: Iterable[ToldAt], ledger: ToolLedger, witness: ToolWitness) -> None:
    """A model is told every decision so far, once, with its result; that it runs only of one that really does. Words
    that have led to a decision are answered from it, and not taken for new ones."""
    lives = _lives(witness)
    hedges = (seen.fact.what for seen in witness.seen if isinstance(seen.fact.what, facts.Hedged))
    known_for_s = HEDGED_AFTER_S if any(hedge.role == "responder" for hedge in hedges) else 0.0
    for each in told:
        decided = [life for life in lives.values() if life.turn == each.turn.number and life.chosen_at < each.at]
        is_new = each.turn.occasion is not Occasion.TOOLS_DONE
        _insist(not (decided and is_new), f"{each.at:.3f} s: what turn {each.turn.number} has decided is decided anew")
        uses = _uses(each)
        ids = [use.id for use in uses]
        _insist(len(set(ids)) == len(ids), f"{each.at:.3f} s: a model was told a decision twice: {ids}")
        before = [use for use, life in lives.items() if life.chosen_at < each.at]
        missing = [use for use in before if use not in ids]
        _insist(not missing, f"{each.at:.3f} s: a model was not told of {missing}")
        for use in uses:
            life = lives.get(use.id)
            _insist(life is not None, f"{each.at:.3f} s: a model was told of {use.id}, which nobody decided")
            if life is not None:
                _check_result(each.at, use, life, ledger, known_for_s)


def _check_result(at: float, use: ToolUse, life: _Life, ledger: ToolLedger, known_for_s: float) -> None:
    if use.outcome is Outcome.RUNNING:
        deeds = (deed for deed in ledger.deeds if deed.key == f"{life.stream}-{use.id}")
        running = [deed for deed in deeds if _runs_between(deed, at - known_for_s, at)]
        _insist(bool(running), f"{at:.3f} s: a model was told that {use.name} runs, and it does not")
    elif life.ended_at is None:
        said = use.outcome is Outcome.UNKNOWN and use.result in (CUT_OFF, CUT_OFF_UNHARMED)
        _insist(said, f"{at:.3f} s: {use.name} was cut off, and a model was told {use.outcome.value}: {use.result}")
    else:
        same = (use.outcome, use.result) == (life.outcome, life.result) and life.ended_at <= at
        _insist(same, f"{at:.3f} s: {use.name} has ended otherwise than a model was told: {use}")


def _runs_between(deed: Deed, since: float, until: float) -> bool:
    return deed.began_at <= until and (deed.ended_at is None or since <= deed.ended_at)


def _uses(told: ToldAt) -> list[ToolUse]:
    return [use for each in told.heard if isinstance(each, ToolUses) for use in each.uses]


def check_order(told: ToldAt) -> None:
    """What was decided in a turn stands behind the caller's words in it, and before what the agent then said; in the
    turn that is being answered, behind what was said of the answer before."""
    for place, decision in enumerate(told.heard):
        if not isinstance(decision, ToolUses):
            continue
        where = f"{told.at:.3f} s, what was decided in turn {decision.turn}"
        before, behind = _lines(told.heard[:place]), _lines(told.heard[place + 1 :])
        words_behind = [line for line in behind if line.who == "caller" and line.turn == decision.turn]
        _insist(not words_behind, f"{where}: stands before the caller's words {words_behind}")
        is_past = decision.turn != told.turn.number
        answers_before = [line for line in before if line.who == "agent" and (line.turn > decision.turn - is_past)]
        _insist(not answers_before, f"{where}: stands behind the answer {answers_before}")


def _lines(heard: Iterable[object]) -> list[HeardLine]:
    return [line for line in heard if isinstance(line, HeardLine)]


def check_interruptions(ledger: ToolLedger, witness: ToolWitness, overstayed: Sequence[Overstayed]) -> None:
    """Tools that an interruption ends do not outlive it; the others end by themselves, unless the call ends before."""
    for deed, at in overstayed:
        raise BrokenPromise(f"{at:.3f} s: {deed.tool.name}, begun at {deed.began_at:.3f} s, still runs")
    for deed in ledger.deeds:
        if deed.how != "cancelled" or deed.tool.on_interruption is OnInterruption.CANCEL or deed.ended_at is None:
            continue
        is_late = deed.ended_at - deed.began_at >= deed.tool.deadline_s - SLACK_S
        ending = witness.first(facts.CallEnding, deed.told)
        is_over = ending is not None and ending.at <= deed.ended_at
        _insist(is_late or is_over, f"{deed.ended_at:.3f} s: {deed.tool.name} was cut off, and should have finished")


def check_news(told: Sequence[ToldAt], ledger: ToolLedger, witness: ToolWitness, *, is_all: bool = True) -> None:
    """What is to be told is told to the model in at most two turns for this, and before a silent caller is asked
    anything."""
    tells = [deed for deed in ledger.deeds if deed.tool.on_interruption is OnInterruption.FINISH_AND_TELL]
    for deed in tells:
        news = [each for each in told if each.turn.occasion is Occasion.NEWS and f"{deed.tool.name}(" in each.turn.text]
        turns = {each.turn.number for each in news}  # a model that answers nothing is asked once more in its turn
        at_most = TOLD_AT_MOST * sum(other.tool is deed.tool for other in tells)
        _insist(len(turns) <= at_most, f"{deed.tool.name}: its result was told in {len(turns)} turns")
        beside = (other for other in ledger.deeds if (other.turn, other.process) == (deed.turn, deed.process))
        asks_model = not any(other.tool.behaviour.ends_reply for other in beside)
        if is_all and asks_model and deed.ended_at is not None:
            _check_told_before_silence(deed, deed.ended_at, told, witness)


def _check_told_before_silence(deed: Deed, ended_at: float, told: Sequence[ToldAt], witness: ToolWitness) -> None:
    stream, _, use = deed.key.rpartition("-")
    silent = (seen for seen in witness.seen if _is_silence(seen.fact.what) and seen.stream == stream)
    first = next((seen for seen in silent if seen.at > ended_at), None)
    if first is not None:
        knew = any(each.at < first.at and _knows(each, use) for each in told)
        _insist(knew, f"{first.at:.3f} s: a silent caller was not told how {deed.tool.name} ended")


def _is_silence(what: object) -> bool:
    return isinstance(what, facts.DeadlinePassed) and what.state is FloorState.IDLE


def _knows(told: ToldAt, use: str) -> bool:
    return any(each.id == use and each.outcome is not Outcome.RUNNING for each in _uses(told))


def _insist(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromise(otherwise)
