"""Counts the faults of a call, what was discarded in it, the use of its services and the answers of its agent file."""

from collections import Counter

from offhook.engine.decide.costs import Used
from offhook.engine.record.answered import MOST_ANSWERED, AnsweredTurn
from offhook.engine.record.facts import (
    AnsweredFromFile,
    DraftDiscarded,
    Dropped,
    Fact,
    Fault,
    FaultFact,
    Hedged,
    ServiceUsed,
)


class Counts:
    """An observer."""

    __slots__ = ("_answered", "_discarded", "_faults", "_used")

    kinds = (FaultFact, Dropped, DraftDiscarded, Hedged, ServiceUsed, AnsweredFromFile)

    def __init__(self) -> None:
        self._faults: Counter[Fault] = Counter()
        self._discarded: Counter[str] = Counter()
        self._used: dict[str, Used] = {}
        self._answered: list[AnsweredTurn] = []

    def observe(self, fact: Fact) -> None:
        match fact.what:
            case FaultFact(counted=(fault, by)) | Dropped(fault=fault, number=by):
                self._faults[fault] += by
            case DraftDiscarded(characters):
                self._discarded["drafts"] += 1
                self._discarded["characters"] += characters
            case Hedged():
                self._discarded["hedges"] += 1
            case ServiceUsed(service, used):
                self._used[service] = self._used.get(service, Used()) + used
            case AnsweredFromFile(entry) if len(self._answered) < MOST_ANSWERED:
                self._answered.append(AnsweredTurn(fact.turn, entry))
            case _:
                pass

    @property
    def faults(self) -> dict[str, int]:
        """By name, sorted."""
        return {fault.value: number for fault, number in sorted(self._faults.items())}

    @property
    def discarded(self) -> dict[str, int]:
        return dict(self._discarded)

    @property
    def answered(self) -> tuple[AnsweredTurn, ...]:
        return tuple(self._answered)

    @property
    def used(self) -> dict[str, Used]:
        """By service, sorted."""
        return dict(sorted(self._used.items()))
