"""A caller was to be put through to somebody who did not take the call, and is back in another stream."""

from offhook.engine.decide.warm_transfer import WarmTransfer, WhyBack, in_words
from offhook.engine.record import facts
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.facts import Fact
from offhook.engine.record.reporter import Report


def tell_came_back(before: CallSoFar, why: str, report: Report) -> None:
    """Correct what is known of the transfer: record, journal and agent are told that it failed. `why` is a `WhyBack`,
    as the carrier's side has passed it on."""
    warm = before.ending.warm if before.ending is not None else None
    if warm is None:
        return
    fact, turn = _came_back(before, warm, _why(why))
    report(fact, turn=turn)
    before.observe(Fact("", before.at_s, turn, 0, fact))


def _why(told: str) -> WhyBack:
    try:
        return WhyBack(told)
    except ValueError:
        return WhyBack.FAILED


def _came_back(before: CallSoFar, warm: WarmTransfer, why: WhyBack) -> tuple[facts.CallerCameBack, int]:
    result = in_words(warm, why)
    for number, decision in enumerate(before.tools.decisions, start=1):
        for use in decision.uses:
            if use.id == warm.use:
                return facts.CallerCameBack(result, use.id, use.name, use.arguments, number, decision.at), decision.turn
    return facts.CallerCameBack(result), 0
