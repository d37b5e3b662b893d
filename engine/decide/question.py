"""Which question the caller is to answer, and whether it was heard: a yes before its question agrees to nothing.

The responder numbers its questions (`Sentence.asks`). A question that is asked again keeps its number, because it was
heard the first time. Pure.
"""

OPEN = 0
"""No particular question was asked: anything the caller says is an answer."""

NOTHING_ASKED = -1
"""There is no question to answer: the call is about to end, or the question was never said."""

NOTHING_HEARD = -2
"""The caller spoke before any question was heard."""


class Question:
    """The current question of a call."""

    __slots__ = ("_sounded", "closing", "number")

    def __init__(self) -> None:
        self.number = OPEN
        self.closing = False
        """Whether the reply that came with it ends the call."""
        self._sounded: tuple[int, float] = (OPEN, 0.0)  # the newest question whose audio was sent, and when that plays

    def put(self, number: int, *, closing: bool = False) -> None:
        """A reply was generated that asks this question: it is to be answered now."""
        self.number, self.closing = number, closing

    def sounds(self, number: int, at: float) -> None:
        """The first audio of the sentence that asks it plays at this time."""
        if number != self._sounded[0]:
            self._sounded = number, at

    def lost(self) -> None:
        """A crash discarded the reply in the making: the next question may get the same number, and was not heard."""
        if self._sounded[0] != self.number:
            self._sounded = OPEN, 0.0

    def cleared(self, now: float) -> None:
        """Audio was cleared: what has not played by now is never heard."""
        if self._sounded[1] > now:
            self._sounded = OPEN, 0.0

    def heard_by(self, at: float) -> int:
        """The number of the question that a caller who began to speak at `at` can answer; NOTHING_HEARD for none."""
        number, sounded_at = self._sounded
        if self.number == OPEN:
            return OPEN
        return number if number == self.number and sounded_at <= at else NOTHING_HEARD

    def is_heard_by(self, at: float) -> bool:
        """Whether the caller has heard the current question by then."""
        return self.heard_by(at) == self.number
