"""What the agent is ready to hear next, so that a recognizer, a keypad and the end of a turn can lean on it."""

import enum

import msgspec


class AnswerKind(enum.Enum):
    """What was asked for, where that tells by itself when the answer is whole."""

    OPEN = "open"
    DIGITS = "digits"  # `max_digits` of them
    YES_NO = "yes_no"
    CONFIRMATION = "confirmation"  # of what was read back or offered: after a no may follow what is wanted instead


class Expectation(msgspec.Struct, frozen=True):
    """The answers that fit the dialogue's present state; the empty one expects anything.

    `phrases` are whole utterances as patterns: lower-case words, `[x]` may be left out, `(a | b)` is one of the two,
    `<name>` stands for the pattern of that name in `rules`.
    """

    language: str = "en"
    phrases: tuple[str, ...] = ()
    rules: dict[str, str] = {}
    parts: tuple[str, ...] = ()
    """The same for what is only a part of an answer: heard where none of `phrases` is nearly as likely."""
    threshold: float = 0.4
    """Confidence, 0 to 1, below which what was recognised counts as not understood."""
    levels: tuple[float, ...] = ()
    """More confidences from which on the same words are answered in another way."""
    max_digits: int = 1
    """How many keys make a complete answer; fewer are complete with # or after a pause."""
    kind: AnswerKind = AnswerKind.OPEN
    held: str = ""
    """Digits of the answer that are there already: the missing ones complete it, and so do all of them anew."""
    entry: int = 0
    """The keypad entry that would answer; keys that were begun for an earlier one answer nothing any more."""

    def judged_alike(self, one: float, other: float) -> bool:
        """Whether two confidences mean the same here."""
        return all((one >= each) == (other >= each) for each in (self.threshold, *self.levels))
