"""The tools' ledger of a call: what was decided, and what came of it. For the record, and for whoever goes on with the
call."""

from collections.abc import Sequence

import msgspec

from offhook.engine.decide.tool_use import Outcome, ToolUse, ToolUses
from offhook.engine.record.facts import CallerCameBack, Fact, NoteTaken, ToolChosen, ToolEnded

KEPT_TOOLS = 200  # of a call; the log names the others
KEPT_NOTES = 100

CUT_OFF = "It was cut off, and nobody knows whether it was done. It was not tried again."
CUT_OFF_UNHARMED = "It was cut off, and has changed nothing."


class ToolRecord(msgspec.Struct, frozen=True):
    """One call of a tool."""

    use: str  # names it, also for other systems: an idempotency key
    tool: str
    arguments: str  # JSON, as the model wrote it
    turn: int  # the turn whose words led to it
    at_s: float  # since the call began
    outcome: Outcome = Outcome.UNKNOWN
    result: str = ""  # JSON if it is done; else what the model was told
    seconds: float = 0.0


class ToolsUsed:
    """An observer."""

    __slots__ = ("_decisions", "_harmless", "_notes", "_records")

    kinds = (ToolChosen, ToolEnded, NoteTaken, CallerCameBack)

    def __init__(self) -> None:
        self._records: dict[str, ToolRecord] = {}
        self._decisions: dict[str, int] = {}
        self._harmless: dict[str, bool] = {}
        self._notes: list[str] = []

    def observe(self, fact: Fact) -> None:
        match fact.what:
            case ToolChosen(use, tool, arguments, decision, has_effects) if len(self._records) < KEPT_TOOLS:
                self._records[use] = ToolRecord(use, tool, arguments, fact.turn, round(fact.at_s, 3))
                self._decisions[use], self._harmless[use] = decision, not has_effects
            case ToolEnded(use, _, outcome, result, seconds) if use in self._records:
                self._records[use] = msgspec.structs.replace(
                    self._records[use], outcome=outcome, result=result, seconds=round(seconds, 3)
                )
            case CallerCameBack(result, use, tool, arguments, decision, decided_s) if use:
                self._decisions.setdefault(use, decision)
                self._harmless.setdefault(use, True)
                self._records[use] = ToolRecord(
                    use, tool, arguments, fact.turn, round(decided_s, 3), Outcome.FAILED, result
                )
            case NoteTaken(text) if len(self._notes) < KEPT_NOTES:
                self._notes.append(text)
            case _:
                pass

    @property
    def records(self) -> tuple[ToolRecord, ...]:
        """In the order of the decisions. One that has not ended has an unknown outcome."""
        return tuple(self._ended(self._records[use]) for use in sorted(self._records))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    @property
    def decisions(self) -> tuple[ToolUses, ...]:
        """The same as a model is told. Times are in seconds since the call began."""
        decided: dict[int, list[ToolRecord]] = {}
        for each in self.records:
            decided.setdefault(self._decisions[each.use], []).append(each)
        return tuple(_told(records) for records in decided.values())

    def _ended(self, record: ToolRecord) -> ToolRecord:
        if record.result or record.outcome is not Outcome.UNKNOWN:
            return record
        return msgspec.structs.replace(record, result=CUT_OFF_UNHARMED if self._harmless[record.use] else CUT_OFF)


def _told(records: Sequence[ToolRecord]) -> ToolUses:
    uses = (ToolUse(each.use, each.tool, each.arguments, each.outcome, each.result, each.seconds) for each in records)
    return ToolUses(tuple(uses), records[0].turn, records[0].at_s)
