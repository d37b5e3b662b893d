"""Keeps the last reply that was generated, in case the caller speaks again before its first sound is heard."""

from offhook.engine.decide.ledger import Ledger
from offhook.engine.run.gate import Gate
from offhook.engine.run.reply import ReplyPart, Sentence


class LastReply:
    """The parts of the last reply so far."""

    __slots__ = ("_gate", "_ledger", "_parts", "_turn")

    def __init__(self, ledger: Ledger, gate: Gate) -> None:
        self._ledger, self._gate = ledger, gate
        self._turn = 0
        self._parts: list[ReplyPart] = []

    def begin(self, turn: int) -> None:
        self._turn, self._parts = turn, []

    def add(self, part: ReplyPart) -> None:
        self._parts.append(part)

    @property
    def parts(self) -> tuple[ReplyPart, ...]:
        return tuple(self._parts)

    @property
    def has_sounded(self) -> bool:
        return self._ledger.has_sounded(self._turn)

    def unheard(self) -> tuple[ReplyPart, ...]:
        """All parts, if nothing of the reply was heard; else none."""
        overtaken = self._turn and not self._gate.allows(self._turn)
        return tuple(self._parts) if overtaken and not self.has_sounded else ()

    def notices(self) -> tuple[ReplyPart, ...]:
        """Its protected sentences that were not said, and still have to be."""
        return tuple(part for part in self.unheard() if isinstance(part, Sentence) and part.protected)
