"""Which question the caller is to answer, and whether it can have been heard: nobody agrees to what was not asked.

Questions are numbered by whoever asks them (`Sentence.asks`). A question that is put once more keeps its number: it was
heard the first time. Pure.
"""

OPEN = 0
"""Nothing particular was asked: whatever the caller says is an answer."""

NOTHING_ASKED = -1
"""There is nothing to answer: the call is about to end, or what would have been asked was never said."""

NOTHING_HEARD = -2
"""What a caller had heard who spoke before the question."""


class Question:
    """The one in force in a call."""

    def __init__(self) -> None:
        self.number = OPEN
        self.closing = False
        """Whether the reply that came with it ends the call."""
        self._sounded: tuple[int, float] = (OPEN, 0.0)  # the newest that has a sound, and when that plays

    def put(self, number: int, *, closing: bool = False) -> None:
        """A reply has been thought of: this is to be answered now."""
        self.number, self.closing = number, closing

    def sounds(self, number: int, at: float) -> None:
        """The first sound of the sentence that asks it will be heard at this time."""
        if number != self._sounded[0]:
            self._sounded = number, at

    def lost(self) -> None:
        """A crash took back what was being thought of: the next question may have its number, and was not heard."""
        if self._sounded[0] != self.number:
            self._sounded = OPEN, 0.0

    def cleared(self, now: float) -> None:
        """What has not been heard by now never will be."""
        if self._sounded[1] > now:
            self._sounded = OPEN, 0.0

    def heard_by(self, at: float) -> int:
        """The number of the question that a caller who speaks up now can answer; NOTHING_HEARD for none."""
        number, sounded_at = self._sounded
        if self.number == OPEN:
            return OPEN
        return number if number == self.number and sounded_at <= at else NOTHING_HEARD
