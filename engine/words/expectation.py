"""Which answers the agent expects next: a hint for the recognizer, the keypad and the end of turn."""

import enum

import msgspec


class AnswerKind(enum.Enum):
    """What was asked for, if that alone tells when an answer is complete."""

    OPEN = "open"
    DIGITS = "digits"  # `max_digits` of them
    YES_NO = "yes_no"
    CONFIRMATION = "confirmation"  # of what was read back or offered: after a no may follow what is wanted instead


class Expectation(msgspec.Struct, frozen=True):
    """The answers that fit the dialogue's present state; the empty one expects anything.

    `phrases` are whole utterances as patterns (`pattern.py`), and `rules` are the patterns that they name.
    """

    language: str = "en"
    phrases: tuple[str, ...] = ()
    rules: dict[str, str] = {}
    parts: tuple[str, ...] = ()
    """The same for a part of an answer: recognised only if none of `phrases` is nearly as likely."""
    threshold: float = 0.4
    """Confidence, 0 to 1, below which words count as not understood."""
    levels: tuple[float, ...] = ()
    """Further confidence limits, above which the same words are answered differently."""
    max_digits: int = 1
    """How many keys make a complete answer; fewer are complete with the terminator or after a pause."""
    kind: AnswerKind = AnswerKind.OPEN
    held: str = ""
    """How many digits of the answer are known already: either the missing ones or all of them anew complete it."""
    min_digits: int = 0
    """Fewer are an answer too, but not the one that was asked for."""
    terminator: str = "#"
    """The key that ends an answer before it is complete, and does not belong to it; empty: none does."""
    key_pause_s: float | None = None
    """How long to wait for the first key, and for each that follows; None: as the settings say."""
    entry: int = 0
    """The number of the keypad entry that would answer; keys pressed for an earlier entry no longer count."""

    def judged_alike(self, one: float, other: float) -> bool:
        """Whether two confidences lead to the same answer here."""
        return all((one >= each) == (other >= each) for each in (self.threshold, *self.levels))
