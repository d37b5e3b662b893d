"""The conversation so far, as both sides have heard it: what a model is told that it said. Pure.

The agent's part is what the caller can have heard of it, to the word. It may become a little more until a clear is
written, so a turn is told again then.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.tool_use import ToolUses

KEPT = 400  # lines; a model is given fewer


class HeardLine(msgspec.Struct, frozen=True):
    """One side's words in one turn."""

    who: Literal["caller", "agent"]
    text: str
    turn: int
    at: float
    """When its first sound was heard."""
    cut_off: bool = False
    """Whether the agent was interrupted here."""


class Note(msgspec.Struct, frozen=True):
    """What a model is told of the part of the call in which it did not speak. It stands behind the caller's words of
    this turn."""

    text: str
    turn: int


Heard = HeardLine | ToolUses | Note
"""What a conversation consists of."""


class HeardSoFar:
    """One call's conversation, in the order of the first sounds."""

    __slots__ = ("_lines",)

    def __init__(self, lines: Iterable[HeardLine] = ()) -> None:
        self._lines = list(lines)

    @property
    def lines(self) -> tuple[HeardLine, ...]:
        return tuple(self._lines)

    def with_sounding(self, sounding: Iterable[HeardLine]) -> tuple[HeardLine, ...]:
        """The lines, and what was heard by now of turns that are still being said."""
        told = [line.turn for line in self._lines if line.who == "agent"]
        more = [line for line in sounding if line.text and line.turn not in told]
        return tuple(sorted([*self._lines, *more], key=lambda line: line.at))

    def caller_said(self, turn: int, text: str, at: float, *, continues: int = 0, whole: str = "") -> None:
        """Words, or keys, that were taken. They are one line with those of the turn that they go on with: `whole`, if
        both were recognised as one utterance."""
        first = [line for line in self._lines if continues and (line.who, line.turn) == ("caller", continues)]
        self._lines = [line for line in self._lines if line not in first]
        text = whole or " ".join([*(line.text for line in first), text])
        if text:
            self._keep(HeardLine("caller", text, turn, at))

    def agent_said(self, turn: int, text: str, at: float, *, cut_off: bool) -> None:
        """What was heard of a turn by now; the newest report counts."""
        self._lines = [line for line in self._lines if (line.who, line.turn) != ("agent", turn)]
        if text:
            self._keep(HeardLine("agent", text, turn, at, cut_off))

    def _keep(self, line: HeardLine) -> None:
        insort(self._lines, line, key=lambda kept: kept.at)
        del self._lines[:-KEPT]


def joined(heard: Sequence[HeardSentence]) -> tuple[str, str]:
    """What was heard of a reply, and what was cut off. A sentence that a crash cut off, and that was said again, counts
    once."""
    whole = [sentence.heard for sentence in heard if sentence.whole]
    told = [sentence for sentence in heard if sentence.whole or sentence.text not in whole]
    said = " ".join(sentence.heard for sentence in told if sentence.heard)
    return said, " ".join(sentence.unheard for sentence in told if sentence.unheard)
